import JSONRPC
import Synchronization

/// Notes what is seen of a plugin, and rings when the machine has to look at it.
final class PluginWatch: Sendable {
    private let timeline: Timeline
    private let endless: Int
    private let state = Mutex(State())
    private let wake: @Sendable () -> Void

    fileprivate struct State {
        var signs = SignsOfLife()
        /// Since when it is the host's turn.
        var servingSince = Duration.zero
    }

    /// Creates a watch; a line of more than `endless` bytes can't be a message.
    init(_ timeline: Timeline, endless: Int = .max, wake: @escaping @Sendable () -> Void) {
        self.timeline = timeline
        self.endless = endless
        self.wake = wake
    }

    /// What was seen so far.
    @inline(never)
    var seen: SignsOfLife { state.withLock(\.signs) }

    /// There is another process: nothing came from it yet.
    @inline(never)
    func beginProcess() {
        state.withLock { ($0.signs.unfinished, $0.signs.isEndless) = (0, false) }
    }

    /// Bytes came from the plugin, whether they are a message or not.
    @inline(never)
    func read(_ chunk: [UInt8]) {
        let rest = chunk.withUnsafeBytes { bytes in
            bytes.lastIndex(of: UInt8(ascii: "\n")).map { bytes.count - 1 - $0 }
        }
        let mustWake = state.withLock { state in
            state.signs.unfinished = rest ?? state.signs.unfinished + chunk.count
            guard state.signs.unfinished > endless, !state.signs.isEndless else { return false }
            state.signs.isEndless = true
            return true
        }
        if mustWake { wake() }
    }

    /// A message came from the plugin.
    @inline(never)
    func received() {
        let now = timeline.now
        state.withLock { $0.signs.heard = now }
    }

    /// The host waits for the plugin from now on.
    @inline(never)
    func awaitPlugin() {
        let now = timeline.now
        state.withLock { ($0.signs.awaited, $0.signs.progressed, $0.signs.served) = (now, now, .zero) }
    }

    /// Whoever wanted the run was cancelled.
    @inline(never)
    func cancel() {
        state.withLock { $0.signs.isCancelled = true }
        wake()
    }

    /// Carries out a request of the plugin; meanwhile it is the host's turn.
    func serve<Value: Sendable>(_ turn: Turn, _ body: () async throws -> Value) async throws -> Value {
        begin(turn)
        defer { end(turn) }
        return try await body()
    }

    /// What a request of the plugin means for its run.
    enum Turn: Sendable, Hashable {
        /// It asks for something that it needs to go on.
        case question
        /// It asks for the next pairs.
        case changes
        /// It hands over decisions.
        case decisions
    }

    @inline(never)
    private func begin(_ turn: Turn) {
        let now = timeline.now
        state.withLock { state in
            if state.signs.serving == 0 { state.servingSince = now }
            state.signs.serving += 1
            if turn == .decisions { state.signs.applying += 1 }
            if turn != .question { state.progress(at: now) }
        }
    }

    @inline(never)
    private func end(_ turn: Turn) {
        let now = timeline.now
        let mustWake = state.withLock { state in
            state.signs.serving -= 1
            state.signs.awaited = now
            if turn == .decisions { state.signs.applying -= 1 }
            if turn != .question {
                state.progress(at: now)
            } else if state.signs.serving == 0 {
                state.signs.served += now - state.servingSince
            }
            // The silence that counts begins anew, and a cancellation may wait for the last `apply`.
            return state.signs.serving == 0 || turn == .decisions && state.signs.applying == 0
        }
        if mustWake { wake() }
    }
}

extension PluginWatch.State {
    /// The run got somewhere.
    fileprivate mutating func progress(at now: Duration) {
        (signs.progressed, signs.served, servingSince) = (now, .zero, now)
    }
}

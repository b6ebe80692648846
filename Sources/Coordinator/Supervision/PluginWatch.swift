import JSONRPC
import Synchronization

/// Notes what is seen of a plugin, and rings when the machine has to look at it.
final class PluginWatch: Sendable {
    private let timeline: Timeline
    private let signs = Mutex(SignsOfLife())
    private let wake: @Sendable () -> Void

    init(_ timeline: Timeline, wake: @escaping @Sendable () -> Void) {
        self.timeline = timeline
        self.wake = wake
    }

    /// What was seen so far.
    var seen: SignsOfLife { signs.withLock(\.self) }

    /// Something came from the plugin.
    func received() {
        let now = timeline.now
        signs.withLock { $0.heard = now }
    }

    /// The host waits for the plugin from now on.
    func awaitPlugin() {
        let now = timeline.now
        signs.withLock { $0.awaited = now }
    }

    /// Whoever wanted the run was cancelled.
    func cancel() {
        signs.withLock { $0.isCancelled = true }
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

    private func begin(_ turn: Turn) {
        let now = timeline.now
        signs.withLock { signs in
            signs.serving += 1
            if turn == .decisions { signs.applying += 1 }
            if turn != .question { signs.progressed = now }
        }
    }

    private func end(_ turn: Turn) {
        let now = timeline.now
        let mustWake = signs.withLock { signs in
            signs.serving -= 1
            signs.awaited = now
            if turn == .decisions { signs.applying -= 1 }
            if turn != .question { signs.progressed = now }
            // The silence that counts begins anew, and a cancellation may wait for the last `apply`.
            return signs.serving == 0
        }
        if mustWake { wake() }
    }
}

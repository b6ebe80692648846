import Synchronization

/// A clock that stands still until nobody is busy, and then jumps to the next time that somebody waits for.
final class VirtualClock: Clock, Sendable {
    struct Instant: InstantProtocol {
        var offset: Duration
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }
    private struct State {
        var now: Duration = .zero
        var sleepers: [Int: (until: Duration, continuation: AsyncStream<Void>.Continuation)] = [:]
        var last = 0
        var activity = 0
    }

    private let state = Mutex(State())

    var now: Instant { Instant(offset: state.withLock { $0.now }) }
    var minimumResolution: Duration { .nanoseconds(1) }
    var elapsed: Duration { now.offset }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        let number = state.withLock { state -> Int? in
            guard state.now < deadline.offset else { return nil }
            state.last += 1
            state.sleepers[state.last] = (deadline.offset, continuation)
            return state.last
        }
        guard let number else { return }
        for await _ in stream {}
        state.withLock { $0.sleepers[number] = nil }
        try Task.checkCancellation()
    }

    /// Says that something happened, so that time waits a little more.
    func touch() { state.withLock { $0.activity += 1 } }

    /// Runs something to its end, moving the time along.
    func run<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                while !Task.isCancelled { await self.moveOn() }
                return nil
            }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
    }

    private func moveOn() async {
        // Quiet when nothing was noted over many turns of the executor.
        var quiet = 0
        var last = state.withLock { $0.activity + $0.last }
        while quiet < 60 {
            await Task.yield()
            let current = state.withLock { $0.activity + $0.last }
            quiet = current == last ? quiet + 1 : 0
            last = current
        }
        state.withLock { state in
            guard let next = state.sleepers.values.map(\.until).min() else { return }
            state.now = max(state.now, next)
            for (number, sleeper) in state.sleepers where sleeper.until <= state.now {
                state.sleepers[number] = nil
                sleeper.continuation.finish()
            }
        }
    }
}

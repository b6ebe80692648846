import Synchronization

/// The clock of tests: it stands still until it is moved, and then goes as far as it is told, or straight to the next sleeper.
package final class VirtualClock: Clock {
    /// A point in time since the start.
    package struct Instant: InstantProtocol {
        /// The time since the start.
        package var offset: Duration
        package func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        package func duration(to other: Instant) -> Duration { other.offset - offset }
        package static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    fileprivate struct Sleeper {
        var id: Int
        var until: Instant
        var continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var now = Instant(offset: .zero)
        var lastID = 0
        var cancelled: Set<Int> = []
        var sleepers: [Sleeper] = []
        var activity = 0
    }

    private let state = Mutex(State())

    /// Creates a clock at zero.
    package init() {}

    package var now: Instant { state.withLock(\.now) }
    package var minimumResolution: Duration { .zero }
    /// The time since the start.
    package var elapsed: Duration { now.offset }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        let isDue = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known: Bool? = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return false }
                    if deadline <= state.now { return true }
                    state.sleepers.append(Sleeper(id: id, until: deadline, continuation: continuation))
                    return nil
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            let sleeper = state.withLock { state -> Sleeper? in
                guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
                    state.cancelled.insert(id)
                    return nil
                }
                return state.sleepers.remove(at: index)
            }
            sleeper?.continuation.resume(returning: false)
        }
        guard isDue else { throw CancellationError() }
    }

    /// A look at the clock, which takes a moment: no two looks see the same time.
    package func look() -> Duration {
        state.withLock { state in
            state.now.offset += .milliseconds(1)
            return state.now.offset
        }
    }

    /// Lets time pass, whoever sleeps.
    package func pass(_ duration: Duration) { state.withLock { $0.now.offset += duration } }

    /// Goes on to the next sleeper and wakes it; whether there was one.
    package func wakeNext() -> Bool {
        let next: Sleeper? = state.withLock { state in
            // Of those who sleep equally long, the one who lay down first.
            guard let index = state.sleepers.indices.min(by: { state.sleepers[$0].precedes(state.sleepers[$1]) })
            else { return nil }
            let sleeper = state.sleepers.remove(at: index)
            state.now = max(state.now, sleeper.until)
            return sleeper
        }
        next?.continuation.resume(returning: true)
        return next != nil
    }

    /// Lets time pass, and wakes those whose time it is.
    package func advance(by duration: Duration) { advance(to: now.advanced(by: duration)) }

    private func advance(to instant: Instant) {
        let due = state.withLock { state in
            state.now = max(state.now, instant)
            let due = state.sleepers.filter { $0.until <= state.now }
            state.sleepers.removeAll { $0.until <= state.now }
            return due
        }
        for sleeper in due { sleeper.continuation.resume(returning: true) }
    }

    /// Waits until somebody sleeps until this time since the start.
    package func waitForSleeper(until offset: Duration) async {
        while !state.withLock({ $0.sleepers.contains { $0.until.offset == offset } }) { await Task.yield() }
    }

    /// Says that something happened, so that `run` has time wait a little more.
    package func touch() { state.withLock { $0.activity += 1 } }

    /// Runs something to its end on any threads, moving the time along whenever nobody seems busy.
    package func run<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
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
        var last = state.withLock { $0.activity + $0.lastID }
        while quiet < 60 {
            await Task.yield()
            let current = state.withLock { $0.activity + $0.lastID }
            quiet = current == last ? quiet + 1 : 0
            last = current
        }
        guard let next = state.withLock({ $0.sleepers.map(\.until).min() }) else { return }
        advance(to: next)
    }
}

extension VirtualClock.Sleeper {
    fileprivate func precedes(_ other: Self) -> Bool { (until, id) < (other.until, other.id) }
}

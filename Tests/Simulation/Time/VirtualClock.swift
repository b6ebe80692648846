import Synchronization

/// A clock that goes on when nobody has anything to do, and then straight to the next sleeper.
package final class VirtualClock: Clock {
    /// A point in time since the start of the history.
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
    }

    private let state = Mutex(State())

    /// Creates a clock at zero.
    package init() {}

    package var now: Instant { state.withLock(\.now) }
    package var minimumResolution: Duration { .zero }

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
    func wakeNext() -> Bool {
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
}

extension VirtualClock.Sleeper {
    fileprivate func precedes(_ other: Self) -> Bool { (until, id) < (other.until, other.id) }
}

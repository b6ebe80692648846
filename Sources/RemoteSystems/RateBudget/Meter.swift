import Synchronization

/// Counts what one system was asked.
final class Meter: Sendable {
    private let state = Mutex(RemoteUsage())

    /// What was counted so far.
    @inline(never)
    var usage: RemoteUsage { state.withLock { $0 } }

    /// One more request left.
    @inline(never)
    func count() { state.withLock { $0.requests += 1 } }

    /// A request waited for the budget.
    @inline(never)
    func wait(_ time: Duration) { state.withLock { $0.throttled += time } }
}

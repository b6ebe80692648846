import Synchronization

/// Counts what one system was asked.
final class Meter: Sendable {
    private let state = Mutex(RemoteUsage())

    /// What was counted so far.
    var usage: RemoteUsage { state.withLock { $0 } }

    /// One more request left.
    func count() { state.withLock { $0.requests += 1 } }

    /// A request waited for the budget.
    func wait(_ time: Duration) { state.withLock { $0.throttled += time } }
}

package import Model
import Synchronization

/// Counts the requests that are sent on somebody's behalf.
///
/// Set around a piece of work, it counts what that work and its child tasks send.
package final class RequestMeter: Sendable {
    /// The meter of the work that goes on here.
    @TaskLocal package static var current: RequestMeter?

    private let sent = Mutex(Sided(erp: 0, crm: 0))

    /// Creates a meter at zero.
    package init() {}

    /// What was sent to each side so far.
    @inline(never)
    package var counts: Sided<Int> { sent.withLock { $0 } }

    /// Counts a request that is sent to a side.
    @inline(never)
    package func count(_ side: Side) { sent.withLock { $0[side] += 1 } }
}

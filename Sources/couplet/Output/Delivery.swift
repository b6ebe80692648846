import Synchronization

/// Whether what was printed has arrived.
final class Delivery: Sendable {
    private let number = Mutex<Int32?>(nil)

    /// The error of the system by which a result was lost first; `nil` when none was.
    @inline(never)
    var failure: Int32? { number.withLock { $0 } }

    /// Notes that a result was lost.
    @inline(never)
    func fail(_ error: Int32) { number.withLock { $0 = $0 ?? error } }
}

/// What a simulated system does wrong, and how often: each once in so many times, 0 for never.
package struct SystemFaults: Sendable, Hashable {
    /// A read is not answered: throttled, unavailable, or the connection broke.
    package var reads = 0
    /// A request with writes is turned away as a whole: throttled or unavailable.
    package var turnedAway = 0
    /// A write is carried out, and its answer is lost.
    package var dropped = 0
    /// A write never arrives.
    package var lost = 0
    /// A write is carried out after the caller gave up, up to the longest execution time later.
    package var late = 0
    /// A write is refused for now: the row is locked.
    package var locked = 0
    /// A request with writes is held back before it is sent, by seconds up to half an hour.
    package var held = 0
    /// A person edits the very row that a write is on its way to.
    package var rivals = 0
    /// A page of a feed comes from a replica that lags behind.
    package var stale = 0
    /// A page delivers some rows once more.
    package var repeated = 0

    /// Nothing goes wrong.
    package static let none = SystemFaults()
}

/// A failure that a plugin answered with.
package struct HostFailure: Error, Sendable, Hashable {
    /// The number.
    package var code: Int
    /// The words for a log.
    package var message: String
}

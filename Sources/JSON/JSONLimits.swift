/// How much a JSON text may nest and hold, so that a hostile one costs no more than its length.
public struct JSONLimits: Sendable, Hashable {
    /// The greatest nesting of objects and arrays.
    public var depth: Int
    /// The greatest number of members of one object.
    public var members: Int

    /// Creates limits.
    public init(depth: Int = 64, members: Int = 10_000) {
        self.depth = depth
        self.members = members
    }

    /// The limits of the plugin protocol.
    public static let standard = JSONLimits()
}

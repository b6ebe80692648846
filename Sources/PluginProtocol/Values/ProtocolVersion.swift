/// The major version of the plugin protocol; within one, there are only additions, each behind a capability.
public struct ProtocolVersion: Sendable, Hashable, Comparable {
    /// The number on the wire.
    public let number: Int
    /// Takes over a number.
    public init(_ number: Int) { self.number = number }
    /// Orders two versions.
    public static func < (left: ProtocolVersion, right: ProtocolVersion) -> Bool { left.number < right.number }

    /// The versions that this library speaks.
    public static let supported = [ProtocolVersion(1)]

    /// The highest version that both speak; `nil` when there is none.
    public static func common(_ ours: [ProtocolVersion], _ theirs: [ProtocolVersion]) -> ProtocolVersion? {
        ours.filter(theirs.contains).max()
    }
}

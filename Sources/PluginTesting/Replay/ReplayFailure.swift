/// A plugin decides or answers otherwise than in a conversation that was recorded.
public struct ReplayFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is different, in sentences.
    public var differences: [String]
    /// The differences, one a line.
    public var description: String { differences.joined(separator: "\n") }
}

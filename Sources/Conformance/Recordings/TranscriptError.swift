/// A file is no conversation.
public struct TranscriptError: Error, Sendable, Hashable {
    /// The line, from 1.
    public var line: Int
    /// What is wrong.
    public var problem: String
}

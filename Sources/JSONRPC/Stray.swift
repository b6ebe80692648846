/// Something in the stream that is no frame.
public struct Stray: Sendable, Hashable {
    /// The kinds there are.
    public enum Kind: Sendable, Hashable {
        /// A line of its own.
        case line
        /// Text in front of a frame, in the same line.
        case gluedToFrame
        /// JSON that is no message.
        case notMessage
        /// A line over the limit.
        case tooLong
        /// A line that the end of the stream cut off.
        case cut
    }

    /// What it is.
    public var kind: Kind
    /// Its first bytes, at most `Stray.kept`; they may hold anything, also what nobody may see in a log.
    public var text: ArraySlice<UInt8>
    /// Its whole length.
    public var byteCount: Int

    /// How many bytes of a stray text are kept.
    public static let kept = 4096

    /// Creates the note of a stray text.
    public init(_ kind: Kind, _ text: ArraySlice<UInt8>, byteCount: Int) {
        self.kind = kind
        self.text = text.prefix(Self.kept)
        self.byteCount = byteCount
    }
}

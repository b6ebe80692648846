/// Sees all that passes a peer: for transcripts, for tracing, for the sign of life that every frame is.
///
/// The functions are called by the reading and the writing task, and must return at once.
public protocol PeerObserver: Sendable {
    /// A frame came in, without its newline.
    func received(_ frame: ArraySlice<UInt8>)
    /// A frame is about to go out, without its newline.
    func sent(_ frame: ArraySlice<UInt8>)
    /// Something came in that is no frame.
    func stray(_ stray: Stray)
}

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

extension PeerObserver {
    /// Does nothing with a frame that came in.
    public func received(_ frame: ArraySlice<UInt8>) {}
    /// Does nothing with a frame that goes out.
    public func sent(_ frame: ArraySlice<UInt8>) {}
    /// Does nothing with a stray text.
    public func stray(_ stray: Stray) {}
}

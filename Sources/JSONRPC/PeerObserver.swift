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

extension PeerObserver {
    /// Does nothing with a frame that came in.
    public func received(_ frame: ArraySlice<UInt8>) {}
    /// Does nothing with a frame that goes out.
    public func sent(_ frame: ArraySlice<UInt8>) {}
    /// Does nothing with a stray text.
    public func stray(_ stray: Stray) {}
}

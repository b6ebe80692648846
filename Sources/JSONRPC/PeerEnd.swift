/// How a session ended.
public enum PeerEnd: Error, Sendable, Hashable {
    /// The other side ended its stream.
    case endOfStream
    /// The task that ran the session was cancelled.
    case cancelled
    /// The streams failed: what the channel said, for a log.
    case channelFailed(String)
    /// The other side broke the rules.
    case violation(Violation)

    /// The rules that a peer can break so that the session can't go on.
    public enum Violation: Sendable, Hashable {
        /// It answered a request that was never sent, or answered one twice.
        case unknownAnswer(RequestID)
        /// It sent a request under the number of one that is in flight.
        case duplicateRequest(RequestID)
        /// It printed more into the stream than the budget allows.
        case strayFlood
        /// It sent a frame over the limit, whose id could not be read.
        case tooLong(byteCount: Int)
        /// It did not read what was sent to it.
        case stalled
    }
}

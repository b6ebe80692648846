/// Two streams of bytes, one each way: a child's pipes, our own standard streams, or memory in a test.
public protocol ByteChannel: Sendable {
    /// The next bytes that came in, at least one; `nil` at the end of the stream.
    ///
    /// Called by one task only, and returns or throws soon after that task is cancelled.
    func read() async throws -> [UInt8]?
    /// Sends bytes, all of them.
    ///
    /// Called by one task only.
    func write(_ bytes: [UInt8]) async throws
    /// Ends the stream that goes out.
    func finish() async
}

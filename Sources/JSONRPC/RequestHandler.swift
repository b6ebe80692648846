public import JSON

/// Carries out what the other side asks for.
public protocol RequestHandler: Sendable {
    /// Carries out a request and returns its result.
    ///
    /// An `RPCFailure` that is thrown is the answer as it stands; any other error is answered as an internal one. Runs
    /// in a task of its own, which is cancelled when the caller cancels the request or the session ends.
    func handle(_ request: IncomingRequest) async throws -> any JSONWritable & Sendable

    /// Takes a notice.
    ///
    /// Called by the reading task, in the order of the stream: it must return at once.
    func receive(_ notice: IncomingNotice)
}

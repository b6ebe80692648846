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

/// A request that came in.
public struct IncomingRequest: Sendable {
    /// Its number.
    public let id: RequestID
    /// The name of the method.
    public let method: String
    /// The parameters as text.
    public let parameters: JSONText
    /// Whether, and with what words, the caller asked to cancel it.
    public let cancellation: RequestCancellation

    /// Creates a request, for tests of a handler.
    public init(
        id: RequestID, method: String, parameters: JSONText, cancellation: RequestCancellation = RequestCancellation()
    ) {
        self.id = id
        self.method = method
        self.parameters = parameters
        self.cancellation = cancellation
    }

    /// The parameters, or the failure that says why they can't be read.
    @inlinable
    public func parameters<Method: RPCMethod>(of method: Method.Type) throws(RPCFailure) -> Method.Parameters {
        do {
            return try parameters.decode(Method.Parameters.self)
        } catch {
            throw .invalidParameters(error)
        }
    }

    /// Answers a request of a known method: reads its parameters, and sees to the type of its result.
    @inlinable
    public func answer<Method: RPCMethod>(
        _ method: Method.Type, _ body: (Method.Parameters) async throws -> Method.Result
    ) async throws -> any JSONWritable & Sendable {
        try await body(parameters(of: method))
    }
}

/// A notice that came in.
public struct IncomingNotice: Sendable {
    /// The name of the notice.
    public let method: String
    /// What it says, as text.
    public let parameters: JSONText

    /// Creates a notice, for tests of a handler.
    public init(method: String, parameters: JSONText) {
        self.method = method
        self.parameters = parameters
    }
}

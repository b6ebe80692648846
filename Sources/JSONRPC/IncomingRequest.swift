public import JSON

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

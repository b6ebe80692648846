public import JSON

/// Why a call brought no result.
public enum CallError: Error, Sendable, Hashable {
    /// The other side answered with a failure.
    case failed(RPCFailure)
    /// No answer came within the deadline of the call.
    case deadline
    /// The caller was cancelled, and no answer came within the grace.
    case cancelled
    /// As many calls are in flight as the other side takes.
    case tooManyInFlight
    /// The session is over, or ended before the answer came.
    case closed
    /// The answer is not a result of the method.
    case unreadable(JSONError)
}

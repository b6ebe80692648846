/// The words in which the service refuses a request before it looks at it.
///
/// <https://learn.microsoft.com/power-apps/developer/data-platform/api-limits>
struct ServiceRefusal {
    private let refusal: Refusal

    init(_ refusal: Refusal) { self.refusal = refusal }

    /// The answer.
    func answer(origin: String) -> HTTPAnswer {
        var answer = DataverseAnswer.failure(error)
        if case .unauthorized(let authority) = refusal {
            let challenge = "Bearer authorization_uri=\(authority), resource_id=\(origin)/"
            answer.headers.append(("WWW-Authenticate", challenge))
            answer.body = []
        }
        return answer
    }

    /// The error.
    var error: DataverseError {
        switch refusal {
        case .unauthorized: DataverseError(401, "0x80040220", "The token is missing, not valid, or has expired.")
        case .tooManyRequests(let limit, let seconds, let retryAfter):
            DataverseError(
                429, "0x80072322",
                "Number of requests exceeded the limit of \(limit) over time window of \(seconds) seconds.",
                retryAfter: retryAfter)
        case .tooManyAtOnce(let limit, let retryAfter):
            DataverseError(
                429, "0x80072326", "Number of concurrent requests exceeded the limit of \(limit).",
                retryAfter: retryAfter)
        case .status(let status, let retryAfter):
            DataverseError(status, "0x80040216", Self.text(status), retryAfter: retryAfter)
        case .bodyTooLarge: DataverseError(413, "0x80048d19", "The request body is too large.")
        }
    }

    private static func text(_ status: Int) -> String {
        switch status {
        case 403: "Principal user is missing privileges."
        case 429: "Number of requests exceeded the limit of 6000 over time window of 300 seconds."
        case 502: "Bad gateway."
        case 503: "The service is unavailable."
        case 504: "The server did not answer in time."
        default: status < 500 ? "The request was refused." : "An unexpected error occurred."
        }
    }
}

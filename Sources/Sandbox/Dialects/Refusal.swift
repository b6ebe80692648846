/// Why the server says no before a dialect sees the request.
package enum Refusal: Sendable, Hashable {
    /// No token, a bad one, or one that is over; `authority` is where tokens are given.
    case unauthorized(authority: String)
    /// Too many requests in the window.
    case tooManyRequests(limit: Int, windowSeconds: Int, retryAfter: Int?)
    /// Too many requests at once.
    case tooManyAtOnce(limit: Int, retryAfter: Int?)
    /// A fault wants this status.
    case status(Int, retryAfter: Int?)
    /// The body is larger than the service takes.
    case bodyTooLarge
}

/// One of the services, as the server sees it: it answers requests, and it says no in its own words.
package protocol Dialect: Sendable {
    /// The system that it speaks for.
    var system: SandboxSystem { get }

    /// Answers a request that is signed in and allowed.
    func answer(_ request: RequestContext) async -> HTTPAnswer

    /// Says no for a reason that lies outside of the data; `path` is the request's.
    func refusal(_ refusal: Refusal, origin: String, path: String) -> HTTPAnswer

    /// The table that a request is about, for faults that are limited to one; `nil` if it is about none, or several.
    func table(of path: String) -> String?
}

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

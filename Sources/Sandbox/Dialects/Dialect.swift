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

    /// What the operations of a batch are about; none if the request is no batch, or one that can't be read.
    func scopes(of request: RequestContext) -> [FaultScope]
}

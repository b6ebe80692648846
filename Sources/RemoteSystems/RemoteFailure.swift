package import Model

/// Why a call to a remote system failed as a whole.
package struct RemoteFailure: Error, Sendable, Hashable {
    /// The problem, with its class: configuration (2xxx) or passing (3xxx).
    package var problem: Problem
    /// When the server asked to come back, from now.
    package var retryAfter: Duration?
    /// Creates a failure.
    package init(_ problem: Problem, retryAfter: Duration? = nil) {
        self.problem = problem
        self.retryAfter = retryAfter
    }
}

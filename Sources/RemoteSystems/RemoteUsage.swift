/// What a remote system was asked so far by this host process.
package struct RemoteUsage: Sendable, Hashable {
    /// HTTP requests sent, sign-in included.
    package var requests: Int
    /// Time spent waiting for the rate limit.
    package var throttled: Duration
    /// Creates a usage.
    package init(requests: Int = 0, throttled: Duration = .zero) {
        self.requests = requests
        self.throttled = throttled
    }
}

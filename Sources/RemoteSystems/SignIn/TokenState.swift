import Model

/// Decides who fetches a token and who waits: one fetch at a time, whatever number of callers need it.
struct TokenState: Sendable {
    /// What a caller does next.
    enum Action: Sendable, Hashable {
        /// Use the token.
        case use(AccessToken)
        /// Fetch a token, and tell `fetched` or `failed`, whatever happens.
        case fetch
        /// Wait until told, and ask again.
        case wait
        /// Give up: the sign-in was refused a moment ago.
        case refuse(RemoteFailure)
    }

    /// How long a refusal is believed before the sign-in is tried again: one wrong secret is one refused request.
    static let memory: Duration = .seconds(60)
    /// How long those who waited are told that the sign-in service can't be had: one of them tried as long as patience lasts.
    static let passingMemory: Duration = .seconds(15)

    private var token: AccessToken?
    private var isFetching = false
    private var refusal: (failure: RemoteFailure, until: Duration)?

    /// A caller needs a token; `rejected` is the one that the system answered 401 to.
    mutating func need(rejecting rejected: AccessToken?, at now: Duration) -> Action {
        if let rejected, token == rejected { token = nil }
        if let token, now < token.renewAt { return .use(token) }
        if isFetching { return .wait }
        if let refusal, now < refusal.until { return .refuse(refusal.failure) }
        isFetching = true
        return .fetch
    }

    /// The fetch brought a token.
    mutating func fetched(_ token: AccessToken) {
        self.token = token
        isFetching = false
        refusal = nil
    }

    /// The fetch failed; that is remembered for a while, unless whoever fetched was cancelled (`nil`).
    mutating func failed(_ failure: RemoteFailure?, at now: Duration) {
        isFetching = false
        guard let failure else { return }
        let isRefusal = failure.problem.code.problemClass == .configuration
        refusal = (failure, now + (isRefusal ? Self.memory : Self.passingMemory))
    }
}

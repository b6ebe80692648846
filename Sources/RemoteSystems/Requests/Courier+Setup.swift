import Model

extension Courier {
    /// Sets out with everything that requests to one system share.
    init(
        side: Side, root: String, signIn: SignIn, limits: RateBudget.Limits, patience: Patience,
        transport: any Transport, timing: Timing
    ) throws {
        guard let root = ServiceRoot(root) else {
            throw RemoteFailure(Problem(.invalidConfiguration, ["url"], side: side))
        }
        let meter = Meter()
        self.init(
            side: side, root: root, transport: transport,
            tokens: try TokenKeeper(
                signIn, side: side, transport: transport, timing: timing, meter: meter, patience: patience),
            budget: BudgetKeeper(
                limits, side: side, patience: patience.throttled, timing: timing, meter: meter),
            timing: timing, meter: meter,
            retries: RetryRule(patience: patience))
    }
}

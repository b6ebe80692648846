extension Dataverse {
    /// Where an environment of Dataverse is, and how to sign in.
    package struct Configuration: Sendable {
        /// The address of the environment: `https://contoso.crm4.dynamics.com`.
        package var root: String
        /// How to sign in.
        package var signIn: SignIn
        /// How long to go on with what passes.
        package var patience: Patience
        /// Requests in five minutes, per user.
        package var requests: Int
        /// Requests at once.
        package var concurrent: Int

        /// Creates a configuration, within the limits that Microsoft gives every user: 6,000 requests, 52 at once.
        ///
        /// <https://learn.microsoft.com/power-apps/developer/data-platform/api-limits>
        package init(
            root: String, signIn: SignIn, patience: Patience = Patience(), requests: Int = 6_000, concurrent: Int = 16
        ) {
            self.root = root
            self.signIn = signIn
            self.patience = patience
            self.requests = requests
            self.concurrent = concurrent
        }
    }
}

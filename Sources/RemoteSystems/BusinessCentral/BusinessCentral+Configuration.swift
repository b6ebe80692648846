extension BusinessCentral {
    /// Where a company of Business Central is, and how to sign in.
    package struct Configuration: Sendable {
        /// The address of the environment, above `api/v2.0`: `https://api.businesscentral.dynamics.com/v2.0/{tenant}/{environment}`.
        package var root: String
        /// The company: its id, or its name.
        package var company: String
        /// How to sign in.
        package var signIn: SignIn
        /// How long to go on with what passes.
        package var patience: Patience
        /// Requests in five minutes, per user.
        package var requests: Int
        /// Requests at once, per user.
        package var concurrent: Int

        /// Creates a configuration, with the limits that Microsoft gives every user.
        ///
        /// <https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/operational-limits-online>
        package init(
            root: String, company: String, signIn: SignIn, patience: Patience = Patience(), requests: Int = 6_000,
            concurrent: Int = 5
        ) {
            self.root = root
            self.company = company
            self.signIn = signIn
            self.patience = patience
            self.requests = requests
            self.concurrent = concurrent
        }
    }
}

/// How a client signs in: OAuth 2.0 client credentials.
///
/// <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow>
package struct SignIn: Sendable {
    /// The token endpoint; HTTPS, save on this machine.
    package var tokenURL: String
    /// The application's id.
    package var clientID: String
    /// What is asked for: `https://api.businesscentral.dynamics.com/.default`.
    package var scope: String
    /// Fetches the secret, each time that it is needed: it is kept in no value of ours.
    package var secret: @Sendable () async throws -> String
    /// Is told each token, so that whoever writes to people can keep it out.
    package var learned: @Sendable (String) -> Void

    /// Creates a way to sign in.
    package init(
        tokenURL: String, clientID: String, scope: String, secret: @escaping @Sendable () async throws -> String,
        learned: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.tokenURL = tokenURL
        self.clientID = clientID
        self.scope = scope
        self.secret = secret
        self.learned = learned
    }
}

/// A token that opens a system until it expires.
struct AccessToken: Sendable, Hashable {
    /// The text that goes into the header.
    var text: String
    /// When it must be renewed, on the monotonic clock.
    var renewAt: Duration
}

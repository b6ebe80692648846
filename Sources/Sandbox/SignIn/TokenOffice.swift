import Crypto
import Foundation
import JSON
import Synchronization

/// Gives out access tokens and checks them.
///
/// A token is a JSON web token with a keyed hash: it needs no table, so it outlives a restart on the same data.
package final class TokenOffice: Sendable {
    /// What a token says.
    struct Claims: Sendable, Hashable {
        var client: String
        var system: SandboxSystem
        var issued: Moment
        var expires: Moment
    }

    private let organization: Organization
    private let clock: SandboxClock
    private let key: SymmetricKey
    private let state = Mutex(State())

    private struct State: Sendable {
        var known: [String: Claims] = [:]
        var serial = 0
        /// Tokens with a smaller serial are over.
        var firstValid = 0
        var serials: [String: Int] = [:]
    }

    /// How long a token is good, in seconds.
    package static let lifetime: Int64 = 3599

    /// Creates an office for an organisation's applications.
    package init(organization: Organization, clock: SandboxClock) {
        self.organization = organization
        self.clock = clock
        let secret = organization.applications.map(\.secret).joined(separator: "\n")
        key = SymmetricKey(data: SHA256.hash(data: Data((organization.tenant + secret).utf8)))
    }

    /// Gives an application a token for a system.
    @inline(never)
    func issue(client: String, system: SandboxSystem, audience: String) -> String {
        let now = clock.now
        let serial = state.withLock { state in
            state.serial += 1
            return state.serial
        }
        let seconds = now.milliseconds / 1000
        let header = JSON.encode(["alg": "HS256", "typ": "JWT"] as JSONValue)
        let body = JSON.encode(
            [
                "aud": .string(audience), "iss": .string("https://sts.windows.net/\(organization.tenant)/"),
                "iat": .number("\(seconds)"), "nbf": .number("\(seconds)"),
                "exp": .number("\(seconds + Self.lifetime)"),
                "appid": .string(client), "tid": .string(organization.tenant), "sys": .string(system.rawValue),
                "ver": "1.0", "uti": .number("\(serial)"),
            ] as JSONValue)
        let text = Base64URL.encode(header) + "." + Base64URL.encode(body)
        let token =
            text + "." + Base64URL.encode(Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)))
        state.withLock { $0.serials[token] = serial }
        return token
    }

    /// Who a token stands for; `nil` when it is not ours, is over, or is for another system.
    func actor(token: String, system: SandboxSystem) -> Actor? {
        guard let claims = claims(token), claims.system == system, claims.expires > clock.now,
            let application = organization.applications.first(where: { $0.client == claims.client })
        else { return nil }
        return Actor(application)
    }

    /// Who a name and an access key stand for, as Business Central's own web services know them on premises.
    func actor(name: String, key: String) -> Actor? {
        let name = name.lowercased()
        let application = organization.applications.first { $0.name == name || $0.client == name }
        guard let application, application.secret == key else { return nil }
        return Actor(application)
    }

    /// Ends all tokens that were given so far.
    @inline(never)
    package func expireAll() {
        state.withLock { state in
            state.known = [:]
            state.firstValid = state.serial + 1
        }
    }

    @inline(never)
    private func claims(_ token: String) -> Claims? {
        if let known = state.withLock({ $0.known[token] }) { return known }
        let parts = token.split(separator: ".")
        guard parts.count == 3, let code = Base64URL.decode(String(parts[2])),
            HMAC<SHA256>.isValidAuthenticationCode(
                Data(code), authenticating: Data((parts[0] + "." + parts[1]).utf8), using: key),
            let body = Base64URL.decode(String(parts[1])), let claims = try? JSON.decode(JSONValue.self, from: body),
            let client = claims["appid"]?.string, let system = claims["sys"]?.string.flatMap(SandboxSystem.init),
            let issued = claims["iat"]?.integer, let expires = claims["exp"]?.integer
        else { return nil }
        return state.withLock { state in
            // A token of an earlier run of the sandbox has no serial here, and counts as older than all.
            guard state.serials[token] ?? 0 >= state.firstValid else { return nil }
            let known = Claims(
                client: client, system: system, issued: Moment(milliseconds: issued * 1000),
                expires: Moment(milliseconds: expires * 1000))
            state.known[token] = known
            return known
        }
    }
}

extension Actor {
    /// The user that an application acts as.
    fileprivate init(_ application: Organization.Application) {
        self.init(client: application.name, user: application.user, name: application.userName)
    }
}

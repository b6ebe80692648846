import Foundation
import JSON

/// The token service: `/{tenant}/oauth2/v2.0/token`, the older path, and the documents that say where it is.
package struct SignInPages: Sendable {
    private let organization: Organization
    private let office: TokenOffice
    private let clock: SandboxClock
    /// The hosts and ports at which each system's addresses begin: what a scope may name.
    private let audiences: @Sendable () -> [String: SandboxSystem]

    /// Creates the service.
    package init(
        organization: Organization, office: TokenOffice, clock: SandboxClock,
        audiences: @escaping @Sendable () -> [String: SandboxSystem]
    ) {
        self.organization = organization
        self.office = office
        self.clock = clock
        self.audiences = audiences
    }

    /// Answers a request; nobody needs to be signed in.
    package func answer(_ request: RequestContext) -> HTTPAnswer {
        let segments = request.segments
        let tail = segments.dropFirst().joined(separator: "/")
        switch (request.method, tail) {
        case ("POST", "oauth2/v2.0/token"), ("POST", "oauth2/token"): return token(request, tenant: segments[0])
        case ("GET", "v2.0/.well-known/openid-configuration"):
            return document(request, tenant: segments[0], version: "v2.0/")
        case ("GET", ".well-known/openid-configuration"): return document(request, tenant: segments[0], version: "")
        case ("GET", "discovery/instance"): return instances(request)
        case ("GET", "discovery/v2.0/keys"), ("GET", "discovery/keys"): return json(200, ["keys": []])
        case (_, "oauth2/v2.0/token"), (_, "oauth2/token"): return HTTPAnswer(405, headers: [("Allow", "POST")])
        default: return HTTPAnswer(404)
        }
    }

    private func token(_ request: RequestContext, tenant: String) -> HTTPAnswer {
        guard isKnown(tenant) else {
            return refuse(
                400, "invalid_request", 90002,
                "Tenant '\(tenant)' not found. Check to make sure you have the correct tenant ID.")
        }
        let form = PathText.parameters(String(decoding: request.body, as: UTF8.self))
        func field(_ name: String) -> String? { form.first { $0.name == name }?.value }
        guard let grant = field("grant_type") else {
            return refuse(
                400, "invalid_request", 900_144, "The request body must contain the following parameter: 'grant_type'.")
        }
        guard grant == "client_credentials" else {
            return refuse(
                400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type '\(grant)'.")
        }
        let basic = Self.basic(request.header("Authorization")).map { name, secret in
            (client: PathText.decode(name.utf8), secret: PathText.decode(secret.utf8))
        }
        guard let client = basic?.client ?? field("client_id"), !client.isEmpty else {
            return refuse(
                400, "invalid_request", 900_144, "The request body must contain the following parameter: 'client_id'.")
        }
        guard let application = organization.applications.first(where: { $0.client == client.lowercased() }) else {
            return refuse(
                400, "unauthorized_client", 700_016,
                "Application with identifier '\(client)' was not found in the directory '\(organization.domain)'.")
        }
        guard let secret = basic?.secret ?? field("client_secret") else {
            return refuse(
                401, "invalid_client", 7_000_218,
                "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.")
        }
        guard secret == application.secret else {
            return refuse(
                401, "invalid_client", 7_000_215,
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '\(client)'."
            )
        }
        return grantToken(application, scope: field("scope"), resource: field("resource"))
    }

    private func grantToken(_ application: Organization.Application, scope: String?, resource: String?) -> HTTPAnswer {
        guard let wanted = scope ?? resource else {
            return refuse(
                400, "invalid_request", 900_144, "The request body must contain the following parameter: 'scope'.")
        }
        let audience = wanted.hasSuffix("/.default") ? String(wanted.dropLast(9)) : wanted
        if scope != nil, audience == wanted {
            return refuse(
                400, "invalid_scope", 1_002_012,
                "The provided value for scope \(wanted) is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI)."
            )
        }
        guard let system = system(of: audience) else {
            return refuse(
                400, "invalid_resource", 500_011,
                "The resource principal named \(audience) was not found in the tenant named \(organization.domain).")
        }
        let token = office.issue(client: application.client, system: system, audience: audience)
        if scope != nil {
            return json(
                200,
                [
                    "token_type": "Bearer", "expires_in": .number("\(TokenOffice.lifetime)"),
                    "ext_expires_in": .number("\(TokenOffice.lifetime)"), "access_token": .string(token),
                ])
        }
        let now = clock.now.milliseconds / 1000
        return json(
            200,
            [
                "token_type": "Bearer", "expires_in": .string("\(TokenOffice.lifetime)"),
                "ext_expires_in": .string("\(TokenOffice.lifetime)"),
                "expires_on": .string("\(now + TokenOffice.lifetime)"), "not_before": .string("\(now)"),
                "resource": .string(audience), "access_token": .string(token),
            ])
    }

    private func system(of audience: String) -> SandboxSystem? {
        let host = audience.drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != "/" }.lowercased()
        if host == "api.businesscentral.dynamics.com" { return .businessCentral }
        if host.hasSuffix(".dynamics.com"), host.contains(".crm") { return .dataverse }
        return audiences()[host]
    }

    private func isKnown(_ tenant: String) -> Bool {
        [organization.tenant, organization.domain].contains(tenant.lowercased())
    }

    private func document(_ request: RequestContext, tenant: String, version: String) -> HTTPAnswer {
        guard isKnown(tenant) || ["common", "organizations"].contains(tenant) else {
            return refuse(400, "invalid_tenant", 90002, "Tenant '\(tenant)' not found.")
        }
        let base = "\(request.origin)/\(tenant)"
        let endpoints = version.isEmpty ? "oauth2" : "oauth2/v2.0"
        return json(
            200,
            [
                "token_endpoint": .string("\(base)/\(endpoints)/token"),
                "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
                "jwks_uri": .string("\(base)/discovery/\(version)keys"),
                "response_modes_supported": ["query", "fragment", "form_post"],
                "subject_types_supported": ["pairwise"], "id_token_signing_alg_values_supported": ["RS256"],
                "response_types_supported": ["code", "id_token", "code id_token", "token id_token", "token"],
                "scopes_supported": ["openid"],
                "issuer": .string("\(request.origin)/\(organization.tenant)/\(version)"),
                "authorization_endpoint": .string("\(base)/\(endpoints)/authorize"),
                "device_authorization_endpoint": .string("\(base)/\(endpoints)/devicecode"),
                "claims_supported": ["sub", "iss", "aud", "exp", "iat", "tid", "ver"],
            ])
    }

    private func instances(_ request: RequestContext) -> HTTPAnswer {
        json(
            200,
            [
                "tenant_discovery_endpoint": .string(
                    "\(request.origin)/\(organization.tenant)/v2.0/.well-known/openid-configuration"),
                "api-version": "1.1", "metadata": [],
            ])
    }

    private func refuse(_ status: Int, _ error: String, _ code: Int, _ text: String) -> HTTPAnswer {
        let trace = UUID().uuidString.lowercased()
        let correlation = UUID().uuidString.lowercased()
        let stamp = clock.now.secondsText.replacing("T", with: " ")
        return json(
            status,
            [
                "error": .string(error),
                "error_description": .string(
                    "AADSTS\(code): \(text) Trace ID: \(trace) Correlation ID: \(correlation) Timestamp: \(stamp)"),
                "error_codes": [.number("\(code)")], "timestamp": .string(stamp), "trace_id": .string(trace),
                "correlation_id": .string(correlation),
            ])
    }

    private func json(_ status: Int, _ value: JSONValue) -> HTTPAnswer {
        HTTPAnswer(
            status,
            headers: [("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store, no-cache")],
            body: JSON.encode(value))
    }

    /// The name and the secret of a Basic header.
    static func basic(_ header: String?) -> (name: String, secret: String)? {
        guard let header, header.lowercased().hasPrefix("basic "),
            let bytes = Data(base64Encoded: String(header.dropFirst(6)).trimmed)
        else { return nil }
        let parts = bytes.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        return (String(decoding: parts[0], as: UTF8.self), String(decoding: parts[1], as: UTF8.self))
    }
}

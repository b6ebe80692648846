import Foundation
import JSON
import Testing

@testable import Sandbox

@Suite("Signing in")
struct SignInTests {
    private static let tenant = Organization().tenant
    private static let couplet = Organization().applications[0]
    private static let scope = "https://api.businesscentral.dynamics.com/.default"

    private static func form(_ fields: [String: String]) -> [UInt8] {
        Array(fields.map { "\($0.key)=\(PathText.encode($0.value))" }.joined(separator: "&").utf8)
    }

    private static func usual(_ changes: [String: String?] = [:]) -> [String: String] {
        var fields: [String: String] = [
            "grant_type": "client_credentials", "client_id": couplet.client, "client_secret": couplet.secret,
            "scope": scope,
        ]
        for (name, value) in changes { fields[name] = value }
        return fields
    }

    @Test("an application with its secret gets a token that opens the system it is for, and no other")
    func token() async throws {
        let bench = try await Bench()
        let reply = await bench.send("POST", "/\(Self.tenant)/oauth2/v2.0/token", Self.form(Self.usual()), to: .signIn)
        #expect(reply.status == 200)
        #expect(reply.json["token_type"] == "Bearer")
        #expect(reply.json["expires_in"] == 3599)
        let token = try #require(reply.json["access_token"]?.string)
        #expect(await bench.erp("GET", "customers", token: token).status == 200)
        #expect(bench.core.reception.office.actor(token: token, system: .dataverse) == nil)
    }

    @Test("the older address takes a resource, and the secret may come as a Basic header")
    func olderForms() async throws {
        let bench = try await Bench()
        let basic = Data("\(Self.couplet.client):\(Self.couplet.secret)".utf8).base64EncodedString()
        let reply = await bench.send(
            "POST", "/\(Organization().domain)/oauth2/token",
            Self.form(["grant_type": "client_credentials", "resource": "https://api.businesscentral.dynamics.com"]),
            to: .signIn, headers: [("Authorization", "Basic \(basic)")])
        #expect(reply.json["access_token"]?.string != nil)
        #expect(reply.json["expires_in"] == "3599")
    }

    @Test(
        "who may not sign in is told why",
        arguments: [
            (["client_secret": "wrong"], 401, "invalid_client", 7_000_215),
            (["client_secret": nil], 401, "invalid_client", 7_000_218),
            (["client_id": "11111111-1111-1111-1111-111111111111"], 400, "unauthorized_client", 700_016),
            (["grant_type": "password"], 400, "unsupported_grant_type", 70003),
            (["grant_type": nil], 400, "invalid_request", 900_144),
            (["scope": nil], 400, "invalid_request", 900_144),
            (["scope": "https://elsewhere.example/.default"], 400, "invalid_resource", 500_011),
            (["scope": "https://api.businesscentral.dynamics.com/user"], 400, "invalid_scope", 1_002_012),
        ] as [([String: String?], Int, String, Int64)])
    func refused(_ changes: [String: String?], _ status: Int, _ error: String, _ code: Int64) async throws {
        let reply = try await Bench().send(
            "POST", "/\(Self.tenant)/oauth2/v2.0/token", Self.form(Self.usual(changes)), to: .signIn)
        #expect(reply.status == status)
        #expect(reply.json["error"] == .string(error))
        #expect(reply.json["error_codes"]?.array?.first?.integer == code)
        #expect(reply.json["error_description"]?.string?.hasPrefix("AADSTS\(code): ") == true)
    }

    @Test("the documents say where tokens are given")
    func documents() async throws {
        let bench = try await Bench()
        let reply = await bench.send("GET", "/\(Self.tenant)/v2.0/.well-known/openid-configuration", to: .signIn)
        #expect(reply.json["token_endpoint"] == .string("\(Bench.origin)/\(Self.tenant)/oauth2/v2.0/token"))
        #expect(reply.json["issuer"] != nil)
        #expect(reply.json["authorization_endpoint"] != nil)
    }

    @Test("no token, a wrong one, one that is over, and one that was ended are refused with the way to a new one")
    func unauthorized() async throws {
        let bench = try await Bench()
        for token in ["", "nonsense", "a.b.c"] {
            let reply = await bench.erp("GET", "customers", token: token)
            #expect(reply.status == 401)
            #expect(reply.code == "Authentication_InvalidCredentials")
            #expect(reply.answer.header("WWW-Authenticate")?.hasPrefix("Bearer authorization_uri=") == true)
        }
        #expect(await bench.erp("GET", "customers").status == 200)
        bench.core.clock.advance(by: .seconds(3600))
        #expect(await bench.erp("GET", "customers").status == 401)
        let fresh = try Bench.token(bench.core, client: "couplet", scope: Self.scope)
        #expect(await bench.erp("GET", "customers", token: fresh).status == 200)
        bench.core.faults.set(Fault(.expireTokens, times: 1))
        #expect(await bench.erp("GET", "customers", token: fresh).status == 401)
        let newer = try Bench.token(bench.core, client: "couplet", scope: Self.scope)
        #expect(await bench.erp("GET", "customers", token: newer).status == 200)
    }
}

import AsyncHTTPClient
import Foundation
import JSON
import NIOCore
import NIOHTTP1
import NIOSSL
import Testing

@testable import Sandbox

@Suite("The server")
struct ServerTests {
    private static func token(
        _ running: RunningSandbox, _ client: HTTPClient, within patience: TimeAmount = .seconds(20)
    ) async throws -> String {
        var request = HTTPClientRequest(url: running.tokenURL)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        let application = running.core.organization.applications[0]
        request.body = .bytes(
            Array(
                "grant_type=client_credentials&client_id=\(application.client)&client_secret=\(application.secret)&scope=\(running[.erp])/.default"
                    .utf8))
        let answer = try await client.execute(request, timeout: patience)
        let body = try await answer.body.collect(upTo: 100_000)
        return try JSON.decode(JSONValue.self, from: Array(buffer: body))["access_token"]?.string ?? ""
    }

    private static func companies(_ running: RunningSandbox, _ client: HTTPClient) async throws -> JSONValue {
        var request = HTTPClientRequest(url: running[.erp] + "/api/v2.0/companies")
        request.headers.add(name: "Authorization", value: "Bearer \(try await token(running, client))")
        let answer = try await client.execute(request, timeout: .seconds(20))
        return try JSON.decode(JSONValue.self, from: Array(buffer: try await answer.body.collect(upTo: 100_000)))
    }

    @Test("it serves while it runs, says where it is, and ends with what it was run for")
    func plain() async throws {
        var options = SandboxOptions()
        options.isFilled = false
        let origin = try await SandboxServer(options).run { running in
            #expect(try await Self.companies(running, .shared)["value"] == [])
            let ready = try JSON.decode(JSONValue.self, from: Array(running.readyText.dropLast()))
            #expect(ready["erp"]?["url"] == .string(running[.erp]))
            #expect(ready["control"]?.string?.hasSuffix("/sandbox") == true)
            #expect(ready["ca"] == .null)
            return running[.erp]
        }
        await #expect(throws: (any Error).self) {
            try await HTTPClient.shared.execute(HTTPClientRequest(url: origin), timeout: .milliseconds(500))
        }
    }

    @Test("it speaks TLS with a certificate that its own authority signed, and no other trusts")
    func secure() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sandbox-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var options = SandboxOptions()
        options.isFilled = false
        options.certificates = folder
        try await SandboxServer(options).run { running in
            let authority = try #require(running.authority)
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.trustRoots = .file(authority.path)
            let client = HTTPClient(configuration: .init(tlsConfiguration: configuration))
            let companies = try await Self.companies(running, client)
            try await client.shutdown()
            #expect(companies["value"] == [])
            #expect(running[.control].hasPrefix("http://"))
            await #expect(throws: (any Error).self) {
                try await Self.token(running, .shared, within: .milliseconds(500))
            }
        }
    }

    @Test("a lost reply closes the connection")
    func dropped() async throws {
        var options = SandboxOptions()
        options.isFilled = false
        options.faults = [Fault(.dropReply(share: 1), method: "POST")]
        try await SandboxServer(options).run { running in
            var request = HTTPClientRequest(
                url: running[.erp] + "/api/v2.0/companies(\(running.core.organization.company))/customers")
            request.method = .POST
            request.headers.add(name: "Authorization", value: "Bearer \(try await Self.token(running, .shared))")
            request.body = .bytes(Array("{}".utf8))
            let sent = request
            await #expect(throws: (any Error).self) { try await HTTPClient.shared.execute(sent, timeout: .seconds(20)) }
        }
    }

    @Test("the answer to HEAD has no body, and the next answer on the connection begins where it should")
    func head() async throws {
        var options = SandboxOptions()
        options.isFilled = false
        try await SandboxServer(options).run { running in
            for method in [HTTPMethod.HEAD, .GET, .HEAD, .GET] {
                var request = HTTPClientRequest(url: running[.control] + "/sandbox/stats")
                request.method = method
                let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
                let body = try await answer.body.collect(upTo: 100_000)
                #expect((body.readableBytes == 0) == (method == .HEAD))
            }
        }
    }
}

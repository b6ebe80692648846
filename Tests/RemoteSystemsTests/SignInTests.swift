import Model
import TestSupport
import Testing

@testable import RemoteSystems

@Suite("Signing in")
struct SignInTests {
    @Test("forty callers at once cause one sign-in")
    func storm() async throws {
        let server = ScriptedServer(signIn: { _, _ in
            try await Task.sleep(for: .milliseconds(5))
            return .json(200, "{\"access_token\":\"a\",\"expires_in\":3599}")
        }) { _, _ in .json(200, "{\"value\":[]}") }
        let erp = try server.erp()
        try await server.run {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        _ = try await erp.page(of: .customers, reading: [], from: .listing, size: 10)
                    }
                }
                try await group.waitForAll()
            }
        }
        #expect(server.signIns.count == 1)
        #expect(server.requests.count == 40)
    }

    @Test("a token that expires in mid-run is renewed once for all, and every request is answered")
    func expiry() async throws {
        let server = ScriptedServer { request, _ in
            let token = request.headers.last { $0.name == "Authorization" }?.value
            return token == "Bearer token-2" ? .json(200, "{\"value\":[]}") : .error(401, "expired")
        }
        let erp = try server.erp()
        try await server.run {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        _ = try await erp.page(of: .customers, reading: [], from: .listing, size: 10)
                    }
                }
                try await group.waitForAll()
            }
        }
        #expect(server.signIns.count == 2)
    }

    @Test("a token is renewed before it expires")
    func renewal() async throws {
        let server = ScriptedServer { _, _ in .json(200, "{\"value\":[]}") }
        let erp = try server.erp()
        let clock = server.clock
        try await server.run {
            _ = try await erp.page(of: .customers, reading: [], from: .listing, size: 10)
            try await clock.sleep(until: clock.now.advanced(by: .seconds(3_500)), tolerance: nil)
            _ = try await erp.page(of: .customers, reading: [], from: .listing, size: 10)
        }
        #expect(server.notes.map(\.token) == ["Bearer token-1", "Bearer token-2"])
    }

    @Test("a wrong secret is sent once, and everybody is told 2001")
    func wrongSecret() async throws {
        let server = ScriptedServer(signIn: { _, _ in
            .json(401, "{\"error\":\"invalid_client\",\"error_description\":\"\(ScriptedServer.secret)\"}")
        }) { _, _ in .json(200, "{}") }
        let erp = try server.erp()
        let failures = try await server.failures(of: 10, asking: erp)
        #expect(server.signIns.count == 1)
        #expect(failures.allSatisfy { $0?.problem.code == .signIn && $0?.problem.remote?.code == "invalid_client" })
        #expect(!"\(failures)".contains(ScriptedServer.secret))
    }

    @Test("a system that refuses a fresh token is a refused sign-in")
    func refusedTwice() async throws {
        let server = ScriptedServer { _, _ in .error(401, "Authentication_InvalidCredentials") }
        let erp = try server.erp()
        await #expect(throws: RemoteFailure.self) {
            try await server.run { _ = try await erp.page(of: .customers, reading: [], from: .listing, size: 1) }
        }
        #expect(server.signIns.count == 2)
        #expect(server.requests.count == 2)
    }

    @Test("a sign-in service that is down for a minute is waited for")
    func down() async throws {
        let server = ScriptedServer(signIn: { _, count in
            count < 5 ? .json(503, "") : .json(200, "{\"access_token\":\"a\",\"expires_in\":\"3599\"}")
        }) { _, _ in .json(200, "{\"value\":[]}") }
        let erp = try server.erp()
        let page = try await server.run {
            try await erp.page(of: .customers, reading: [], from: .listing, size: 1)
        }
        #expect(page.records.isEmpty)
    }

    @Test("a caller who is cancelled while it fetches takes nobody along")
    func cancelledInFetch() async throws {
        let server = ScriptedServer(signIn: { _, count in
            if count == 1 { try await Task.sleep(for: .seconds(3_600)) }
            return .json(200, "{\"access_token\":\"a\",\"expires_in\":3599}")
        }) { _, _ in .json(200, "{\"value\":[]}") }
        let erp = try server.erp()
        try await server.run {
            let first = Task { try await erp.page(of: .customers, reading: [], from: .listing, size: 1) }
            while server.signIns.isEmpty { await Task.yield() }
            let second = Task { try await erp.page(of: .customers, reading: [], from: .listing, size: 1) }
            for _ in 0..<20 { await Task.yield() }
            first.cancel()
            _ = await first.result
            _ = try await second.value
        }
        #expect(server.signIns.count == 2)
    }

    @Test("the caller who fetches may be cancelled: the next one fetches")
    func cancelledFetcher() {
        var state = TokenState()
        #expect(state.need(rejecting: nil, at: .zero) == .fetch)
        #expect(state.need(rejecting: nil, at: .zero) == .wait)
        state.failed(nil, at: .zero)
        #expect(state.need(rejecting: nil, at: .zero) == .fetch)
    }

    @Test(
        "no address but HTTPS, or this machine, is signed in at", arguments: ["http://login.example/token", "ftp://x"])
    func plainHTTP(url: String) {
        let server = ScriptedServer { _, _ in .json(200, "{}") }
        var credentials = server.credentials
        credentials.tokenURL = url
        #expect(throws: RemoteFailure.self) {
            try Dataverse(
                configuration: .init(root: ScriptedServer.origin, signIn: credentials), transport: server,
                timing: server.timing)
        }
    }
}

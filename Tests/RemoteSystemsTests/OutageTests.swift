import Model
import TestSupport
import Testing

@testable import RemoteSystems

@Suite("A system that does not answer")
struct OutageTests {
    private static func away(_ reason: TransportFailure.Reason) -> ScriptedServer {
        ScriptedServer { _, _ in throw TransportFailure(reason, isUnsent: true) }
    }

    private func ask(_ erp: BusinessCentral) async -> Problem? {
        do {
            _ = try await erp.page(of: .customers, reading: [], from: .listing, size: 10)
            return nil
        } catch {
            return (error as? RemoteFailure)?.problem
        }
    }

    @Test("one that was never reached is given up soon: its address may be wrong")
    func firstContact() async throws {
        let server = Self.away(.unreachable)
        let erp = try server.erp()
        #expect(try await server.run { await ask(erp) }?.code == .connection)
        #expect(server.clock.elapsed <= .seconds(15))
    }

    @Test("one that was reached before is waited for as long as patience lasts, once for everybody")
    func later() async throws {
        let server = ScriptedServer { _, count in
            guard count > 1 else { return .json(200, "{\"value\":[]}") }
            throw TransportFailure(.unreachable, isUnsent: true)
        }
        let erp = try server.erp()
        try await server.run {
            #expect(await ask(erp) == nil)
            #expect(await ask(erp)?.code == .connection)
        }
        let waited = server.clock.elapsed
        #expect(waited > .seconds(45) && waited <= .seconds(90))
        let asked = server.requests.count
        try await server.run { for _ in 0..<9 { #expect(await ask(erp)?.code == .connection) } }
        #expect(server.clock.elapsed == waited && server.requests.count == asked, "asked again, or waited again")
    }

    @Test("an answer ends the outage")
    func over() {
        var outage = Outage()
        #expect(outage.met(by: .seconds(1), at: .seconds(5)) == .seconds(4))
        #expect(outage.met(by: .seconds(4), at: .seconds(9)) == .seconds(8))
        outage.gaveUp(RemoteFailure(Problem(.connection)), at: .seconds(9))
        #expect(outage.refusal(at: .seconds(23)) != nil)
        #expect(outage.refusal(at: .seconds(24)) == nil)
        outage.ended()
        #expect(outage.refusal(at: .seconds(10)) == nil && outage.wasReached)
        #expect(outage.met(by: .seconds(30), at: .seconds(131)) == .zero, "it had waited for its turn")
        #expect(outage.met(by: .seconds(30), at: .seconds(133)) == .seconds(2))
    }

    @Test("an answer that is too large is not asked for again")
    func tooLarge() async throws {
        let server = Self.away(.tooLarge)
        let erp = try server.erp()
        #expect(try await server.run { await ask(erp) }?.arguments == ["tooLarge"])
        #expect(server.requests.count == 1)
    }

    @Test("a sign-in service that can't be reached is named, and tried once for all who wait")
    func signIn() async throws {
        let server = ScriptedServer(signIn: { _, _ in throw TransportFailure(.unreachable, isUnsent: true) }) { _, _ in
            .json(200, "{\"value\":[]}")
        }
        let erp = try server.erp()
        try await server.run {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        #expect(await ask(erp) == Problem(.connection, ["unreachable", "signIn"], side: .erp))
                    }
                }
            }
        }
        #expect(server.clock.elapsed <= .seconds(15))
    }
}

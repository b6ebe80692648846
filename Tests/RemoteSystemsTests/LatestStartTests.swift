import Foundation
import Model
import Testing

@testable import RemoteSystems

@Suite("The latest start of a write")
struct LatestStartTests {
    private static let create = RemoteWrite(.create(key: nil), fields: ["displayName": "New"], returning: [])
    private static let late = WriteResult.notSent(Problem(.deadline, side: .erp))

    private func after(_ seconds: Double) -> Date { Date(timeIntervalSince1970: 1_750_000_000 + seconds) }

    @Test("a create that the server turns away for longer than it has time is not sent again")
    func throttled() async throws {
        let server = ScriptedServer { _, count in
            count == 1 ? .error(429, "", ["Retry-After": "301"]) : .json(201, "{\"id\":\"\(guid(1))\"}")
        }
        let erp = try server.erp()
        let results = try await server.run {
            try await erp.write([Self.create], to: .customers, notAfter: after(300))
        }
        #expect(results == [Self.late])
        #expect(server.requests.count == 1)
    }

    @Test("one that has time enough is sent again after the pause")
    func patient() async throws {
        let server = ScriptedServer { _, count in
            count == 1 ? .error(429, "", ["Retry-After": "200"]) : .json(201, "{\"id\":\"\(guid(1))\"}")
        }
        let erp = try server.erp()
        let results = try await server.run {
            try await erp.write([Self.create], to: .customers, notAfter: after(300))
        }
        guard case .done = results[0] else {
            Issue.record("\(results[0])")
            return
        }
        #expect(server.requests.count == 2)
    }

    @Test("a create that can't connect is tried while there is time, and not after")
    func unreachable() async throws {
        let server = ScriptedServer { _, _ in throw TransportFailure(.unreachable, isUnsent: true) }
        let erp = try server.erp()
        let results = try await server.run {
            try await erp.write([Self.create], to: .customers, notAfter: after(5))
        }
        #expect(results == [Self.late])
        #expect(server.notes.allSatisfy { $0.at <= .seconds(5) })
    }

    @Test("creates that wait for the rate budget behind others are not sent when their time is over")
    func budget() async throws {
        let server = ScriptedServer { _, _ in .json(201, "{\"id\":\"\(guid(1))\"}") }
        let erp = try BusinessCentral(
            configuration: .init(
                root: "\(ScriptedServer.origin)/v2.0/prod", company: Company.id, signIn: server.credentials,
                requests: 3),
            transport: server, timing: server.timing)
        let results = try await server.run {
            try await erp.write(Array(repeating: Self.create, count: 5), to: .customers, notAfter: after(299))
        }
        #expect(results.count { $0 == Self.late } == 2)
        #expect(server.requests.count == 3)
        // The budget is not held by what was not sent.
        _ = try await server.run {
            try await erp.write([Self.create], to: .customers, notAfter: after(10_000))
        }
        #expect(server.requests.count == 4)
    }

    @Test("an option of a choice column keeps to it as well")
    func option() async throws {
        let server = ScriptedServer { request, _ in
            request.method == .get
                ? .json(200, "{\"LogicalName\":\"paymenttermscode\",\"OptionSet\":{\"Options\":[]}}")
                : .error(429, "", ["Retry-After": "60"])
        }
        let crm = try server.crm()
        let results = try await server.run {
            try await crm.write(
                [RemoteWrite(.create(key: RecordID(guid(9))), fields: ["label": "14 DAYS"], returning: [])],
                to: .paymentTerms, notAfter: after(30))
        }
        #expect(results == [.notSent(Problem(.deadline, side: .crm))])
    }
}

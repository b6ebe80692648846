import Model
import Testing

@testable import RemoteSystems

@Suite("Finding records by their values")
struct FindingTests {
    @Test(
        "a question that would be too long is refused before it is asked: nothing is said to be missing",
        arguments: Side.allCases)
    func tooLong(_ side: Side) async throws {
        let server = ScriptedServer { _, _ in .json(200, "{\"value\":[]}") }
        let long = FieldValue.text(String(repeating: "é", count: 2_000))
        let system: any RemoteSystem = side == .erp ? try server.erp() : try server.crm()
        let (table, field) = side == .erp ? (RemoteTable.customers, "displayName") : (.accounts, "name")
        let failure = await #expect(throws: CriteriaFailure.self) {
            try await server.run {
                try await system.find(
                    in: table, where: Fields([Fields.Element(field, long)]), reading: [field], limit: 2)
            }
        }
        #expect(failure == CriteriaFailure(Problem(.tooLong, side: side)))
        #expect(server.requests.isEmpty)
    }

    @Test("a question that the system refuses concerns what was asked for, not the table", arguments: Side.allCases)
    func refused(_ side: Side) async throws {
        let server = ScriptedServer { _, _ in .error(400, "BadRequest") }
        let system: any RemoteSystem = side == .erp ? try server.erp() : try server.crm()
        let (table, field) = side == .erp ? (RemoteTable.customers, "displayName") : (.accounts, "name")
        let failure = await #expect(throws: CriteriaFailure.self) {
            try await server.run {
                try await system.find(
                    in: table, where: Fields([Fields.Element(field, "A")]), reading: [field], limit: 2)
            }
        }
        #expect(failure?.problem.code == .invalid)
        #expect(failure?.problem.remote?.status == 400)
    }

    @Test("a page without versions delivers a row again that was changed since it was read")
    func withoutVersions() async throws {
        @Sendable func row(_ stamp: String) -> String {
            "{\"value\":[{\"id\":\"\(guid(1))\",\"lastModifiedDateTime\":\"2025-06-15T\(stamp)Z\",\"number\":\"1\"}]}"
        }
        let server = ScriptedServer { _, count in .json(200, row(count < 3 ? "15:00:00" : "15:01:00")) }
        let erp = try server.erp()
        let (again, changed) = try await server.run {
            let first = try await erp.page(of: .customers, reading: ["number"], from: .listing, size: 9)
            let again = try await erp.page(
                of: .customers, reading: ["number"], from: .changes(since: first.position ?? ""), size: 9)
            let changed = try await erp.page(
                of: .customers, reading: ["number"], from: .changes(since: again.position ?? ""), size: 9)
            return (again.records.count, changed.records.count)
        }
        #expect(again == 0)
        #expect(changed == 1)
    }
}

@Suite("Counting rows of Dataverse")
struct CountTests {
    @Test(
        "goes past the five thousand at which the count of a set ends, where the service says more",
        arguments: [
            (
                200, "{\"EntityRecordCountCollection\":{\"Count\":1,\"Keys\":[\"account\"],\"Values\":[120000]}}",
                120_000
            ),
            (404, "{}", 5_000), (200, "{}", 5_000),
        ] as [(Int, String, Int)])
    func total(status: Int, body: String, count: Int) async throws {
        let server = ScriptedServer { request, _ in
            request.url.hasSuffix("/accounts/$count") ? .json(200, "5000") : .json(status, body)
        }
        let crm = try server.crm()
        #expect(try await server.run { try await crm.count(of: .accounts) } == count)
        #expect(
            server.requests.last?.url.hasSuffix(
                "/RetrieveTotalRecordCount(EntityNames=@names)?@names=%5B%22account%22%5D")
                == true)
    }

    @Test("asks for no more where there are fewer")
    func few() async throws {
        let server = ScriptedServer { _, _ in .json(200, "4999") }
        let crm = try server.crm()
        #expect(try await server.run { try await crm.count(of: .accounts) } == 4_999)
        #expect(server.requests.count == 1)
    }
}

@Suite("The note of a deletion")
struct DeletionNoteTests {
    private let reading = RecordReading(
        key: "accountid", modified: nil,
        fields: [(name: "name", wire: "name", form: .text), (name: "reason", wire: "reason", form: .text)])
    private let plain = RecordReading(
        key: "accountid", modified: nil, fields: [(name: "name", wire: "name", form: .text)])

    private func page(_ row: String, _ reading: RecordReading) throws -> WirePage {
        try reading.page(Array("{\"value\":[\(row)]}".utf8))
    }

    @Test("is no record that has a field called reason, or id")
    func record() throws {
        let row = "{\"accountid\":\"\(guid(1))\",\"name\":\"A\",\"reason\":\"R\",\"id\":\"7\"}"
        for reading in [reading, plain] {
            let page = try page(row, reading)
            #expect(page.deleted == [])
            #expect(page.records.map(\.id.text) == [guid(1)])
        }
        #expect(try page(row, reading).records.first?.fields["reason"] == "R")
    }

    @Test(
        "is known by its context, by the member of version 4.01, or by a reason in place of a key",
        arguments: [
            "{\"@odata.context\":\"https://x/$metadata#accounts/$deletedEntity\",\"id\":\"ID\",\"reason\":\"deleted\"}",
            "{\"@removed\":{\"reason\":\"deleted\"},\"id\":\"ID\"}", "{\"id\":\"ID\",\"reason\":\"deleted\"}",
        ])
    func note(_ text: String) throws {
        let row = text.replacing("ID", with: guid(2).uppercased())
        #expect(try page(row, plain).deleted.map(\.text) == [guid(2)])
        guard text.contains("@") else { return }
        #expect(try page(row, reading).deleted.map(\.text) == [guid(2)])
    }
}

import Foundation
import Model
import Sandbox
import Testing

@testable import RemoteSystems

@Suite("Dataverse, as the sandbox has it")
struct SandboxCRMTests {
    private static let fields = ["name", "creditlimit", "paymenttermscode", "primarycontactid", "ownerid"]
    private static let accounts = TableDeclaration(
        table: "account", routes: [.init(kind: .standard, path: "", set: "accounts")], key: "accountid")
    private static let paymentTerms = TableDeclaration(
        table: "account", routes: [], key: "", choice: "paymenttermscode")

    private static func with<Result: Sendable>(
        _ body: @escaping @Sendable (Dataverse) async throws -> Result
    ) async throws -> Result {
        try await SandboxServer(SandboxOptions()).run { sandbox in
            let transport = HTTPTransport()
            let crm = try Dataverse(
                configuration: .init(
                    root: sandbox[.crm], signIn: SignIn(sandbox, scope: sandbox[.crm]),
                    patience: Patience(throttled: .seconds(5), unavailable: .seconds(2))),
                transport: transport,
                timing: Timing(clock: ContinuousClock(), date: { Date() }, chance: { .random(in: 0..<1) }))
            do {
                let result = try await body(crm)
                await transport.shutdown()
                return result
            } catch {
                await transport.shutdown()
                throw error
            }
        }
    }

    private static func all(_ crm: Dataverse, _ table: RemoteTable, from start: PageCursor, size: Int) async throws -> (
        records: [RemoteRecord], deleted: [RecordID], position: String
    ) {
        var records: [RemoteRecord] = []
        var deleted: [RecordID] = []
        var cursor = start
        while true {
            let page = try await crm.page(of: table, reading: fields, from: cursor, size: size)
            records += page.records
            deleted += page.deleted
            guard let next = page.next else { return (records, deleted, try #require(page.position)) }
            cursor = .next(next)
        }
    }

    @Test("it is found, listed page by page, counted and swept, and then nothing changed")
    func reading() async throws {
        try await Self.with { crm in
            #expect(try await crm.identity().contains(" "))
            let table = try await crm.table(for: Self.accounts)
            #expect(table.field("name")?.maxLength == 160)
            #expect(table.field("creditlimit")?.kind == .decimal)
            guard case .lookup(let targets)? = table.field("ownerid")?.kind else {
                Issue.record("an owner is a lookup")
                return
            }
            #expect(targets.first == .init(table: "systemuser", set: "systemusers", navigation: "ownerid"))
            let whole = try await Self.all(crm, table, from: .listing, size: 5_000)
            let paged = try await Self.all(crm, table, from: .listing, size: 2)
            #expect(!whole.records.isEmpty)
            #expect(Set(whole.records) == Set(paged.records))
            #expect(try await crm.count(of: table) == whole.records.count)
            let sweep = try await crm.page(of: table, reading: [], from: .sweep, size: 5_000)
            #expect(Set(sweep.records.map(\.id)) == Set(whole.records.map(\.id)))
            let read = try await crm.records(
                whole.records.map(\.id) + [RecordID(guid(123))], of: table, reading: Self.fields)
            #expect(Set(read.values) == Set(whole.records))
            let before = await crm.usage.requests
            let changes = try await Self.all(crm, table, from: .changes(since: whole.position), size: 5_000)
            #expect(changes.records.isEmpty && changes.deleted.isEmpty)
            #expect(await crm.usage.requests == before + 1)
        }
    }

    @Test("rows are created under our key once, found, changed under their version, and deleted; the feed says so")
    func writing() async throws {
        try await Self.with { crm in
            let table = try await crm.table(for: Self.accounts)
            let start = try await Self.all(crm, table, from: .listing, size: 5_000)
            let hostile = "O'Neill & Söhne %27 or 1 eq 1"
            let creates = (1...3).map { number in
                RemoteWrite(
                    .create(key: RecordID(guid(0xA000 + number))),
                    fields: ["name": .text(hostile), "creditlimit": "1234.5", "primarycontactid": nil],
                    returning: Self.fields)
            }
            let created = try await crm.write(creates, to: table)
            let records = created.compactMap { if case .done(let record) = $0 { record } else { nil } }
            #expect(records.count == 3, "\(created)")
            #expect(records.first?.fields["creditlimit"] == "1234.5")
            #expect(records.first?.fields["primarycontactid"] == .null)
            let again = try await crm.write(creates, to: table)
            #expect(again == creates.indices.map { .exists(RecordID(guid(0xA001 + $0))) })
            let found = try await crm.find(
                in: table, where: ["name": .text(hostile)], reading: Self.fields, limit: 5)
            #expect(Set(found) == Set(records))

            let one = try #require(records.first)
            let version = try #require(one.version)
            let update = RemoteWrite(
                .update(one.id, version: version), fields: ["name": "New", "paymenttermscode": 1],
                returning: Self.fields)
            let tooLong = RemoteWrite(
                .update(records[1].id, version: try #require(records[1].version)),
                fields: ["name": .text(String(repeating: "x", count: 161))], returning: Self.fields)
            let nobody = RemoteWrite(
                .update(RecordID(guid(5)), version: version), fields: ["name": "x"], returning: Self.fields)
            let removal = RemoteWrite(
                .delete(records[2].id, version: try #require(records[2].version)), fields: [:], returning: [])
            let results = try await crm.write([update, tooLong, update, nobody, removal], to: table)
            guard case .done(let changed) = results[0], case .refused(let problem) = results[1] else {
                Issue.record("\(results)")
                return
            }
            #expect(changed.fields["paymenttermscode"] == 1)
            #expect(problem.code == .tooLong)
            #expect(results[2] == .versionChanged)
            #expect(results[3] == .gone)
            guard case .done = results[4] else {
                Issue.record("\(results[4])")
                return
            }
            let changes = try await Self.all(crm, table, from: .changes(since: start.position), size: 5_000)
            #expect(Set(changes.records) == [changed, records[1]])
            #expect(changes.deleted == [records[2].id])
        }
    }

    @Test("a position that the server does not know gives a complete listing")
    func lostPosition() async throws {
        try await Self.with { crm in
            let table = try await crm.table(for: Self.accounts)
            let start = try await Self.all(crm, table, from: .listing, size: 5_000)
            let broken = try #require(start.position.firstRange(of: "deltatoken="))
            let position = start.position[..<broken.upperBound] + "1%2101%2f01%2f2001"
            let page = try await crm.page(
                of: table, reading: Self.fields, from: .changes(since: String(position)), size: 5_000)
            #expect(page.isRestart)
            #expect(page.records.count == start.records.count)
        }
    }

    @Test("a thousand rows go in one request, and come back as they are stored")
    func many() async throws {
        try await Self.with { crm in
            let table = try await crm.table(for: Self.accounts)
            let before = await crm.usage.requests
            let writes = (0..<1_000).map { number in
                RemoteWrite(
                    .create(key: RecordID(guid(0xB0000 + number))), fields: ["name": .text("Row \(number)")],
                    returning: ["name"])
            }
            let results = try await crm.write(writes, to: table)
            let names = results.compactMap { if case .done(let record) = $0 { record.fields["name"] } else { nil } }
            #expect(names == writes.map { $0.fields["name"] })
            #expect(await crm.usage.requests == before + 1)
        }
    }

    @Test("options of a choice column are read, created once, renamed and found")
    func choices() async throws {
        try await Self.with { crm in
            let table = try await crm.table(for: Self.paymentTerms)
            let reading = ["value", "label"]
            let start = try await crm.page(of: table, reading: reading, from: .listing, size: 100)
            #expect(!start.records.isEmpty)
            let create = RemoteWrite(
                .create(key: RecordID(guid(77))), fields: ["label": "14 DAYS"], returning: reading)
            let created = try await crm.write([create], to: table)
            guard case .done(let option) = created[0] else {
                Issue.record("\(created)")
                return
            }
            #expect(try await crm.write([create], to: table) == [.exists(option.id)])
            #expect(
                try await crm.records([RecordID(guid(77))], of: table, reading: reading) == [RecordID(guid(77)): option]
            )
            let rename = RemoteWrite(
                .update(option.id, version: try #require(option.version)), fields: ["label": "14 days net"],
                returning: reading)
            guard case .done = try await crm.write([rename], to: table)[0] else {
                Issue.record("renaming")
                return
            }
            #expect(try await crm.write([rename], to: table) == [.versionChanged])
            let found = try await crm.find(in: table, where: ["label": "14 DAYS NET"], reading: reading, limit: 2)
            #expect(found.map(\.id) == [option.id])
            let changes = try await crm.page(
                of: table, reading: reading, from: .changes(since: try #require(start.position)), size: 100)
            #expect(changes.records.map(\.id) == [option.id])
        }
    }
}

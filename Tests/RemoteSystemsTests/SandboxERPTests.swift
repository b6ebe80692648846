import Foundation
import Model
import Sandbox
import Testing

@testable import RemoteSystems

@Suite("Business Central, as the sandbox has it")
struct SandboxERPTests {
    private static let fields = ["number", "displayName", "creditLimit", "currencyId"]

    private static func client(_ sandbox: RunningSandbox, _ transport: HTTPTransport) throws -> BusinessCentral {
        try BusinessCentral(
            configuration: .init(
                root: sandbox[.erp], company: sandbox.core.organization.companyName,
                signIn: SignIn(sandbox, scope: sandbox[.erp]),
                patience: Patience(throttled: .seconds(5), unavailable: .seconds(2))),
            transport: transport,
            timing: Timing(clock: ContinuousClock(), date: { Date() }, chance: { .random(in: 0..<1) }))
    }

    private static func with<Result: Sendable>(
        _ options: SandboxOptions = SandboxOptions(), trust: HTTPTransport.TrustRoots? = nil,
        _ body: @escaping @Sendable (BusinessCentral) async throws -> Result
    ) async throws -> Result {
        try await SandboxServer(options).run { sandbox in
            let own = sandbox.authority.map { HTTPTransport.TrustRoots.systemAndFile($0.path) }
            let transport = HTTPTransport(trustRoots: trust ?? own ?? .system)
            do {
                let result = try await body(client(sandbox, transport))
                await transport.shutdown()
                return result
            } catch {
                await transport.shutdown()
                throw error
            }
        }
    }

    private static let customers = TableDeclaration(
        table: "Customer",
        routes: [
            .init(kind: .custom, path: "nobody/sync/v1.0", set: "customers"),
            .init(kind: .custom, path: "couplet/sync/v1.0", set: "customers"),
        ], key: "id")

    private static func all(_ erp: BusinessCentral, _ table: RemoteTable, size: Int) async throws -> (
        records: [RemoteRecord], position: String?
    ) {
        var records: [RemoteRecord] = []
        var cursor = PageCursor.listing
        while true {
            let page = try await erp.page(of: table, reading: fields, from: cursor, size: size)
            records += page.records
            guard let next = page.next else { return (records, page.position) }
            cursor = .next(next)
        }
    }

    @Test("it is found, listed page by page, counted and swept, and then nothing changed")
    func reading() async throws {
        try await Self.with { erp in
            #expect(try await erp.identity().contains(" "))
            let table = try await erp.table(for: Self.customers)
            #expect(table.route.path == "couplet/sync/v1.0")
            let whole = try await Self.all(erp, table, size: 20_000)
            let paged = try await Self.all(erp, table, size: 2)
            #expect(!whole.records.isEmpty)
            #expect(Set(whole.records.map(\.id)) == Set(paged.records.map(\.id)))
            #expect(try await erp.count(of: table) == whole.records.count)
            let sweep = try await erp.page(of: table, reading: [], from: .sweep, size: 20_000)
            #expect(Set(sweep.records.map(\.id)) == Set(whole.records.map(\.id)))
            let read = try await erp.records(
                whole.records.map(\.id) + [RecordID(guid(123))], of: table, reading: Self.fields)
            #expect(Set(read.values) == Set(whole.records))
            let before = await erp.usage.requests
            let changes = try await erp.page(
                of: table, reading: Self.fields, from: .changes(since: try #require(whole.position)), size: 20_000)
            #expect(changes.records.isEmpty && changes.position != nil && changes.next == nil)
            #expect(await erp.usage.requests == before + 1)
        }
    }

    @Test("records are created, found, changed under their version, refused under another, and deleted")
    func writing() async throws {
        try await Self.with { erp in
            let table = try await erp.table(for: Self.customers)
            let hostile = "O'Neill & Söhne %27 eq (1)"
            let creates = ["Q-1", "Q-2"].map { number in
                RemoteWrite(
                    .create(key: nil), fields: ["number": .text(number), "displayName": .text(hostile)],
                    returning: Self.fields, isRecognisable: true)
            }
            let keyless = RemoteWrite(
                .create(key: nil), fields: ["displayName": "Nobody"], returning: Self.fields)
            let created = try await erp.write(creates + [keyless], to: table)
            let records = created.compactMap { if case .done(let record) = $0 { record } else { nil } }
            #expect(records.count == 3, "\(created)")
            let found = try await erp.find(
                in: table, where: ["displayName": .text(hostile)], reading: Self.fields, limit: 5)
            #expect(Set(found.map(\.id)) == Set(records.prefix(2).map(\.id)))

            let again = try await erp.write([creates[0]], to: table)
            guard case .refused(let problem) = again[0] else {
                Issue.record("\(again)")
                return
            }
            #expect(problem.code == .duplicateKey)

            let first = try #require(records.first)
            let version = try #require(first.version)
            let update = RemoteWrite(
                .update(first.id, version: version), fields: ["displayName": "New", "creditLimit": "12.34"],
                returning: Self.fields)
            let changed = try await erp.write([update, update], to: table)
            guard case .done(let record) = changed[0] else {
                Issue.record("\(changed)")
                return
            }
            #expect(record.fields["creditLimit"] == "12.34")
            #expect(changed[1] == .versionChanged)
            let gone = try await erp.write(
                [
                    RemoteWrite(
                        .delete(first.id, version: try #require(record.version)), fields: [:], returning: []),
                    RemoteWrite(
                        .update(RecordID(guid(5)), version: version), fields: ["displayName": "x"], returning: []),
                ], to: table)
            #expect(gone == [.done(RemoteRecord(id: first.id, version: nil, fields: [:])), .gone])
        }
    }

    @Test("a change is in the feed once, with its values as the server has them")
    func feed() async throws {
        try await Self.with { erp in
            let table = try await erp.table(for: Self.customers)
            let (records, position) = try await Self.all(erp, table, size: 20_000)
            let one = try #require(records.first)
            let update = RemoteWrite(
                .update(one.id, version: try #require(one.version)), fields: ["displayName": "Changed"],
                returning: Self.fields)
            let written = try await erp.write([update], to: table)
            guard case .done(let echo) = written[0] else {
                Issue.record("\(written)")
                return
            }
            let first = try await erp.page(
                of: table, reading: Self.fields, from: .changes(since: try #require(position)), size: 20_000)
            #expect(first.records == [echo])
            let second = try await erp.page(
                of: table, reading: Self.fields, from: .changes(since: try #require(first.position)), size: 20_000)
            #expect(second.records.isEmpty)
        }
    }

    @Test("a table that the tenant lacks is named")
    func missing() async throws {
        try await Self.with { erp in
            let declaration = TableDeclaration(
                table: "Nothing", routes: [.init(kind: .standard, path: "", set: "nothings")], key: "id")
            let failure = await #expect(throws: RemoteFailure.self) { try await erp.table(for: declaration) }
            #expect(failure?.problem.code == .schema)
            #expect(failure?.problem.arguments.first == "Nothing")
        }
    }

    @Test("over TLS its own authority must be trusted, and nothing switches that off")
    func encrypted() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "couplet-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var options = SandboxOptions()
        options.certificates = folder
        try await Self.with(options) { erp in _ = try await erp.identity() }
        let failure = await #expect(throws: RemoteFailure.self) {
            try await Self.with(options, trust: .system) { erp in _ = try await erp.identity() }
        }
        #expect(failure?.problem.code == .invalidConfiguration)
        #expect(failure?.problem.arguments == ["certificate", "signIn"])
    }
}

extension SignIn {
    /// How the sandbox lets Couplet in.
    init(_ sandbox: RunningSandbox, scope: String) {
        let application = sandbox.core.organization.applications.first { $0.name == "couplet" }
        self.init(
            tokenURL: sandbox.tokenURL, clientID: application?.client ?? "", scope: scope + "/.default",
            secret: { application?.secret ?? "" })
    }
}

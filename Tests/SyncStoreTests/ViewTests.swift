import Foundation
import GRDB
import Model
import TestSupport
import Testing

@testable import SyncStore

@Suite("The views for operators")
struct ViewTests {
    private let folder: TemporaryFolder
    private let store: SQLiteStore
    private static let time = Date(timeIntervalSince1970: 1_800_000_000)

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore.open(at: folder.store, now: { Self.time })
    }

    @Test("every query of the guide is answered by a tool that opens the file read-only")
    func guide() async throws {
        try await fill()
        let text = try String(contentsOf: Self.guide, encoding: .utf8)
        let queries = text.components(separatedBy: "```sql\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        #expect(queries.count == 8)
        for query in queries { _ = try rows(query) }
    }

    @Test("a job reads as a person would say it")
    func jobs() async throws {
        try await fill()
        #expect(
            try rows("SELECT entity, state, problem, blocked_by, seconds, started, is_latest FROM jobs ORDER BY entity")
                == [
                    "contacts|blocked|NULL|customers|NULL|NULL|1",
                    "customers|stopped|5002|NULL|1.5|2027-01-15T08:00:00Z|1",
                    "items|running degraded|NULL|NULL|NULL|NULL|1",
                    "units|not started|NULL|NULL|NULL|NULL|1",
                ])
    }

    @Test("a set-aside says why, or what it waits for")
    func setAsides() async throws {
        try await fill()
        #expect(
            try rows(
                "SELECT state, erp_id, problem, field, waits_for, waits_for_id, since FROM set_asides ORDER BY state")
                == [
                    "set aside|e8|4001|name|NULL|NULL|2027-01-15T08:00:00Z",
                    "waiting|e9|NULL|NULL|currencies|EUR|2027-01-15T08:00:00Z",
                ])
    }

    @Test("a coupling shows both records, and when they agreed")
    func couplings() async throws {
        try await fill()
        #expect(
            try rows("SELECT * FROM couplings") == [
                "customers|e1|c1|0|W/\"1\"|NULL|2027-01-15T08:00:00Z|2027-01-15T08:00:00Z"
            ])
    }

    @Test("history shows identities also of couplings that live")
    func history() async throws {
        try await fill()
        #expect(
            try rows("SELECT at, erp_id, crm_id, operation, side, reason, fields FROM history") == [
                "2027-01-15T08:00:00Z|e1|c1|created|crm|createdFromERP|[\"name\"]"
            ])
    }

    @Test("open intents and feeds are shown")
    func positions() async throws {
        try await fill()
        #expect(try rows("SELECT entity, run, writes FROM open_intents") == ["customers|run|1"])
        #expect(try rows("SELECT entity, side, swept FROM feeds") == ["customers|erp|NULL"])
    }

    // MARK: the example

    private static let guide = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("docs/guides/store-views.md")

    private func fill() async throws {
        let entities: [EntityName] = ["customers", "contacts", "items", "units"]
        try await store.begin(
            RunRecord(
                id: RunID("run"), mode: .incremental, effect: .write, startedAt: Self.time, selection: "",
                entities: entities))
        var stopped = JobRecord(
            run: RunID("run"), entity: "customers", state: .ended(.stopped(Problem(.guardCreates, ["1"]))))
        stopped.startedAt = Self.time
        stopped.endedAt = Self.time.addingTimeInterval(1.5)
        try await store.update(stopped)
        try await store.update(
            JobRecord(run: RunID("run"), entity: "contacts", state: .ended(.blocked(by: "customers"))))
        try await store.update(JobRecord(run: RunID("run"), entity: "items", state: .running(degraded: ["units"])))
        try await store.update(JobRecord(run: RunID("run"), entity: "units", state: .ended(.notStarted)))
        _ = try await store.commit(commit())
        _ = try await store.open(
            IntentBatch(
                run: RunID("run"), entity: "customers", batch: 2, sentAt: Self.time, notAfter: Self.time,
                intents: [
                    Intent(
                        side: .erp, operation: .createKeyless, source: RecordID("c2"), coupling: nil, sent: [],
                        sourceBase: nil)
                ]))
    }

    private func commit() async throws -> EffectCommit {
        let entity: EntityName = "customers"
        let layouts = Sided(
            erp: try await store.layout(of: entity, side: .erp, fields: ["displayName"]),
            crm: try await store.layout(of: entity, side: .crm, fields: ["name"]))
        let hashes = [UInt8](repeating: 1, count: 12)
        var commit = EffectCommit(run: RunID("run"), entity: entity, batch: 1, at: Self.time)
        commit.couplings = [
            Coupling(
                ids: Sided(erp: RecordID("e1"), crm: RecordID("c1")),
                bases: Sided(
                    erp: Base(version: RecordVersion("W/\"1\""), layout: layouts.erp, hashes: hashes),
                    crm: Base(version: nil, layout: layouts.crm, hashes: hashes)))
        ]
        commit.history = [
            HistoryEntry(
                run: commit.run, entity: entity, at: Self.time,
                ids: Sided(erp: RecordID("e1"), crm: RecordID("c1")), operation: .created, side: .crm,
                fields: ["name"], reason: Reason("createdFromERP"))
        ]
        commit.asides = [
            aside("e8", .problem(Problem(.required, field: "name", side: .crm))),
            aside("e9", .waiting(RecordReference(entity: "currencies", side: .erp, id: RecordID("EUR")))),
        ]
        commit.feeds = [.erp: FeedPosition(token: "t", at: Self.time, fullAt: nil, sweptAt: nil)]
        return commit
    }

    private func aside(_ id: String, _ cause: Aside.Cause) -> Aside {
        Aside(
            entity: "customers", subject: .record(.erp, RecordID(id)), ids: Sided(erp: RecordID(id), crm: nil),
            cause: cause, since: Self.time, triedAt: Self.time)
    }

    /// The rows of a query as another tool sees them.
    private func rows(_ query: String) throws -> [String] {
        var configuration = Configuration()
        configuration.readonly = true
        let tool = try DatabaseQueue(path: folder.store, configuration: configuration)
        return try tool.read { database in
            try Row.fetchAll(database, sql: query).map { row in
                row.databaseValues.map { value in
                    value.isNull ? "NULL" : "\(value.storage.value ?? "NULL")"
                }.joined(separator: "|")
            }
        }
    }
}

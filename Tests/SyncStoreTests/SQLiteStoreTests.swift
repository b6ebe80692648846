import Foundation
import GRDB
import Model
import TestSupport
import Testing

@testable import SyncStore

@Suite("The store in a SQLite file")
struct SQLiteStoreTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("keeps the promises of every store")
    func conformance() async throws {
        let store = try SQLiteStore.open(at: folder.store)
        #expect(try await StoreConformance(store).broken() == [])
    }

    @Test("keeps the schema's own rules and indexes whole through all of that")
    func integrity() async throws {
        let store = try SQLiteStore.open(at: folder.store)
        _ = try await StoreConformance(store).broken()
        let verdict = try await store.read { database in
            try String.fetchAll(database, sql: "PRAGMA integrity_check")
                + String.fetchAll(
                    database, sql: "SELECT \"table\" FROM pragma_foreign_key_check")
        }
        #expect(verdict == ["ok"])
    }

    @Test("intents that an earlier program left open are read, though it did not store what the written side was")
    func earlierIntents() throws {
        let intents = Self.batch.intents
        var bytes = PackedIntents.pack(intents)
        // The first form: its number, and nothing at the end about the written side.
        bytes[0] = 1
        bytes.removeLast()
        #expect(try PackedIntents.unpack(bytes) == intents)
    }

    @Test("a commit that returned survives a power cut: WAL, synchronous=FULL, foreign keys on")
    func durability() async throws {
        let store = try SQLiteStore.open(at: folder.store)
        let settings = try await store.read { database in
            [
                try String.fetchOne(database, sql: "PRAGMA journal_mode"),
                try String.fetchOne(database, sql: "PRAGMA synchronous"),
                try String.fetchOne(database, sql: "PRAGMA foreign_keys"),
            ]
        }
        #expect(settings == ["wal", "2", "1"])
    }

    @Test("a copy in memory keeps the same promises, and leaves the file as it is")
    func copies() async throws {
        let store = try SQLiteStore.open(at: folder.store)
        #expect(try await StoreConformance(store.copy()).broken() == [])
        #expect(try await store.couplingCounts().isEmpty)
        _ = try await StoreConformance(store).broken()
        #expect(try await store.copy().couplingCounts() == store.couplingCounts())
    }

    @Test("what was stored is there after the file was closed and opened")
    func reopening() async throws {
        let environment = EnvironmentIdentity(erp: "erp", crm: "crm")
        let first = try SQLiteStore.open(at: folder.store)
        try await first.bind(to: environment)
        let identity = try await first.identity()
        try first.close()
        let second = try SQLiteStore.open(at: folder.store)
        #expect(try await second.identity() == identity)
        #expect(identity.environment == environment)
    }

    @Test("a store is never bound to two other systems")
    func binding() async throws {
        let store = try SQLiteStore.open(at: folder.store)
        try await store.bind(to: EnvironmentIdentity(erp: "erp", crm: "crm"))
        try await store.bind(to: EnvironmentIdentity(erp: "erp", crm: "crm"))
        await #expect(throws: SyncStoreError.otherEnvironment(path: folder.store)) {
            try await store.bind(to: EnvironmentIdentity(erp: "erp", crm: "another"))
        }
    }

    @Test("entities don't see each other's couplings, set-asides and positions")
    func scope() async throws {
        let store = try SQLiteStore.open(at: folder.store)
        _ = try await StoreConformance(store).broken()
        let other: EntityName = "contacts"
        #expect(try await store.couplings(of: other, side: .erp, ids: [RecordID("e1")]).isEmpty)
        #expect(try await store.couplings(of: other, after: nil, limit: 9).isEmpty)
        #expect(try await store.feed(of: other, side: .crm) == nil)
        #expect(try await store.pluginState(of: other, key: "cursor") == nil)
        #expect(try await store.history(of: other, id: RecordID("e4"), limit: 9).isEmpty)
        #expect(try await store.requestRetry(of: other, ids: nil, at: Date()) == 0)
        #expect(
            try await store.resolve([RecordReference(entity: other, side: .erp, id: RecordID("e1"))]) == [.unknown])
    }

    @Test("a file that vanishes under a running host stops it before it sends anything")
    func vanished() async throws {
        let store = try SQLiteStore.open(at: folder.store)
        try FileManager.default.removeItem(atPath: folder.store)
        await #expect(throws: SyncStoreError.moved(path: folder.store)) {
            _ = try await store.open(Self.batch)
        }
    }

    @Test("a full disk is said before anything is sent, and passes when there is space again")
    func diskFull() async throws {
        let store = try SQLiteStore.open(at: folder.store)
        // The smallest number of pages that the file may have is what it has.
        try await store.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1") }
        let large = IntentBatch(
            run: RunID("run"), entity: "customers", batch: 1, sentAt: Date(timeIntervalSince1970: 1),
            notAfter: Date(timeIntervalSince1970: 301),
            intents: (0..<2_000).map { Self.intent("\($0)") })
        await #expect(throws: SyncStoreError.diskFull(path: folder.store, during: .openIntents)) {
            _ = try await store.open(large)
        }
        try await store.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 100000") }
        _ = try await store.open(large)
        #expect(try await store.openIntents().map(\.batch) == [large])
    }

    @Test("another program's lock is waited for, then named")
    func busy() async throws {
        let store = try SQLiteStore.open(at: folder.store)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let tool = try DatabaseQueue(path: folder.store, configuration: configuration)
        try await store.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA busy_timeout = 1") }
        try await tool.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        await #expect(throws: SyncStoreError.busy(path: folder.store, during: .write)) {
            try await store.finish(run: RunID("run"), at: Date())
        }
        try await tool.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try await store.finish(run: RunID("run"), at: Date())
    }

    @Test("a cancelled task does not tear a commit apart")
    func cancellation() async throws {
        let store = try SQLiteStore.open(at: folder.store)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await store.open(Self.batch)
        }
        _ = try await task.value
        #expect(try await store.openIntents().count == 1)
    }

    @Test("whoever asks is on their own actor afterwards, also in an optimized build")
    func isolation() async throws {
        #expect(try await Asker(store: try SQLiteStore.open(at: folder.store)).ask() == 4)
    }

    private actor Asker {
        let store: SQLiteStore
        private var answers = 0

        init(store: SQLiteStore) { self.store = store }

        func ask() async throws -> Int {
            _ = try await store.couplingCounts()
            note()
            _ = try await store.latestJobs()
            note()
            _ = try await store.key()
            note()
            try await store.finish(run: RunID("run"), at: Date(timeIntervalSince1970: 1))
            note()
            return answers
        }

        private func note() {
            preconditionIsolated("the caller is on its actor")
            answers += 1
        }
    }

    static let batch = IntentBatch(
        run: RunID("run"), entity: "customers", batch: 1, sentAt: Date(timeIntervalSince1970: 1),
        notAfter: Date(timeIntervalSince1970: 301),
        intents: [intent("k")])

    private static func intent(_ id: String) -> Intent {
        Intent(
            side: .crm, operation: .createKeyed(RecordID(id)), source: RecordID("e\(id)"), coupling: nil, sent: [],
            sourceBase: nil)
    }
}

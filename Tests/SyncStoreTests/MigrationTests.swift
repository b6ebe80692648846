import Foundation
import GRDB
import Model
import TestSupport
import Testing

@testable import SyncStore

@Suite("Stores of earlier versions")
struct MigrationTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("a store of every version is brought up to date and then works", arguments: 1...Migration.current)
    func upgrade(from version: Int) async throws {
        try make(version)
        let store = try SQLiteStore.open(at: folder.store)
        #expect(try await StoreConformance(store).broken() == [])
        #expect(try await schema(store) == schema(SQLiteStore.open(at: folder.path + "/new.sqlite")))
    }

    @Test("intents that an earlier version left open are in doubt for as long as that version went on trying")
    func latestStart() async throws {
        try make(2)
        let queue = try DatabaseQueue(path: folder.store)
        try await queue.write { database in
            let intents = Data(PackedIntents.pack(SQLiteStoreTests.batch.intents))
            try database.execute(
                sql: """
                    INSERT INTO run (id, name) VALUES (1, 'run');
                    INSERT INTO entity (id, name) VALUES (1, 'customers');
                    """)
            try database.execute(
                sql: """
                    INSERT INTO intent_batch (run, entity, batch, sent_at, writes, intents) VALUES (1, 1, 1, 1000, 1, ?)
                    """, arguments: [intents])
        }
        try queue.close()
        let open = try await SQLiteStore.open(at: folder.store).openIntents()
        #expect(open.map(\.batch.notAfter) == [Date(timeIntervalSince1970: 1_900)])
    }

    @Test("what earlier versions stored of batches and nobody read is gone")
    func replies() async throws {
        try make(6)
        let queue = try DatabaseQueue(path: folder.store)
        try await queue.write { database in
            try database.execute(
                sql: """
                    INSERT INTO run (id, name) VALUES (1, 'run');
                    INSERT INTO entity (id, name) VALUES (1, 'customers');
                    INSERT INTO reply (run, entity, batch, body) VALUES (1, 1, 1, x'00');
                    INSERT INTO checkpoint (entity, run, value) VALUES (1, 1, 'c');
                    """)
        }
        try queue.close()
        let store = try SQLiteStore.open(at: folder.store)
        let left = try await store.read { database in
            try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_schema WHERE tbl_name IN ('reply', 'checkpoint')")
        }
        #expect(left == [])
    }

    @Test("a store of an earlier version is not looked at before it is brought up to date")
    func lookingAtAnOldOne() throws {
        try make(1)
        let expected = SyncStoreError.olderVersion(path: folder.store, found: 1, known: Migration.current)
        #expect(throws: expected) { _ = try SQLiteStore.openForReading(at: folder.store) }
    }

    @Test("steps are numbered one after the other")
    func numbers() {
        #expect(Migration.all.map(\.version) == Array(1...Migration.current))
    }

    /// A store as a version of the program left it.
    private func make(_ version: Int) throws {
        let queue = try DatabaseQueue(path: folder.store)
        try queue.inDatabase { try Schema(path: folder.store).migrate($0, from: .nothing, upTo: version) }
        try queue.close()
    }

    private func schema(_ store: SQLiteStore) async throws -> [String] {
        try await store.read { database in
            try String.fetchAll(database, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
        }
    }
}

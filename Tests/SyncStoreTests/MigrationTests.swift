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

    @Test("couplings that an earlier version stored are read as they were", arguments: 1..<Migration.current)
    func couplings(from version: Int) async throws {
        try make(version)
        let hashes = Sided(erp: [UInt8](repeating: 1, count: 12), crm: [UInt8](repeating: 2, count: 24))
        let queue = try DatabaseQueue(path: folder.store)
        try await queue.write { database in
            try database.execute(
                sql: """
                    INSERT INTO entity (id, name, couplings) VALUES (1, 'customers', 1);
                    INSERT INTO layout (id, entity, side, fields) VALUES (1, 1, 'erp', '["a"]'), (2, 1, 'crm', '["a","b"]');
                    INSERT INTO coupling (id, entity, erp_id, crm_id, generation, coupled_at) VALUES (7, 1, 'e', 'c', 3, 1000);
                    """)
            try database.execute(
                sql: """
                    INSERT INTO base (coupling, agreed_at, erp_version, erp_layout, erp_hashes, crm_version, crm_layout, crm_hashes)
                    VALUES (7, 1000, 'v1', 1, ?, 'v2', 2, ?)
                    """, arguments: [Data(hashes.erp), Data(hashes.crm)])
        }
        try queue.close()
        let store = try SQLiteStore.open(at: folder.store)
        let coupling = Coupling(
            id: Coupling.ID(7), ids: Sided(erp: RecordID("e"), crm: RecordID("c")), generation: 3,
            bases: Sided(
                erp: Base(version: RecordVersion("v1"), layout: LayoutID(1), hashes: hashes.erp),
                crm: Base(version: RecordVersion("v2"), layout: LayoutID(2), hashes: hashes.crm)))
        for side in Side.allCases {
            #expect(try await store.couplings(of: "customers", side: side, ids: [coupling.ids[side]]) == [coupling])
        }
        #expect(try await store.lines(of: [Coupling.ID(7)]).isEmpty)
        // It is written, and read again, with what later versions know.
        var changed = coupling
        changed.bases.crm.replaced = RecordVersion("v0")
        changed.bases.crm.filter = RecordFilter.Mark(9)
        changed.lines = [LineCoupling(ids: Sided(erp: RecordID("l"), crm: RecordID("m")), bases: coupling.bases)]
        var commit = EffectCommit(run: RunID("r"), entity: "customers", batch: 1, at: Date(timeIntervalSince1970: 2))
        commit.couplings = [changed]
        _ = try await store.commit(commit)
        changed.lines = nil
        #expect(try await store.couplings(of: "customers", side: .erp, ids: [RecordID("e")]) == [changed])
        #expect(try await store.lines(of: [Coupling.ID(7)])[Coupling.ID(7)]?.map(\.ids.crm) == [RecordID("m")])
    }

    @Test("intents of documents that an earlier form kept are read: their lines were all new")
    func earlierLines() throws {
        let base = Base(version: nil, layout: LayoutID(1), hashes: [1])
        let line = SentLine(
            source: RecordID("c1"), sourceBase: base, key: nil, number: 10_000,
            sent: [Intent.SentField(name: "quantity", hash: [2])])
        let intent = Intent(
            side: .erp, operation: .createNatural([]), source: RecordID("c"), coupling: nil, sent: [], sourceBase: nil,
            lines: [line])
        let now = PackedIntents.pack([intent])
        #expect(try PackedIntents.unpack(now) == [intent])
        // The third form did not say what becomes of a line.
        let place = try #require(now.firstRange(of: [2, UInt8(ascii: "c"), UInt8(ascii: "1")])).lowerBound - 1
        var before = now
        #expect(before.remove(at: place) == 1)
        before[0] = 3
        #expect(try PackedIntents.unpack(before) == [intent])
        var changed = intent
        changed.lines = [
            SentLine(
                .update(before: base), source: RecordID("c1"), sourceBase: base, key: RecordID("e1"), number: nil,
                sent: line.sent),
            SentLine(.delete, source: RecordID("c2"), sourceBase: base, key: RecordID("e2"), number: nil, sent: []),
        ]
        #expect(try PackedIntents.unpack(PackedIntents.pack([changed])) == [changed])
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

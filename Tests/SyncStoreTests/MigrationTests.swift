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

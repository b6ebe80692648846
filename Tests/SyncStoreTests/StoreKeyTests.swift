import Foundation
import Model
import Testing

@testable import SyncStore

@Suite("The key of a store")
struct StoreKeyTests {
    private let folder: TemporaryFolder
    private var keyPath: String { StoreKey.path(ofStore: folder.store) }

    init() throws { folder = try TemporaryFolder() }

    @Test("is made once, and is the same ever after")
    func made() async throws {
        let first = try SQLiteStore.open(at: folder.store)
        let key = try await first.key()
        #expect(key.bytes.count == 32)
        #expect(try await first.key() == key)
        try first.close()
        #expect(try await SQLiteStore.open(at: folder.store).key() == key)
    }

    @Test("differs from store to store")
    func different() async throws {
        let other = try TemporaryFolder()
        let keys = [try SQLiteStore.open(at: folder.store), try SQLiteStore.open(at: other.store)]
        #expect(try await keys[0].key() != keys[1].key())
    }

    @Test("is never printed")
    func printed() async throws {
        let key = try await SQLiteStore.open(at: folder.store).key()
        #expect("\(key)" == "a key of 32 bytes")
        #expect(String(reflecting: key) == "a key of 32 bytes")
    }

    @Test("that others may read is refused")
    func exposed() async throws {
        let store = try SQLiteStore.open(at: folder.store)
        _ = try await store.key()
        try folder.set(0o644, of: "store.sqlite.key")
        await #expect(throws: SyncStoreError.keyExposed(path: keyPath, mode: 0o644)) { _ = try await store.key() }
    }

    @Test("of another store is refused")
    func foreign() async throws {
        let other = try TemporaryFolder()
        let store = try SQLiteStore.open(at: folder.store)
        _ = try await SQLiteStore.open(at: other.store).key()
        try FileManager.default.copyItem(atPath: StoreKey.path(ofStore: other.store), toPath: keyPath)
        await #expect(throws: SyncStoreError.keyInvalid(path: keyPath)) { _ = try await store.key() }
    }

    @Test("that is left alone by its store says that the store is gone, and a new one is not begun")
    func storeGone() async throws {
        let store = try SQLiteStore.open(at: folder.store)
        _ = try await store.key()
        try store.close()
        try FileManager.default.removeItem(atPath: folder.store)
        #expect(throws: SyncStoreError.gone(path: folder.store)) { _ = try SQLiteStore.open(at: folder.store) }
        #expect(!FileManager.default.fileExists(atPath: folder.store))
        try FileManager.default.removeItem(atPath: keyPath)
        _ = try await SQLiteStore.open(at: folder.store).key()
    }

    @Test("is missed when something was hashed with it, not before")
    func missing() async throws {
        let store = try SQLiteStore.open(at: folder.store)
        let key = try await store.key()
        try FileManager.default.removeItem(atPath: keyPath)
        #expect(try await store.key() != key)
        _ = try await store.open(SQLiteStoreTests.batch)
        try FileManager.default.removeItem(atPath: keyPath)
        await #expect(throws: SyncStoreError.keyMissing(path: keyPath)) { _ = try await store.key() }
    }
}

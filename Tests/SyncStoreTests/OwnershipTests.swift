import Foundation
import GRDB
import Model
import Testing

@testable import SyncStore

@Suite("Who may open a store")
struct OwnershipTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("the second owner is refused, with the number of the first's process")
    func secondOwner() throws {
        let first = try SQLiteStore.open(at: folder.store)
        #expect(throws: SyncStoreError.inUse(path: folder.store, pid: getpid())) {
            _ = try SQLiteStore.open(at: folder.store)
        }
        try first.close()
    }

    @Test("whoever looks is told who owns the store, and takes nothing from it")
    func owner() throws {
        #expect(SQLiteStore.owner(ofStoreAt: folder.store) == nil)
        let store = try SQLiteStore.open(at: folder.store)
        #expect(SQLiteStore.owner(ofStoreAt: folder.store) == getpid())
        try store.close()
        #expect(SQLiteStore.owner(ofStoreAt: folder.store) == nil)
        try folder.write("\(Int32.max) 12345\n", to: "store.sqlite.lock")
        #expect(SQLiteStore.owner(ofStoreAt: folder.store) == nil)
    }

    @Test("a file of another program keeps its rights, and its own store is taken from others")
    func rights() throws {
        let queue = try DatabaseQueue(path: folder.store)
        try queue.inDatabase { try $0.execute(sql: "CREATE TABLE theirs (id INTEGER)") }
        try queue.close()
        #expect(chmod(folder.store, 0o644) == 0)
        #expect(throws: SyncStoreError.notAStore(path: folder.store)) { _ = try SQLiteStore.open(at: folder.store) }
        #expect(PrivateFile.status(folder.store)?.mode == 0o644)

        let own = folder.path + "/own.sqlite"
        try SQLiteStore.open(at: own).close()
        #expect(chmod(own, 0o644) == 0)
        try SQLiteStore.open(at: own).close()
        #expect(PrivateFile.status(own)?.mode == 0o600)
    }

    @Test("a lock that a dead process left behind is taken over")
    func staleLock() throws {
        try folder.write("\(Int32.max) 12345\n", to: "store.sqlite.lock")
        _ = try SQLiteStore.open(at: folder.store)
    }

    @Test("a process number that was given out anew is not believed")
    func recycledNumber() throws {
        let holder = try StoreLock(path: folder.store)
        try folder.write("\(getpid()) 1\n", to: "store.sqlite.lock")
        #expect(throws: SyncStoreError.inUse(path: folder.store, pid: nil)) { _ = try StoreLock(path: folder.store) }
        withExtendedLifetime(holder) {}
    }

    @Test("a store can be looked at while another owns it, and not changed")
    func reading() async throws {
        let owner = try SQLiteStore.open(at: folder.store)
        _ = try await owner.open(SQLiteStoreTests.batch)
        let reader = try SQLiteStore.openForReading(at: folder.store)
        #expect(try await reader.openIntents().map(\.batch) == [SQLiteStoreTests.batch])
        await #expect(throws: SyncStoreError.readOnly(path: folder.store, during: .openIntents)) {
            _ = try await reader.open(SQLiteStoreTests.batch)
        }
    }

    @Test("there is nothing to look at before the first run")
    func missing() {
        #expect(throws: SyncStoreError.missing(path: folder.store)) {
            _ = try SQLiteStore.openForReading(at: folder.store)
        }
    }

    @Test("nobody else may read any of its files")
    func modes() async throws {
        let store = try SQLiteStore.open(at: folder.store)
        _ = try await store.key()
        for name in ["store.sqlite", "store.sqlite-wal", "store.sqlite-shm", "store.sqlite.lock", "store.sqlite.key"] {
            #expect(folder.mode(name) == 0o600, "\(name)")
        }
    }

    @Test("rights that others had on the file are taken away")
    func tightening() throws {
        try SQLiteStore.open(at: folder.store).close()
        try folder.set(0o644, of: "store.sqlite")
        let store = try SQLiteStore.open(at: folder.store)
        #expect(folder.mode("store.sqlite") == 0o600)
        try store.close()
    }

    @Test("a file that is no database is refused and left as it is")
    func noDatabase() throws {
        let text = String(repeating: "no database\n", count: 100)
        try folder.write(text, to: "store.sqlite")
        #expect(throws: SyncStoreError.notAStore(path: folder.store)) { _ = try SQLiteStore.open(at: folder.store) }
        #expect(try String(contentsOfFile: folder.store, encoding: .utf8) == text)
    }

    @Test("a folder or a pipe is refused, keeps its rights, and gets nothing beside it")
    func noFile() throws {
        let pipe = folder.store + ".pipe"
        #expect(mkfifo(pipe, 0o644) == 0)
        try FileManager.default.createDirectory(atPath: folder.store + ".folder", withIntermediateDirectories: false)
        for path in [pipe, folder.store + ".folder"] {
            let before = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(throws: SyncStoreError.notAStore(path: path)) { _ = try SQLiteStore.open(at: path) }
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == before)
            #expect(!FileManager.default.fileExists(atPath: path + ".lock"))
        }
    }

    @Test("another program's database is refused and left as it is")
    func foreignDatabase() throws {
        let queue = try DatabaseQueue(path: folder.store)
        try queue.inDatabase { try $0.execute(sql: "CREATE TABLE theirs (id INTEGER)") }
        try queue.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.store))
        #expect(throws: SyncStoreError.notAStore(path: folder.store)) { _ = try SQLiteStore.open(at: folder.store) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.store)) == before)
    }

    @Test("a store from a newer version is refused and left as it is")
    func newerVersion() throws {
        try SQLiteStore.open(at: folder.store).close()
        let queue = try DatabaseQueue(path: folder.store)
        try queue.inDatabase { try $0.execute(sql: "PRAGMA user_version = 99") }
        try queue.close()
        let expected = SyncStoreError.newerVersion(path: folder.store, found: 99, known: Migration.current)
        #expect(throws: expected) { _ = try SQLiteStore.open(at: folder.store) }
        #expect(throws: expected) { _ = try SQLiteStore.openForReading(at: folder.store) }
    }

    @Test("a damaged file is refused and kept")
    func damaged() async throws {
        try SQLiteStore.open(at: folder.store).close()
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: folder.store))
        try handle.seek(toOffset: 4_096)
        try handle.write(contentsOf: Data(repeating: 0xA5, count: 400_000))
        try handle.close()
        await #expect {
            let store = try SQLiteStore.open(at: folder.store)
            _ = try await store.identity()
            _ = try await store.openIntents()
            _ = try await store.open(SQLiteStoreTests.batch)
        } throws: { error in
            if case SyncStoreError.corrupt = error { true } else { false }
        }
        #expect(FileManager.default.fileExists(atPath: folder.store))
    }

    @Test("a folder that is not there is named")
    func noFolder() {
        let path = folder.path + "/nowhere/store.sqlite"
        #expect(throws: SyncStoreError.cannotOpen(path: path, code: ENOENT)) { _ = try SQLiteStore.open(at: path) }
    }
}

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif
import GRDB

/// The store in a SQLite file.
///
/// One connection in one queue: SQLite has one writer anyway, and what the store is asked takes microseconds. What was begun
/// is carried out, whatever becomes of the task that asked for it: a transaction is an atom.
package final class SQLiteStore: SyncStore {
    /// Where the file is.
    package let path: String
    let queue: DatabaseQueue
    let access: Access
    let now: @Sendable () -> Date
    let retention: Retention
    private let place: Place
    private let identity: PrivateFile.Identity

    /// Where a store does its work.
    package enum Place: Sendable {
        /// On threads of its own: nobody's thread is held meanwhile.
        case ownThreads
        /// On the thread that asks: for a simulation, all of which happens on one.
        case askingThread
    }

    /// Whether a store is worked on or looked at.
    enum Access: Sendable {
        /// This process owns it.
        case owning(StoreLock)
        /// Another may own it meanwhile.
        case reading
        /// It is a copy in memory, and nobody else's.
        case foreseeing
    }

    /// Opens a store for its owner, and makes it when there is none.
    ///
    /// `now` is the time of day that changes of state are noted with.
    package static func open(
        at path: String, now: @escaping @Sendable () -> Date = { Date() }, retention: Retention = Retention(),
        working place: Place = .ownThreads
    ) throws -> SQLiteStore {
        // A folder or a device is no store, and keeps its rights: /dev/null is everybody's.
        guard PrivateFile.mayBePlain(path) else { throw SyncStoreError.notAStore(path: path) }
        do {
            let lock = try StoreLock(path: path)
            try refuseToBeginAnew(at: path)
            try PrivateFile.make(path)
            let store = try SQLiteStore(
                path: path, access: .owning(lock), now: now, retention: retention, place: place)
            try store.queue.writeWithoutTransaction { database in
                try store.setUp(database)
            }
            return store
        } catch {
            throw SyncStoreError(error, path: path, during: .open)
        }
    }

    /// A store that is not there while its key is has been lost: an empty one in its place would know no coupling.
    private static func refuseToBeginAnew(at path: String) throws {
        guard (PrivateFile.status(path)?.size ?? 0) == 0 else { return }
        guard PrivateFile.status(StoreKey.path(ofStore: path)) == nil else { throw SyncStoreError.gone(path: path) }
    }

    /// Opens a store to look at it, while another process may own it.
    ///
    /// Whatever would change it throws `SyncStoreError.readOnly`.
    package static func openForReading(at path: String) throws -> SQLiteStore {
        guard let found = PrivateFile.status(path), found.size > 0 else { throw SyncStoreError.missing(path: path) }
        do {
            let store = try SQLiteStore(
                path: path, access: .reading, now: { Date() }, retention: Retention(), place: .ownThreads)
            let contents = try store.queue.unsafeRead { try Schema(path: path).contents($0) }
            guard contents == .version(Migration.current) else {
                guard case .version(let version) = contents else { throw SyncStoreError.missing(path: path) }
                throw SyncStoreError.olderVersion(path: path, found: version, known: Migration.current)
            }
            return store
        } catch {
            let problem = SyncStoreError(error, path: path, during: .open)
            // A database in WAL mode has an index beside it, which its first reader makes:
            // https://www.sqlite.org/wal.html#read_only_databases
            if case .cannotOpen = problem, !PrivateFile.isWritable(folderOf: path) {
                throw SyncStoreError.needsWritableFolder(path: path)
            }
            throw problem
        }
    }

    /// The process that owns the store at a path; `nil` when none does.
    ///
    /// Asks without the lock, so that nobody is ever refused because somebody looked.
    package static func owner(ofStoreAt path: String) -> Int32? { StoreLock.owner(path: path) }

    private init(
        path: String, access: Access, now: @escaping @Sendable () -> Date, retention: Retention, place: Place
    ) throws {
        var configuration = Self.configuration(for: place)
        switch access {
        case .owning, .foreseeing: configuration.readonly = false
        case .reading: configuration.readonly = true
        }
        self.path = path
        self.access = access
        self.now = now
        self.retention = retention
        self.place = place
        queue = try DatabaseQueue(path: path, configuration: configuration)
        guard let found = PrivateFile.status(path) else { throw SyncStoreError.moved(path: path) }
        identity = found.identity
    }

    /// Creates a copy of a store in memory.
    private init(copying store: SQLiteStore) throws {
        path = store.path
        access = .foreseeing
        now = store.now
        retention = store.retention
        place = store.place
        identity = store.identity
        queue = try DatabaseQueue(configuration: Self.configuration(for: place))
        try store.queue.backup(to: queue)
    }

    private static func configuration(for place: Place) -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.label = "couplet.store"
        configuration.prepareDatabase { database in
            // What is sorted or collected on the way stays out of temporary files.
            try database.execute(sql: "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -6000")
            switch place {
            case .ownThreads: break
            // Nobody looks at the store of a simulation meanwhile: asking for the file's locks would be a tenth of its work.
            case .askingThread: try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            }
        }
        return configuration
    }

    package func copy() async throws -> any SyncStore {
        do {
            return try SQLiteStore(copying: self)
        } catch {
            throw SyncStoreError(error, path: path, during: .read)
        }
    }

    /// Closes the file and gives the lock back; nothing may be asked of the store afterwards.
    package func close() throws {
        do {
            try queue.close()
        } catch {
            throw SyncStoreError(error, path: path, during: .write)
        }
        if case .owning(let lock) = access { lock.release() }
    }

    /// The key of the store's hashes; made when the store is new.
    package func key() async throws -> StoreKey {
        let (namespace, isEmpty) = try await read { database in
            (
                try String.fetchOne(database, sql: "SELECT namespace FROM store") ?? "",
                try Bool.fetchOne(
                    database,
                    sql: "SELECT NOT EXISTS (SELECT 1 FROM coupling) AND NOT EXISTS (SELECT 1 FROM intent_batch)")
                    ?? false
            )
        }
        let mayCreate = if case .owning = access { isEmpty } else { false }
        return try StoreKey.load(store: path, namespace: namespace, mayCreate: mayCreate)
    }

    // MARK: opening

    private func setUp(_ database: Database) throws {
        let schema = Schema(path: path)
        let contents = try schema.contents(database)
        // Not before: the file of another program is none of ours.
        try PrivateFile.tighten(path)
        try assertDurable(database)
        do {
            try schema.migrate(database, from: contents)
        } catch {
            throw SyncStoreError(error, path: path, during: .migrate)
        }
    }

    /// WAL with `synchronous=FULL`: a commit that returned has reached the disk, power cuts included.
    ///
    /// https://www.sqlite.org/pragma.html#pragma_synchronous
    private func assertDurable(_ database: Database) throws {
        let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL") ?? ""
        guard mode == "wal" else {
            throw SyncStoreError.notDurable(path: path, setting: "journal_mode", found: mode)
        }
        try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000")
        let level = try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? 0
        guard level == 2 else {
            throw SyncStoreError.notDurable(path: path, setting: "synchronous", found: "\(level)")
        }
        guard try Bool.fetchOne(database, sql: "PRAGMA foreign_keys") == true else {
            throw SyncStoreError.notDurable(path: path, setting: "foreign_keys", found: "0")
        }
    }

    // MARK: transactions

    /// Carries out one transaction that changes the store.
    func write<Value: Sendable>(
        _ operation: SyncStoreError.Operation, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        let isCopy: Bool
        switch access {
        case .owning: isCopy = false
        case .foreseeing: isCopy = true
        case .reading: throw SyncStoreError.readOnly(path: path, during: operation)
        }
        return try await perform(operation) { [self] database in
            guard isCopy || PrivateFile.status(path)?.identity == identity else {
                throw SyncStoreError.moved(path: path)
            }
            var value: Value?
            try database.inTransaction(.immediate) {
                value = try body(database)
                return .commit
            }
            guard let value else { preconditionFailure("a committed transaction has a value") }
            return value
        }
    }

    /// Answers a question, from one state of the store.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        switch access {
        // Nobody else writes, and the queue carries out one thing after the other: that is one state already.
        case .owning, .foreseeing: return try await perform(.read, body)
        case .reading: break
        }
        return try await perform(.read) { database in
            var value: Value?
            try database.inTransaction(.deferred) {
                value = try body(database)
                return .commit
            }
            guard let value else { preconditionFailure("a committed transaction has a value") }
            return value
        }
    }

    /// Waits for the queue without holding a thread; never cancelled half-way.
    ///
    /// Concurrent, so that callers return to their own actor: with Swift 6.3.1, optimized callers of another module went on
    /// where the continuation had been resumed, outside their actor.
    @concurrent private func perform<Value: Sendable>(
        _ operation: SyncStoreError.Operation, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        switch place {
        case .ownThreads:
            try await withCheckedThrowingContinuation { continuation in
                queue.asyncWriteWithoutTransaction { [path] database in
                    continuation.resume(
                        with: Result { try body(database) }
                            .mapError { SyncStoreError($0, path: path, during: operation) })
                }
            }
        case .askingThread:
            try Self.work(queue, body).mapError { SyncStoreError($0, path: path, during: operation) }.get()
        }
    }

    private static func work<Value>(
        _ queue: DatabaseQueue, _ body: (Database) throws -> Value
    ) -> Result<Value, any Error> { Result { try queue.writeWithoutTransaction(body) } }
}

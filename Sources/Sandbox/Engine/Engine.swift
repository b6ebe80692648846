package import Foundation
import GRDB
import Synchronization

/// The data of both systems: typed tables over SQLite, in transactions, with versions, tombstones and the ledger.
///
/// Everything goes through one connection, one transaction after the other: what a dialect does inside `write` is
/// atomic, and nobody sees half of it.
package final class Engine: Sendable {
    /// The tables' definitions.
    package let library: DefinitionLibrary
    /// The clock whose time goes into the rows.
    package let clock: SandboxClock
    let faults: Faults
    let catalog: [SandboxSystem: [String: TableSchema]]
    let database: DatabaseQueue
    let shared: Mutex<SharedState>
    let replicas = Mutex<[SandboxSystem: Replica]>([:])
    let snapshot = Mutex<DatabaseQueue?>(nil)

    /// What transactions share: the counters of versions, the source of ids, the options of choices.
    struct SharedState: Sendable {
        var versions: [SandboxSystem: Int64] = [:]
        var random: SeededRandom
        var options: [OptionSetKey: [OptionDefinition]] = [:]
        /// Whether a transaction changed options; once it did, one that fails reads them anew.
        var hasUnsettledOptions = false
    }

    /// Opens the data: in memory, or in a file that is created if it isn't there.
    package init(
        library: DefinitionLibrary, file: URL? = nil, clock: SandboxClock, faults: Faults, seed: UInt64 = 1
    ) throws {
        self.library = library
        self.clock = clock
        self.faults = faults
        var catalog: [SandboxSystem: [String: TableSchema]] = [:]
        for definition in library.definitions {
            catalog[definition.system, default: [:]][definition.table] = TableSchema(definition)
        }
        self.catalog = catalog
        let configuration = Collation.configuration()
        let layout = StoreLayout(catalog: catalog)
        let versions: [SandboxSystem: Int64]
        do {
            database =
                try file.map { try DatabaseQueue(path: $0.path, configuration: configuration) }
                ?? DatabaseQueue(configuration: configuration)
            versions = try database.write { database in try layout.prepare(database) }
        } catch let error as DatabaseError {
            throw SandboxStartError.dataUnusable(path: file?.path ?? "", cause: error.message ?? "")
        }
        let mixed = versions.values.reduce(seed) { $0 &* 31 &+ UInt64(bitPattern: $1) }
        shared = Mutex(SharedState(versions: versions, random: SeededRandom(seed: mixed)))
        try reloadOptions()
    }

    /// The layout of a table.
    package func schema(_ system: SandboxSystem, _ table: String) throws -> TableSchema {
        guard let schema = catalog[system]?[table] else { throw EngineError.noTable(table) }
        return schema
    }

    /// Reads in one consistent state; `replica` says that an older state will do, if a fault makes reads stale.
    package func read<Result: Sendable>(
        _ system: SandboxSystem, replica allowsReplica: Bool = false,
        _ body: @escaping @Sendable (Tables) throws -> Result
    ) async throws -> Result {
        let source = try allowsReplica ? replicaDatabase(system) ?? database : database
        let now = now(system)
        return try await source.read {
            try body(Tables($0, system: system, engine: self, actor: .sandbox, now: now))
        }
    }

    /// The time of a system, whose clock may be off.
    package func now(_ system: SandboxSystem) -> Moment {
        clock.now.advanced(by: faults.clockOffset(system: system))
    }

    /// Writes in one transaction, as an actor, at a moment that isn't now if one is given; an error that leaves the closure undoes all of it.
    package func write<Result: Sendable>(
        _ system: SandboxSystem, as actor: Actor, at moment: Moment? = nil,
        _ body: @escaping @Sendable (Tables) throws -> Result
    ) async throws -> Result {
        let now = moment ?? now(system)
        do {
            return try await database.write { database in
                let tables = Tables(database, system: system, engine: self, actor: actor, now: now)
                defer { if tables.hasChangedOptions { self.noteUnsettledOptions() } }
                return try body(tables)
            }
        } catch {
            // What the transaction said about options was undone with it.
            if hasUnsettledOptions { try reloadOptions() }
            throw error
        }
    }

    @inline(never)
    private var hasUnsettledOptions: Bool { shared.withLock { $0.hasUnsettledOptions } }

    @inline(never)
    private func noteUnsettledOptions() { shared.withLock { $0.hasUnsettledOptions = true } }

    /// The next version of a system: greater than all before, also than those of transactions that were undone.
    @inline(never)
    func nextVersion(_ system: SandboxSystem) -> Int64 {
        shared.withLock { state in
            state.versions[system, default: 0] += 1
            return state.versions[system, default: 0]
        }
    }

    /// A new id.
    @inline(never)
    package func newID() -> String { shared.withLock { $0.random.guid() } }

    /// The greatest version that a system has given.
    @inline(never)
    package func currentVersion(_ system: SandboxSystem) -> Int64 { shared.withLock { $0.versions[system] ?? 0 } }
}

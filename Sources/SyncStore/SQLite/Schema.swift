import GRDB

/// Tells what a file is, and brings its schema up to date.
struct Schema {
    let path: String

    /// What marks a SQLite file as a store of Couplet (`PRAGMA application_id`): the letters "Cplt".
    static let applicationID: Int64 = 0x4370_6C74

    /// What a file holds.
    enum Contents: Equatable {
        case nothing
        case version(Int)
    }

    /// Says what a file holds, and refuses what is not ours or too new.
    func contents(_ database: Database) throws -> Contents {
        let application = try Int64.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        if application == 0, version == 0,
            try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0
        {
            return .nothing
        }
        guard application == Self.applicationID else { throw SyncStoreError.notAStore(path: path) }
        guard version <= Migration.current else {
            throw SyncStoreError.newerVersion(path: path, found: version, known: Migration.current)
        }
        return .version(version)
    }

    /// Takes the steps that are missing, each a transaction of its own.
    func migrate(_ database: Database, from contents: Contents, upTo last: Int = Migration.current) throws {
        let first = if case .version(let version) = contents { version } else { 0 }
        for migration in Migration.all where migration.version > first && migration.version <= last {
            try database.inTransaction(.immediate) {
                try database.execute(sql: migration.sql)
                try database.execute(sql: "PRAGMA application_id = \(Self.applicationID)")
                try database.execute(sql: "PRAGMA user_version = \(migration.version)")
                try database.checkForeignKeys()
                return .commit
            }
        }
    }
}

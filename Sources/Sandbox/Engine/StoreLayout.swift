import GRDB

/// The tables of the store: one for each defined table, and those of the engine itself.
struct StoreLayout {
    let catalog: [SandboxSystem: [String: TableSchema]]

    /// Creates what is missing, fills in the options, and says which version each system has come to.
    func prepare(_ database: Database) throws -> [SandboxSystem: Int64] {
        try database.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS sandbox_deleted (
                    system TEXT NOT NULL, tbl TEXT NOT NULL, id TEXT NOT NULL, company TEXT NOT NULL,
                    version INTEGER NOT NULL, moment INTEGER NOT NULL);
                CREATE INDEX IF NOT EXISTS sandbox_deleted_version ON sandbox_deleted (system, tbl, version);
                CREATE TABLE IF NOT EXISTS sandbox_ledger (
                    number INTEGER PRIMARY KEY, moment INTEGER NOT NULL, client TEXT NOT NULL,
                    user TEXT NOT NULL, system TEXT NOT NULL, tbl TEXT NOT NULL, id TEXT NOT NULL, label TEXT NOT NULL,
                    operation TEXT NOT NULL, fields TEXT NOT NULL, digest TEXT NOT NULL);
                CREATE INDEX IF NOT EXISTS sandbox_ledger_digest ON sandbox_ledger (digest) WHERE digest <> '';
                CREATE TABLE IF NOT EXISTS sandbox_series (
                    system TEXT NOT NULL, tbl TEXT NOT NULL, company TEXT NOT NULL, next INTEGER NOT NULL,
                    PRIMARY KEY (system, tbl, company)) WITHOUT ROWID;
                CREATE TABLE IF NOT EXISTS sandbox_options (
                    system TEXT NOT NULL, owner TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL,
                    label TEXT NOT NULL, position INTEGER NOT NULL,
                    PRIMARY KEY (system, owner, name, value)) WITHOUT ROWID;
                CREATE TRIGGER IF NOT EXISTS sandbox_ledger_stays BEFORE DELETE ON sandbox_ledger
                    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
                CREATE TRIGGER IF NOT EXISTS sandbox_ledger_is_fixed BEFORE UPDATE ON sandbox_ledger
                    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
                """)
        var versions: [SandboxSystem: Int64] = [:]
        for (system, tables) in catalog {
            for schema in tables.values {
                try create(schema, in: database)
                try fillOptions(schema, in: database)
                let version = try Int64.fetchOne(database, sql: "SELECT max(_version) FROM \(schema.sql)")
                versions[system] = max(versions[system] ?? 0, version ?? 0)
            }
            let deleted = try Int64.fetchOne(
                database, sql: "SELECT max(version) FROM sandbox_deleted WHERE system = ?", arguments: [system.rawValue]
            )
            versions[system] = max(versions[system] ?? 0, deleted ?? 0)
        }
        return versions
    }

    private func create(_ schema: TableSchema, in database: Database) throws {
        let columns = schema.columns.map { "\($0.sql) \(Collation.declaration($0.kind))" }
        try database.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS \(schema.sql) (
                    _row INTEGER PRIMARY KEY, _id TEXT NOT NULL UNIQUE, _company TEXT NOT NULL, _version INTEGER NOT NULL,
                    _created INTEGER NOT NULL, _modified INTEGER NOT NULL, _createdBy TEXT NOT NULL,
                    _modifiedBy TEXT NOT NULL\(columns.map { ", " + $0 }.joined()))
                """)
        let present = Set(try database.columns(in: String(schema.sql.dropFirst().dropLast())).map(\.name))
        for column in schema.columns where !present.contains(column.name) {
            try database.execute(
                sql: "ALTER TABLE \(schema.sql) ADD COLUMN \(column.sql) \(Collation.declaration(column.kind))")
        }
        // Polls ask for one company's rows since a moment, in the order of their changes.
        let scope = schema.definition.perCompany ? ["_company"] : []
        try index(schema, "modified", scope + ["_modified"], in: database)
        try index(schema, "version", ["_version"], in: database)
        for set in schema.uniqueFields {
            try index(
                schema, set.joined(separator: "+"), ["_company"] + set.compactMap { schema.sqlName(of: $0) },
                isUnique: true, where: condition(schema, set), in: database)
        }
        for (_, other) in catalog[schema.definition.system] ?? [:] {
            for collection in other.definition.collections where collection.table == schema.table {
                guard let column = schema.sqlName(of: collection.field) else { continue }
                try index(schema, collection.field, [column], in: database)
            }
        }
    }

    /// Business Central's empty texts are values to SQLite: rows whose further key is empty don't count.
    private func condition(_ schema: TableSchema, _ set: [String]) -> String {
        guard schema.definition.system == .businessCentral,
            schema.definition.uniqueKeys.contains(where: { $0.fields == set })
        else { return "" }
        return " WHERE NOT ("
            + set.compactMap { schema.sqlName(of: $0) }.map { "\($0) = ''" }.joined(separator: " AND ") + ")"
    }

    private func index(
        _ schema: TableSchema, _ name: String, _ columns: [String], isUnique: Bool = false,
        where condition: String = "",
        in database: Database
    ) throws {
        let quoted = "\"\(schema.definition.system.rawValue).\(schema.table).\(isUnique ? "unique " : "")\(name)\""
        try database.execute(
            sql: """
                CREATE \(isUnique ? "UNIQUE " : "")INDEX IF NOT EXISTS \(quoted)
                ON \(schema.sql) (\(columns.joined(separator: ", ")))\(condition)
                """)
    }

    private func fillOptions(_ schema: TableSchema, in database: Database) throws {
        for field in schema.definition.fields where !field.options.isEmpty {
            let key = OptionSetKey(schema.definition.system, table: schema.table, field: field)
            for (position, option) in field.options.enumerated() {
                try database.execute(
                    sql: "INSERT OR IGNORE INTO sandbox_options VALUES (?, ?, ?, ?, ?, ?)",
                    arguments: [
                        key.system.rawValue, key.owner, key.name, option.value, option.label, position,
                    ])
            }
        }
    }
}

extension TableSchema {
    /// The sets of fields of which no two rows of a company may have the same values: the primary key first.
    package var uniqueFields: [[String]] {
        ([definition.primaryKey] + definition.alternateKeys.map(\.fields) + definition.uniqueKeys.map(\.fields))
            .filter { !$0.isEmpty }
    }
}

import GRDB
import GRDBSQLite
import Synchronization

/// The tables of one system inside one transaction; valid inside the closure that gets it.
package final class Tables {
    /// The system.
    package let system: SandboxSystem
    /// The engine.
    package let engine: Engine
    /// Who acts.
    package let actor: Actor
    /// The time of the transaction.
    package let now: Moment
    let database: Database
    /// Whether changes go into the ledger; the sample company's don't.
    package var isRecorded = true
    /// Whether options of choices were changed in this transaction.
    var hasChangedOptions = false
    /// How often rows of each table were written in this transaction.
    private var writes: [ObjectIdentifier: Int] = [:]
    /// The statements of tables that were used in this transaction.
    private var prepared: [Prepared: OpaquePointer] = [:]

    /// A table's own statement.
    private struct Prepared: Hashable {
        var table: ObjectIdentifier
        var kind: TableSchema.Statement
    }

    init(_ database: Database, system: SandboxSystem, engine: Engine, actor: Actor, now: Moment) {
        self.database = database
        self.system = system
        self.engine = engine
        self.actor = actor
        self.now = now
    }

    /// The same tables for what the server does by itself.
    var server: Tables {
        let tables = Tables(database, system: system, engine: engine, actor: .sandbox, now: now)
        tables.isRecorded = isRecorded
        return tables
    }

    /// The layout of a table.
    package func schema(_ table: String) throws -> TableSchema { try engine.schema(system, table) }

    /// How often rows of a table were written in this transaction: what was read before a write may be old after it.
    func writes(to schema: TableSchema) -> Int { writes[ObjectIdentifier(schema)] ?? 0 }

    /// Counts a write.
    func note(_ schema: TableSchema) { writes[ObjectIdentifier(schema), default: 0] += 1 }

    /// Does something that is undone by itself if it throws; the transaction goes on.
    package func savepoint<Result>(_ body: () throws -> Result) throws -> Result {
        try run("SAVEPOINT sandbox", [])
        do {
            let result = try body()
            try run("RELEASE SAVEPOINT sandbox", [])
            return result
        } catch {
            writes = writes.mapValues { $0 + 1 }
            try run("ROLLBACK TO SAVEPOINT sandbox", [])
            try run("RELEASE SAVEPOINT sandbox", [])
            if hasChangedOptions { try engine.reloadOptions(database) }
            throw error
        }
    }

    /// Takes the next number of a table's series, as text.
    package func nextNumber(_ schema: TableSchema, company: String) throws -> String? {
        guard let series = schema.definition.numberSeries else { return nil }
        let key: [StoredValue] = [.text(system.rawValue), .text(schema.table), .text(company)]
        var number = series.first
        try step(
            """
            INSERT INTO sandbox_series VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET next = next + ? RETURNING next
            """, key + [.integer(series.first), .integer(series.step)]
        ) { row in number = row.integer(0) }
        let digits = String(number)
        let filled = String(repeating: "0", count: max(0, series.digits - digits.count)) + digits
        return series.prefix + filled + (series.suffix.map(expand) ?? "")
    }

    /// Runs a statement with bound values and hands out each row.
    func step(_ sql: String, _ arguments: [StoredValue] = [], _ body: (borrowing RowView) throws -> Void) throws {
        try step(database.cachedStatement(sql: sql).sqliteStatement, arguments, body)
    }

    /// Runs one of a table's own statements; finding it takes less time than by its text.
    func step(
        _ kind: TableSchema.Statement, of schema: TableSchema, _ arguments: [StoredValue],
        _ body: (borrowing RowView) throws -> Void
    ) throws {
        let key = Prepared(table: ObjectIdentifier(schema), kind: kind)
        if let known = prepared[key] { return try step(known, arguments, body) }
        let statement = try database.cachedStatement(sql: schema.sql(of: kind)).sqliteStatement
        prepared[key] = statement
        try step(statement, arguments, body)
    }

    private func step(
        _ statement: OpaquePointer, _ arguments: [StoredValue], _ body: (borrowing RowView) throws -> Void
    ) throws {
        sqlite3_reset(statement)
        defer { sqlite3_reset(statement) }
        bind(arguments, to: statement)
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: try body(RowView(statement))
            case SQLITE_DONE: return
            case let code: throw DatabaseError(resultCode: ResultCode(rawValue: code), message: lastMessage)
            }
        }
    }

    /// Runs a statement that gives no rows.
    func run(_ sql: String, _ arguments: [StoredValue]) throws { try step(sql, arguments) { _ in } }

    private var lastMessage: String {
        database.sqliteConnection.map { String(cString: sqlite3_errmsg($0)) } ?? ""
    }

    private func bind(_ arguments: [StoredValue], to statement: OpaquePointer) {
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        for (place, argument) in arguments.enumerated() {
            let number = Int32(place + 1)
            switch argument {
            case .null: sqlite3_bind_null(statement, number)
            case .integer(let value): sqlite3_bind_int64(statement, number, value)
            case .text(var text):
                text.withUTF8 { bytes in
                    guard let start = bytes.baseAddress, !bytes.isEmpty else {
                        _ = sqlite3_bind_text(statement, number, "", 0, copied)
                        return
                    }
                    _ = start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                        sqlite3_bind_text(statement, number, $0, Int32(bytes.count), copied)
                    }
                }
            }
        }
    }

    private func expand(_ suffix: String) -> String {
        let letters = Array("ABCDEFGHJKLMNPQRSTVWXYZ0123456789")
        let random = (0..<6).map { _ in
            letters[engine.shared.withLock { Int($0.random.next() % UInt64(letters.count)) }]
        }
        return suffix.replacing("*", with: String(random))
    }
}

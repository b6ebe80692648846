import GRDB
import GRDBSQLite
import Model

/// A statement that a commit carries out once a record: values go straight to SQLite, without a box and a list for each row.
///
/// Values are bound in the order of the question marks. Only for statements that return no rows, within a transaction of GRDB.
struct HotStatement {
    private let statement: Statement
    private var index: Int32 = 0

    /// Takes a cached statement.
    init(_ database: Database, _ sql: String) throws {
        statement = try database.cachedStatement(sql: sql)
    }

    mutating func bind(_ text: String) {
        index += 1
        var text = text
        let position = index
        text.withUTF8 { bytes in
            let start = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
            sqlite3_bind_text(statement.sqliteStatement, position, start, Int32(bytes.count), Self.copied)
        }
    }

    mutating func bind(_ text: String?) {
        guard let text else { return bindNull() }
        bind(text)
    }

    mutating func bind(_ number: Int64) {
        index += 1
        sqlite3_bind_int64(statement.sqliteStatement, index, number)
    }

    mutating func bind(_ number: Int64?) {
        guard let number else { return bindNull() }
        bind(number)
    }

    mutating func bind(_ number: Double) {
        index += 1
        sqlite3_bind_double(statement.sqliteStatement, index, number)
    }

    mutating func bind(_ bytes: [UInt8]) {
        index += 1
        guard !bytes.isEmpty else {
            sqlite3_bind_zeroblob(statement.sqliteStatement, index, 0)
            return
        }
        bytes.withUnsafeBytes { buffer in
            _ = sqlite3_bind_blob(
                statement.sqliteStatement, index, buffer.baseAddress, Int32(buffer.count), Self.copied)
        }
    }

    private mutating func bindNull() {
        index += 1
        sqlite3_bind_null(statement.sqliteStatement, index)
    }

    /// Carries the statement out with what was bound, and begins anew.
    mutating func run() throws {
        precondition(
            index == sqlite3_bind_parameter_count(statement.sqliteStatement), "every question mark has a value")
        index = 0
        let code = sqlite3_step(statement.sqliteStatement)
        sqlite3_reset(statement.sqliteStatement)
        guard code != SQLITE_DONE else { return }
        let connection = sqlite3_db_handle(statement.sqliteStatement)
        throw DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: sqlite3_errmsg(connection).map { String(cString: $0) })
    }

    /// Tells SQLite to copy what is bound: `SQLITE_TRANSIENT`, a cast that Swift does not import.
    ///
    /// https://www.sqlite.org/c3ref/c_static.html
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}

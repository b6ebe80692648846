import GRDB
import GRDBSQLite
import Model

/// A statement that a commit carries out once a record: values go straight to SQLite, without a box and a list for each row.
///
/// Values are bound in the order of the question marks. Only for statements that return no rows, within a transaction of GRDB.
struct HotStatement {
    private let statement: Statement
    private var index: Int32 = 0
    /// The first binding that SQLite refused: the row would hold the value of the one before.
    private var refusal = SQLITE_OK

    /// Takes a cached statement.
    init(_ database: Database, _ sql: String) throws {
        statement = try database.cachedStatement(sql: sql)
    }

    mutating func bind(_ text: String) {
        index += 1
        var text = text
        let position = index
        note(
            text.withUTF8 { bytes in
                let start = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
                return sqlite3_bind_text64(
                    statement.sqliteStatement, position, start, UInt64(bytes.count), Self.copied, UInt8(SQLITE_UTF8))
            })
    }

    mutating func bind(_ text: String?) {
        guard let text else { return bindNull() }
        bind(text)
    }

    mutating func bind(_ number: Int64) {
        index += 1
        note(sqlite3_bind_int64(statement.sqliteStatement, index, number))
    }

    mutating func bind(_ number: Int64?) {
        guard let number else { return bindNull() }
        bind(number)
    }

    mutating func bind(_ number: Double) {
        index += 1
        note(sqlite3_bind_double(statement.sqliteStatement, index, number))
    }

    mutating func bind(_ bytes: [UInt8]) {
        index += 1
        guard !bytes.isEmpty else {
            return note(sqlite3_bind_zeroblob(statement.sqliteStatement, index, 0))
        }
        let position = index
        note(
            bytes.withUnsafeBytes { buffer in
                sqlite3_bind_blob64(
                    statement.sqliteStatement, position, buffer.baseAddress, UInt64(buffer.count), Self.copied)
            })
    }

    private mutating func bindNull() {
        index += 1
        note(sqlite3_bind_null(statement.sqliteStatement, index))
    }

    private mutating func note(_ code: Int32) {
        if refusal == SQLITE_OK { refusal = code }
    }

    /// Carries the statement out with what was bound, and begins anew.
    mutating func run() throws {
        precondition(
            index == sqlite3_bind_parameter_count(statement.sqliteStatement), "every question mark has a value")
        index = 0
        guard refusal == SQLITE_OK else {
            defer { refusal = SQLITE_OK }
            throw DatabaseError(resultCode: ResultCode(rawValue: refusal))
        }
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

import Foundation
import GRDB
import GRDBSQLite

/// How the store compares: text without regard to case, decimals by their number.
enum Collation {
    /// Text as SQL Server's case-insensitive collations compare it.
    ///
    /// It works on SQLite's bytes: each row that is written is compared with a dozen others.
    private static let text:
        @convention(c) (
            UnsafeMutableRawPointer?, Int32, UnsafeRawPointer?, Int32, UnsafeRawPointer?
        ) -> Int32 = { _, leftCount, left, rightCount, right in
            let left = UnsafeRawBufferPointer(start: left, count: Int(leftCount))
            let right = UnsafeRawBufferPointer(start: right, count: Int(rightCount))
            return Int32(Folding.compare(left, right).rawValue)
        }
    /// Decimal numbers in text form.
    private static let decimal = DatabaseCollation("SANDBOX_DECIMAL") { DecimalText.compare($0, $1) }
    /// `sandbox_fold(text)`: the text without case, for searches.
    static let fold = DatabaseFunction("sandbox_fold", argumentCount: 1, pure: true) { values in
        String.fromDatabaseValue(values[0]).map(Folding.fold)
    }
    /// `sandbox_ends(text, end)`: whether a text ends with another, without regard to case.
    static let ends = DatabaseFunction("sandbox_ends", argumentCount: 2, pure: true) { values in
        guard let text = String.fromDatabaseValue(values[0]), let end = String.fromDatabaseValue(values[1]) else {
            return nil
        }
        return Folding.fold(text).hasSuffix(Folding.fold(end))
    }

    /// The configuration of a connection that knows them.
    static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "sandbox"
        configuration.prepareDatabase { database in
            sqlite3_create_collation_v2(
                database.sqliteConnection, "SANDBOX_TEXT", SQLITE_UTF8, nil, text, nil)
            database.add(collation: decimal)
            database.add(function: fold)
            database.add(function: ends)
            try database.execute(
                sql: "PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536")
        }
        return configuration
    }

    /// The declaration of a column, after its name.
    static func declaration(_ kind: FieldDefinition.Kind) -> String {
        switch kind {
        case .text: "TEXT COLLATE SANDBOX_TEXT"
        case .decimal: "TEXT COLLATE SANDBOX_DECIMAL"
        case .code, .date, .guid, .lookup: "TEXT"
        case .integer, .boolean, .instant, .choice: "INTEGER"
        }
    }

    /// The collation that a term with values of a kind needs to be named with, where SQLite does not know it.
    static func name(_ kind: FieldDefinition.Kind?) -> String {
        switch kind {
        case .text: " COLLATE SANDBOX_TEXT"
        case .decimal: " COLLATE SANDBOX_DECIMAL"
        default: ""
        }
    }
}

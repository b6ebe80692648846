#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import GRDB
import Model

extension Row {
    /// The bytes of a column.
    func bytes(_ index: Int) -> [UInt8] {
        (self[index] as Data?).map { [UInt8]($0) } ?? []
    }

    /// The time in a column.
    func date(_ index: Int) -> Date { Date(timeIntervalSince1970: self[index]) }

    /// The time in a column, where there is one.
    func optionalDate(_ index: Int) -> Date? { (self[index] as Double?).map(Date.init(timeIntervalSince1970:)) }

    /// The identities in two columns that follow each other.
    func ids(_ index: Int) -> Sided<RecordID?> {
        Sided(
            erp: (self[index] as String?).map { RecordID($0) }, crm: (self[index + 1] as String?).map { RecordID($0) })
    }
}

extension Statement {
    /// Calls for each row; the row is valid during the call only.
    func rows(_ arguments: StatementArguments, _ body: (Row) throws -> Void) throws {
        let cursor = try Row.fetchCursor(self, arguments: arguments)
        while let row = try cursor.next() { try body(row) }
    }

    /// A value of each row, in order.
    func map<Value>(_ arguments: StatementArguments, _ value: (Row) throws -> Value) throws -> [Value] {
        var values: [Value] = []
        try rows(arguments) { values.append(try value($0)) }
        return values
    }
}

extension Date {
    /// What stands in a column.
    var stored: Double { timeIntervalSince1970 }
}

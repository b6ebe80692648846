/// A row that is about to be written: what it was, and what changes.
struct RowDraft {
    let table: DataverseTable
    /// The row as it is; `nil` for a new one.
    let record: StoredRecord?
    /// What is to be written.
    private(set) var changes: [String: StoredValue]

    init(_ table: DataverseTable, record: StoredRecord? = nil, values: [String: StoredValue]) {
        self.table = table
        self.record = record
        changes = values
    }

    /// The value that a column will have.
    subscript(name: String) -> StoredValue { changes[name] ?? record?[name] ?? .null }

    /// Whether a column is written.
    func changes(_ name: String) -> Bool { changes[name] != nil }

    /// Writes a column too.
    mutating func set(_ name: String, _ value: StoredValue) { changes[name] = value }

    /// Writes a column too, if the client didn't.
    mutating func set(_ name: String, ifAbsent value: StoredValue) {
        if self[name] == .null, changes[name] == nil { changes[name] = value }
    }
}

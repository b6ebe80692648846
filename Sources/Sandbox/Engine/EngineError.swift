/// Why the engine did not do what it was asked; a dialect turns it into its service's answer.
package enum EngineError: Error, Sendable, Hashable {
    /// The system has no such table.
    case noTable(String)
    /// The table has no such field.
    case noField(String, table: String)
    /// No row has the id.
    case noRecord(table: String, id: String)
    /// The row has another version than the client expects.
    case versionDiffers(table: String, id: String, version: Int64)
    /// Another row has the same values in fields that must be unique, or the same id (then the key's name stands alone).
    case duplicate(table: String, fields: [String], values: [StoredValue])
    /// A rule of the business refuses the row, for a reason that it says.
    case refused(String)
    /// A page mark that does not fit the order.
    case badMark
}

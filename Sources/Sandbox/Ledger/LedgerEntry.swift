/// One change of one row, as the ledger keeps it.
package struct LedgerEntry: Sendable, Hashable {
    /// What was done.
    package enum Operation: String, Sendable, Hashable, CaseIterable {
        /// The row was created.
        case create
        /// Fields were changed.
        case update
        /// The row was deleted.
        case delete
    }

    /// The entry's number: entries are numbered in the order of their transactions.
    package var number: Int64
    /// When it was done.
    package var moment: Moment
    /// The client application that asked for it.
    package var client: String
    /// The user's name.
    package var user: String
    /// The system.
    package var system: SandboxSystem
    /// The table.
    package var table: String
    /// The row's id.
    package var id: String
    /// What the row is known by to people: its natural key, or its name.
    package var label: String
    /// What was done.
    package var operation: Operation
    /// The fields that got a value, or another one; sorted.
    package var fields: [String]
}

package import Model

/// The states of a table whose records can be written in one of them only.
package struct StateDeclaration: Sendable, Hashable {
    /// An action that leads to a state: `FulfillSalesOrder` with an `OrderClose`.
    package struct Action: Sendable, Hashable {
        /// Its name.
        package var name: String
        /// The activity in its body, which names the record.
        package var activity: String
        /// Creates an action.
        package init(name: String, activity: String) {
            self.name = name
            self.activity = activity
        }
    }
    /// The column of the state.
    package var field: FieldName
    /// The column of the reason that goes with it.
    package var reason: FieldName
    /// The state in which the rest may be written.
    package var writableState: Int64
    /// The reason that goes with it.
    package var writableReason: Int64
    /// The states that are reached by an action alone.
    package var actions: [Int64: Action]

    /// Creates a declaration.
    package init(
        field: FieldName, reason: FieldName, writableState: Int64, writableReason: Int64, actions: [Int64: Action] = [:]
    ) {
        self.field = field
        self.reason = reason
        self.writableState = writableState
        self.writableReason = writableReason
        self.actions = actions
    }
}

public import Model

/// The states of a CRM table whose records can be written in one of them only: a submitted order, a paid invoice.
///
/// The host takes a record through the state in which it can be written, and back, in one transaction. Which state is wanted afterwards a
/// decision says by the values of these two fields; where it says nothing, the one that the record was in.
public struct RecordStates: Sendable, Hashable {
    /// An action that leads to a state.
    public struct Action: Sendable, Hashable {
        /// Its name: `FulfillSalesOrder`.
        public var name: String
        /// The activity in its body: `OrderClose`.
        public var activity: String
        /// Creates an action.
        public init(name: String, activity: String) {
            self.name = name
            self.activity = activity
        }
    }

    /// The column of the state.
    public var field: FieldName
    /// The column of the reason that goes with it.
    public var reason: FieldName
    /// The state in which the rest may be written, and the reason that goes with it.
    public var writable: (state: Int64, reason: Int64) { (writableState, writableReason) }
    /// The states that are reached by an action alone.
    public var actions: [Int64: Action]
    private var writableState: Int64
    private var writableReason: Int64

    /// Creates it.
    public init(
        field: FieldName, reason: FieldName, writable: (state: Int64, reason: Int64), actions: [Int64: Action] = [:]
    ) {
        (self.field, self.reason, self.actions) = (field, reason, actions)
        (writableState, writableReason) = writable
    }
}

/// The states of a row.
package struct StateDefinition: Sendable, Hashable, Codable {
    /// A state and the reasons that it may have.
    package struct State: Sendable, Hashable, Codable {
        /// The state's value.
        package var state: Int64
        /// The values of the status reason that go with it.
        package var reasons: [Int64]
        /// The reason that it gets when the client names none.
        package var usual: Int64
        /// The states that a row may move to with an ordinary update; `nil`: all.
        package var next: [Int64]?
    }

    /// The field with the state: `statecode`.
    package var field: String
    /// The field with the reason: `statuscode`.
    package var reason: String
    /// The states; the first is that of a new row.
    package var states: [State]
    /// Whether a client may name a state when it creates a row.
    package var isSettableOnCreate: Bool?
    /// The states in which a row, and the lines of a document, may be changed; `nil`: all.
    package var writable: [Int64]?
}

/// A value of a choice.
package struct OptionDefinition: Sendable, Hashable, Codable {
    /// The number that is stored.
    package var value: Int64
    /// The label that people see: `Net 30`, ` `, `Non-Inventory`.
    package var label: String

    /// Creates an option.
    package init(value: Int64, label: String) {
        self.value = value
        self.label = label
    }
}

/// A table that a lookup may refer to.
package struct LookupTarget: Sendable, Hashable, Codable {
    /// The table.
    package var table: String
    /// The navigation property that leads to its row: `currency`, `customerid_account`.
    package var navigation: String
}

/// Where the value of a code must exist.
package struct RelationDefinition: Sendable, Hashable, Codable {
    /// The table.
    package var table: String
    /// Its field: `code`, `number`.
    package var field: String
    /// The lookup beside the code that holds the same row's id; `nil`: there is none.
    package var lookup: String?
}

/// How the server works a value out.
package struct ComputationDefinition: Sendable, Hashable, Codable {
    /// The rule's name.
    ///
    /// Of all dialects: `join` (the fields, with `separator` between those that are not empty), `related` (the field
    /// `from[1]` of the row that the lookup or code `from[0]` refers to). A dialect adds rules of its own.
    package var rule: String
    /// The fields that it works from.
    package var from: [String]
    /// What stands between joined fields.
    package var separator: String?
}

/// Fields by which a client may address a row.
package struct AlternateKeyDefinition: Sendable, Hashable, Codable {
    /// The key's name.
    package var name: String
    /// Its fields.
    package var fields: [String]
}

/// Fields of which no two rows may have the same values; rows where all are empty don't count.
package struct UniqueKeyDefinition: Sendable, Hashable, Codable {
    /// The fields.
    package var fields: [String]
    /// The code of the error that a second row gets; `nil`: the dialect's usual one.
    package var code: String?
}

/// The rows of another table that belong to a row.
package struct CollectionDefinition: Sendable, Hashable, Codable {
    /// The navigation property: `salesOrderLines`, `contact_customer_accounts`.
    package var navigation: String
    /// The other table.
    package var table: String
    /// Its lookup field that refers to the row.
    package var field: String
    /// Whether the rows are deleted with the row.
    package var isOwned: Bool?
}

/// The row of another table that the server keeps beside each row: a customer's company contact.
package struct CompanionDefinition: Sendable, Hashable, Codable {
    /// The other table.
    package var table: String
    /// Its lookup that refers to the row.
    package var owner: String
    /// Its field that holds its own number, by which it is told from other rows of the same owner.
    package var own: String
    /// What it always has, as JSON scalars are written.
    package var constants: [String: Int64]
    /// The fields that it has from the row, under the same names.
    package var copies: [String]
}

/// The series that gives a new row its number.
package struct NumberSeriesDefinition: Sendable, Hashable, Codable {
    /// The field that gets the number.
    package var field: String
    /// What precedes the digits: `C`, `ORD-`.
    package var prefix: String
    /// The number of digits, filled with zeros.
    package var digits: Int
    /// The first number.
    package var first: Int64
    /// The distance between two numbers.
    package var step: Int64
    /// What follows the digits; `*` stands for six letters and digits at random, as Dataverse adds them.
    package var suffix: String?
}

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
}

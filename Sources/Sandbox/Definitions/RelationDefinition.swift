/// Where the value of a code must exist.
package struct RelationDefinition: Sendable, Hashable, Codable {
    /// The table.
    package var table: String
    /// Its field: `code`, `number`.
    package var field: String
    /// The lookup beside the code that holds the same row's id; `nil`: there is none.
    package var lookup: String?
}

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

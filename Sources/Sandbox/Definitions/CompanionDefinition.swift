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

/// A table that a lookup may refer to.
package struct LookupTarget: Sendable, Hashable, Codable {
    /// The table.
    package var table: String
    /// The navigation property that leads to its row: `currency`, `customerid_account`.
    package var navigation: String
}

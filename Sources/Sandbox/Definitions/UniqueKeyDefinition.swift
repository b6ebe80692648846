/// Fields of which no two rows may have the same values; rows where all are empty don't count.
package struct UniqueKeyDefinition: Sendable, Hashable, Codable {
    /// The fields.
    package var fields: [String]
    /// The code of the error that a second row gets; `nil`: the dialect's usual one.
    package var code: String?
}

/// Fields by which a client may address a row.
package struct AlternateKeyDefinition: Sendable, Hashable, Codable {
    /// The key's name.
    package var name: String
    /// Its fields.
    package var fields: [String]
}

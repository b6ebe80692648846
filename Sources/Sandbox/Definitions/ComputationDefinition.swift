/// How the server works a value out.
package struct ComputationDefinition: Sendable, Hashable, Codable {
    /// The rule's name.
    ///
    /// Of all dialects: `join` (the fields, with `separator` between those that are not empty), `related` (the field
    /// `from[1]` of the row that the lookup or code `from[0]` refers to), `firstRelated` (the last of `from`, a field of the row
    /// that the first filled-in lookup of the others refers to). A dialect adds rules of its own.
    package var rule: String
    /// The fields that it works from.
    package var from: [String]
    /// What stands between joined fields.
    package var separator: String?
}

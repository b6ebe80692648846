/// The tenant lacks fields that the entity can't do without.
struct MissingFields: Error, Sendable, Hashable {
    var fields: [MissingField]
}

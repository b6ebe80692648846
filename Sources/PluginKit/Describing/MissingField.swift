import Model

/// A field that the entity can't do without.
struct MissingField: Sendable, Hashable {
    var side: Side
    var name: FieldName
}

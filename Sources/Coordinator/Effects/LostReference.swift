import Model

/// A record that a write would refer to, and that is not there any more though the store couples it.
struct LostReference: Sendable {
    /// The field that would name it.
    let field: FieldName
    /// The side that is written to.
    let side: Side
    /// The record that the other side refers to; `nil` when the other side doesn't name it by its identity.
    let origin: RecordReference?

    /// What becomes of the pair: it waits until the record of the other side is coupled again.
    var action: Decision.Action {
        origin.map { .wait($0) } ?? .setAside(Problem(.invalid, field: field, side: side))
    }
}

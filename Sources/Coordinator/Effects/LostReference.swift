import Model

/// A record that a write would refer to, and that is not there any more though the store couples it.
struct LostReference: Sendable {
    /// The record of the other side that it is coupled with.
    let origin: RecordReference
    /// That coupling.
    let coupling: Coupling.ID
}

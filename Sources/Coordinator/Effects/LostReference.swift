import Model

/// A record that a write would refer to, and that is not there any more though the store couples it.
struct LostReference: Sendable {
    /// The record of the other side that it is coupled with.
    let origin: RecordReference
    /// That coupling.
    let coupling: Coupling.ID

    /// What becomes of the pair that refers to it: it waits until that coupling ended, or is another one.
    var action: Decision.Action { .wait(origin) }
}

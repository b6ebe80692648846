package import Model

/// How a record is written whose state forbids it, or that is to be in another state afterwards: all of it in one transaction.
///
/// Dataverse keeps a submitted order and a paid invoice as they are until they are active again:
/// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/salesorder>
package struct StateDetour: Sendable, Hashable {
    /// What makes the record writable, written first; empty where it is.
    package var opening: Fields
    /// What puts it into the state that is wanted, written last; empty where it stays as it is.
    package var closing: Fields
    /// The action that leads to that state, in place of writing it.
    package var action: StateDeclaration.Action?

    /// Creates a detour.
    package init(opening: Fields = Fields(), closing: Fields = Fields(), action: StateDeclaration.Action? = nil) {
        self.opening = opening
        self.closing = closing
        self.action = action
    }
}

/// Who does something: a client application, and the user that it acts as.
package struct Actor: Sendable, Hashable {
    /// The client application's id; `sandbox` for the sandbox itself.
    package var client: String
    /// The user's id in both systems, a lower-case GUID.
    package var user: String
    /// The user's name.
    package var name: String

    /// Creates an actor.
    package init(client: String, user: String, name: String) {
        self.client = client
        self.user = user
        self.name = name
    }

    /// The sandbox itself, which fills the sample company.
    package static let sandbox = Actor(
        client: "sandbox", user: "00000000-0000-0000-0000-0000000000aa", name: "SYSTEM")
}

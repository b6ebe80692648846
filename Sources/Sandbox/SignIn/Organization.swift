/// Whom the sandbox belongs to: the tenant, its two environments, and the applications that may sign in.
package struct Organization: Sendable, Hashable {
    /// An application that may sign in, and the user that it acts as.
    package struct Application: Sendable, Hashable {
        /// What it is for: `couplet`, `human`.
        package var name: String
        /// Its client id, a lower-case GUID.
        package var client: String
        /// Its secret.
        package var secret: String
        /// The user that it acts as: an application user in Dataverse, an app registration in Business Central.
        package var user: String
        /// The user's name.
        package var userName: String
    }

    /// The tenant's id, a lower-case GUID.
    package var tenant = "72f988bf-0000-4000-8000-c0a1e5ce0001"
    /// The tenant's domain.
    package var domain = "comptoir-beaulieu.example"
    /// The name of the Business Central environment.
    package var environment = "production"
    /// The id of the Dataverse organisation.
    package var organization = "0a9f4c52-0000-4000-8000-c0a1e5ce0002"
    /// The id of the root business unit.
    package var businessUnit = "0a9f4c52-0000-4000-8000-c0a1e5ce0003"
    /// The id of the company that Couplet works with.
    package var company = "3f1c9a70-0000-4000-8000-c0a1e5ce0004"
    /// Its name.
    package var companyName = "Comptoir Beaulieu"
    /// The code of the company's local currency.
    package var localCurrency = "EUR"
    /// Whether Business Central keeps a company contact beside each customer, as its marketing setup says.
    package var keepsCompanyContacts = false
    /// The applications.
    package var applications: [Application] = [
        Application(
            name: "couplet", client: "c0a1e5ce-0000-4000-8000-00000000c11e", secret: "couplet-sandbox-secret",
            user: "c0a1e5ce-0000-4000-8000-0000000005e1", userName: "Couplet"),
        Application(
            name: "human", client: "c0a1e5ce-0000-4000-8000-00000000b10b", secret: "human-sandbox-secret",
            user: "c0a1e5ce-0000-4000-8000-0000000005e2", userName: "Robin Counts"),
    ]

    /// A person who works in both systems; the sandbox itself, where there is none.
    package var person: Actor {
        guard let person = applications.first(where: { $0.name == "human" }) else { return .sandbox }
        return Actor(client: person.name, user: person.user, name: person.userName)
    }

    /// Creates the sandbox's organisation.
    package init() {}
}

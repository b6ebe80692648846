package import Model

/// What a plugin's manifest says of its table on one side: where it may be found, in order of preference.
package struct TableDeclaration: Sendable, Hashable {
    /// The table in the words of its system: `Customer`, `account`.
    package var table: String
    /// Where it may be found, best first.
    package var routes: [Route]
    /// The key column.
    package var key: FieldName
    /// The choice column whose values are the records, when they are not rows: `paymenttermscode`.
    package var choice: FieldName?
    /// The states of its records, where they can be written in one of them only.
    package var states: StateDeclaration?

    /// A way to a table.
    package struct Route: Sendable, Hashable {
        /// The kinds of route.
        package enum Kind: String, Sendable, Hashable, CaseIterable {
            /// The standard API of the system: `v2.0` in Business Central, `v9.2` in Dataverse.
            case standard
            /// A custom API of the tenant: `publisher/group/version`.
            case custom
            /// A page published as an OData web service.
            case webService
        }
        /// The kind.
        package var kind: Kind
        /// The path below the API root: `couplet/sync/v1.0`; empty for the standard API.
        package var path: String
        /// The entity set, or the service's name.
        package var set: String

        /// Creates a route.
        package init(kind: Kind, path: String, set: String) {
            self.kind = kind
            self.path = path
            self.set = set
        }
    }

    /// Creates a declaration.
    package init(
        table: String, routes: [Route], key: FieldName, choice: FieldName? = nil, states: StateDeclaration? = nil
    ) {
        self.states = states
        self.table = table
        self.routes = routes
        self.key = key
        self.choice = choice
    }
}

package import Model

/// A table that was found: the route and the fields with their types.
package struct RemoteTable: Sendable, Hashable {
    /// What was asked for.
    package var declaration: TableDeclaration
    /// The route that the tenant has.
    package var route: TableDeclaration.Route
    /// The fields, in the order of the metadata.
    package var fields: [Field]

    /// One field.
    package struct Field: Sendable, Hashable {
        /// The types that matter to the wire.
        package enum Kind: Sendable, Hashable {
            case text, decimal, integer, boolean, date, instant, guid
            /// A reference; read as `_name_value`, written as `navigation@odata.bind` to one of the targets' sets.
            case lookup([Target])
            /// A choice of numbers (Dataverse) or of names (Business Central).
            case choice
        }
        /// What a lookup may point to.
        package struct Target: Sendable, Hashable {
            /// The logical name of the table.
            package var table: String
            /// Its entity set.
            package var set: String
            /// The navigation property to bind through, case-sensitive.
            package var navigation: String
            /// Creates a target.
            package init(table: String, set: String, navigation: String) {
                self.table = table
                self.set = set
                self.navigation = navigation
            }
        }
        /// The name that field maps use.
        package var name: FieldName
        /// Its type.
        package var kind: Kind
        /// The longest text, where known.
        package var maxLength: Int?
        /// Whether the server refuses or ignores writes to it.
        package var isReadOnly: Bool
        /// Creates a field.
        package init(name: FieldName, kind: Kind, maxLength: Int? = nil, isReadOnly: Bool = false) {
            self.name = name
            self.kind = kind
            self.maxLength = maxLength
            self.isReadOnly = isReadOnly
        }
    }

    /// Creates a table.
    package init(declaration: TableDeclaration, route: TableDeclaration.Route, fields: [Field]) {
        self.declaration = declaration
        self.route = route
        self.fields = fields
    }
}

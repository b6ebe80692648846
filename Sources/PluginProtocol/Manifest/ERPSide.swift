public import Model

/// Where the records of an entity are in the ERP.
public struct ERPSide: Sendable, Hashable {
    /// A way to reach the records over the ERP's API.
    public struct Route: Sendable, Hashable {
        /// The kinds of way.
        public enum Kind: String, WireWord, Hashable {
            /// The API that comes with the product.
            case standard
            /// An API page that an extension in the tenant adds.
            case custom
            /// A page that is published as an OData web service.
            case webService
        }

        /// The kind.
        public var kind: Kind
        /// The publisher, group and version of a custom API (`couplet/sync/v1.0`); empty for the others.
        public var path: String
        /// The entity set.
        public var set: String

        /// Creates a route.
        public init(_ kind: Kind, path: String = "", set: String) {
            self.kind = kind
            self.path = path
            self.set = set
        }
    }

    /// The table, as people know it: `Customer`.
    public var table: String
    /// The ways to its records; the first that the tenant has is taken.
    public var routes: [Route]
    /// The field that holds a record's identity.
    public var key: FieldName

    /// Creates a side.
    public init(table: String, routes: [Route], key: FieldName) {
        self.table = table
        self.routes = routes
        self.key = key
    }
}

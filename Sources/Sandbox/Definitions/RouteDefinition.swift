/// Where and how a table is published.
package struct RouteDefinition: Sendable, Hashable, Decodable {
    /// The kinds of routes, which differ in path and in the names of fields.
    package enum Kind: String, Sendable, Hashable, Codable {
        /// The standard API: `api/v2.0`, or Dataverse's `api/data/v9.2`.
        case standard
        /// A custom API of the tenant: `api/<publisher>/<group>/<version>`.
        case custom
        /// A page published as an OData web service: `ODataV4/Company('…')/<set>`.
        case webService
    }

    /// What clients may do with the rows.
    package enum Capability: String, Sendable, Hashable, Codable, CaseIterable {
        /// Read rows.
        case read
        /// Create rows.
        case insert
        /// Change rows.
        case update
        /// Delete rows.
        case delete
    }

    /// The kind.
    package var kind: Kind
    /// What follows `api/` in the path of a custom API, `couplet/sync/v1.0`; the version of a standard one.
    package var path: String
    /// The name of the entity set: `customers`.
    package var set: String
    /// The name of the entity type in the metadata: `customer`.
    package var entity: String
    /// The fields that stand in the parentheses of a web service's address; elsewhere the row's id does.
    package var key: [String]
    /// What clients may do; everything, unless the file says less.
    package var capabilities: Set<Capability>
    /// Whether the rows can be reached only through the row they belong to, or a filter by it.
    package var nestedOnly: Bool

    private enum CodingKeys: String, CodingKey { case kind, path, set, entity, key, capabilities, nestedOnly }

    /// Reads a route.
    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        kind = try members.decodeIfPresent(Kind.self, forKey: .kind) ?? .standard
        path = try members.decodeIfPresent(String.self, forKey: .path) ?? ""
        set = try members.decode(String.self, forKey: .set)
        entity = try members.decodeIfPresent(String.self, forKey: .entity) ?? set
        key = try members.decodeIfPresent([String].self, forKey: .key) ?? []
        let stated = try members.decodeIfPresent([Capability].self, forKey: .capabilities)
        capabilities = Set(stated ?? Capability.allCases)
        nestedOnly = try members.decodeIfPresent(Bool.self, forKey: .nestedOnly) ?? false
    }
}

/// A table of one system: what it stores, where it is published, which rules the server enforces.
///
/// One JSON file in `Definitions/Data/<System>/` each; a new entity is a new file. Every row has besides its fields an
/// id, a version, who created and last modified it and when (`FieldDefinition.stamp` puts them on the wire).
package struct EntityDefinition: Sendable, Hashable, Decodable {
    /// The system that has the table.
    package var system: SandboxSystem
    /// Its name, unique in the system: `customer`, or Dataverse's logical name `account`.
    package var table: String
    /// Its name in messages and display names: `Customer`.
    package var caption: String
    /// The field that carries the row's id: `id`, `accountid`.
    package var key: String
    /// The field that names a row to people: `displayName`, `name`.
    package var primaryName: String?
    /// The fields that make a row unique in its company: Business Central's primary key.
    ///
    /// Rows are listed in its order.
    ///
    /// Empty: rows are unique by id alone and listed in its order.
    package var primaryKey: [String]
    /// Whether each company has rows of its own.
    package var perCompany: Bool
    /// Where the table is published; the first route is the main one.
    package var routes: [RouteDefinition]
    /// The fields, in the order in which the server writes them.
    package var fields: [FieldDefinition]
    /// Sets of fields by which a client may address a row, besides its id.
    package var alternateKeys: [AlternateKeyDefinition]
    /// Further sets of fields of which no two rows may have the same values.
    package var uniqueKeys: [UniqueKeyDefinition]
    /// The rows that belong to a row: lines of a document, contacts of an account.
    package var collections: [CollectionDefinition]
    /// The row of another table that the server keeps beside each row.
    package var companion: CompanionDefinition?
    /// The series from which a blank number is filled.
    package var numberSeries: NumberSeriesDefinition?
    /// Whether clients may ask for changes since a token.
    package var changeTracking: Bool
    /// The states of a row and how it may move between them.
    package var states: StateDefinition?
    /// The bound actions of a row, by name; a dialect knows what each does.
    package var actions: [String]
    /// What else a dialect wants to know, by name: `ownership`, `objectTypeCode`, `schemaName`.
    package var annotations: [String: String]

    private enum CodingKeys: String, CodingKey {
        case system, table, caption, key, primaryName, primaryKey, perCompany, routes, fields, alternateKeys, uniqueKeys
        case collections, companion, numberSeries, changeTracking, states, actions, annotations
    }

    /// Reads a definition; what is absent has the value that most tables have.
    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        system = try members.decode(SandboxSystem.self, forKey: .system)
        table = try members.decode(String.self, forKey: .table)
        caption = try members.decodeIfPresent(String.self, forKey: .caption) ?? table
        key = try members.decode(String.self, forKey: .key)
        primaryName = try members.decodeIfPresent(String.self, forKey: .primaryName)
        primaryKey = try members.decodeIfPresent([String].self, forKey: .primaryKey) ?? []
        perCompany = try members.decodeIfPresent(Bool.self, forKey: .perCompany) ?? (system == .businessCentral)
        routes = try members.decode([RouteDefinition].self, forKey: .routes)
        fields = try members.decode([FieldDefinition].self, forKey: .fields)
        alternateKeys = try members.decodeIfPresent([AlternateKeyDefinition].self, forKey: .alternateKeys) ?? []
        uniqueKeys = try members.decodeIfPresent([UniqueKeyDefinition].self, forKey: .uniqueKeys) ?? []
        collections = try members.decodeIfPresent([CollectionDefinition].self, forKey: .collections) ?? []
        companion = try members.decodeIfPresent(CompanionDefinition.self, forKey: .companion)
        numberSeries = try members.decodeIfPresent(NumberSeriesDefinition.self, forKey: .numberSeries)
        changeTracking = try members.decodeIfPresent(Bool.self, forKey: .changeTracking) ?? false
        states = try members.decodeIfPresent(StateDefinition.self, forKey: .states)
        actions = try members.decodeIfPresent([String].self, forKey: .actions) ?? []
        annotations = try members.decodeIfPresent([String: String].self, forKey: .annotations) ?? [:]
    }

    /// The field of a name; names are exact.
    package func field(_ name: String) -> FieldDefinition? { fields.first { $0.name == name } }
}

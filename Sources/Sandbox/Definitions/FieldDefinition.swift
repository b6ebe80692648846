/// A field of a table: its type, its limits, and what the server does with it.
///
/// A class: every value that is read or written passes its field along, and nothing is copied for it.
package final class FieldDefinition: Sendable, Hashable, Decodable {
    /// What the values are, on the wire and in the store.
    package enum Kind: String, Sendable, Hashable, Codable {
        /// Text, at most `maxLength` characters; comparison ignores case.
        case text
        /// Text that the server trims and turns into upper case: Business Central's Code.
        case code
        /// An exact decimal number with at most `scale` digits after the point.
        case decimal
        /// A whole number.
        case integer
        /// A truth value.
        case boolean
        /// A day.
        case date
        /// A point in time, UTC.
        case instant
        /// A GUID that refers to nothing in particular.
        case guid
        /// One of `options`: Business Central writes its label, Dataverse its value.
        case choice
        /// The id of a row in one of `targets`.
        case lookup
    }

    /// Who may write the field, and when.
    package enum Access: String, Sendable, Hashable, Codable {
        /// Clients, at any time.
        case readWrite
        /// The server alone.
        case readOnly
        /// Clients, when they create the row.
        case createOnly
        /// Clients, but not when they create the row.
        case updateOnly
    }

    /// What every row has besides its fields.
    package enum Stamp: String, Sendable, Hashable, Codable {
        /// The row's id.
        case id
        /// When it was created.
        case created
        /// When it was last changed.
        case modified
        /// The id of the user who created it.
        case createdBy
        /// The id of the user who last changed it.
        case modifiedBy
        /// The row's version as a number.
        case version
    }

    /// The name on the wire, and of the column.
    package let name: String
    /// The name in messages and labels: `No.`, `Account Number`.
    package let caption: String
    /// The name as a web service publishes it, `Phone_No`; `nil` where web services lack the field.
    package let webServiceName: String?
    /// The kinds of routes that have the field; `nil`: standard and custom ones.
    package let routes: [RouteDefinition.Kind]?
    /// What the values are.
    package let kind: Kind
    /// The greatest number of characters (UTF-16 units) of a text or code.
    package let maxLength: Int?
    /// The greatest number of digits after the point of a decimal.
    package let scale: Int?
    /// The least value of a number, as decimal text.
    package let minimum: String?
    /// The greatest value of a number, as decimal text.
    package let maximum: String?
    /// Who may write it.
    package let access: Access
    /// Whether a row can't be without a value.
    package let required: Bool
    /// The value of a new row for which the client gave none, as JSON scalars are written: `2`, `true`, `USD`.
    package let defaultValue: String?
    /// The values of a choice, in their order.
    package let options: [OptionDefinition]
    /// The name of the global option set that `options` belong to; `nil`: they are the field's own.
    package let optionSet: String?
    /// The tables that a lookup may refer to; several make it polymorphic.
    package let targets: [LookupTarget]
    /// For a Business Central lookup: the field with the target's code, which always says the same.
    package let codeField: String?
    /// For a code: the table and field in which its value must exist.
    package let relation: RelationDefinition?
    /// Whether the local currency stands for empty: written as the company's code on the wire, stored as blank.
    package let localCurrency: Bool
    /// The stamp whose value the field shows; such a field has no column.
    package let stamp: Stamp?
    /// How the server works the value out.
    package let computed: ComputationDefinition?
    /// Whether the value comes from other rows, so that its change does not touch the row's version.
    package let flow: Bool
    /// What else a dialect wants to know, by name: `schemaName`, `format`.
    package let annotations: [String: String]

    private enum CodingKeys: String, CodingKey {
        case name, caption, webServiceName, routes, type, maxLength, scale, minimum, maximum, access, required, options
        case optionSet, targets, codeField, relation, localCurrency, stamp, computed, flow, annotations
        case defaultValue = "default"
    }

    /// Reads a field; what is absent has the value that most fields have.
    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        name = try members.decode(String.self, forKey: .name)
        caption = try members.decodeIfPresent(String.self, forKey: .caption) ?? name
        webServiceName = try members.decodeIfPresent(String.self, forKey: .webServiceName)
        routes = try members.decodeIfPresent([RouteDefinition.Kind].self, forKey: .routes)
        kind = try members.decode(Kind.self, forKey: .type)
        maxLength = try members.decodeIfPresent(Int.self, forKey: .maxLength)
        scale = try members.decodeIfPresent(Int.self, forKey: .scale)
        minimum = try members.decodeIfPresent(String.self, forKey: .minimum)
        maximum = try members.decodeIfPresent(String.self, forKey: .maximum)
        stamp = try members.decodeIfPresent(Stamp.self, forKey: .stamp)
        computed = try members.decodeIfPresent(ComputationDefinition.self, forKey: .computed)
        let isServers = stamp != nil || computed != nil
        access = try members.decodeIfPresent(Access.self, forKey: .access) ?? (isServers ? .readOnly : .readWrite)
        required = try members.decodeIfPresent(Bool.self, forKey: .required) ?? false
        defaultValue = try members.decodeIfPresent(String.self, forKey: .defaultValue)
        options = try members.decodeIfPresent([OptionDefinition].self, forKey: .options) ?? []
        optionSet = try members.decodeIfPresent(String.self, forKey: .optionSet)
        targets = try members.decodeIfPresent([LookupTarget].self, forKey: .targets) ?? []
        codeField = try members.decodeIfPresent(String.self, forKey: .codeField)
        relation = try members.decodeIfPresent(RelationDefinition.self, forKey: .relation)
        localCurrency = try members.decodeIfPresent(Bool.self, forKey: .localCurrency) ?? false
        flow = try members.decodeIfPresent(Bool.self, forKey: .flow) ?? false
        annotations = try members.decodeIfPresent([String: String].self, forKey: .annotations) ?? [:]
    }

    /// Whether a lookup may refer to more than one table, so that the row says which.
    package var isPolymorphic: Bool { targets.count > 1 }

    /// The name of the column that says which table a polymorphic lookup refers to.
    package var targetColumn: String { name + "$table" }

    /// Whether both are the same field of the same definition.
    package static func == (left: FieldDefinition, right: FieldDefinition) -> Bool { left === right }

    /// Hashes the field's identity.
    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

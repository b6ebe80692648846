/// The types that Dataverse gives its columns.
///
/// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/attributetypecode>
enum AttributeType: String, Sendable, Hashable {
    case string = "String"
    case memo = "Memo"
    case integer = "Integer"
    case bigInt = "BigInt"
    case decimal = "Decimal"
    case double = "Double"
    case money = "Money"
    case boolean = "Boolean"
    case dateTime = "DateTime"
    case picklist = "Picklist"
    case state = "State"
    case status = "Status"
    case uniqueIdentifier = "Uniqueidentifier"
    case lookup = "Lookup"
    case owner = "Owner"
    case customer = "Customer"

    /// The type of a field of a table; the annotation `type` decides where the definition's kind leaves it open.
    init(_ field: FieldDefinition, of definition: EntityDefinition) {
        if let stated = field.annotations["type"].flatMap(AttributeType.init) {
            self = stated
            return
        }
        switch field.kind {
        case .text, .code: self = .string
        case .decimal: self = .decimal
        case .integer: self = field.stamp == .version ? .bigInt : .integer
        case .boolean: self = .boolean
        case .date, .instant: self = .dateTime
        case .guid: self = .uniqueIdentifier
        case .choice:
            self =
                field.name == definition.states?.field
                ? .state : field.name == definition.states?.reason ? .status : .picklist
        case .lookup: self = Self.lookupType(field)
        }
    }

    private static func lookupType(_ field: FieldDefinition) -> AttributeType {
        guard field.isPolymorphic else { return .lookup }
        return field.targets.contains { $0.table == "team" } ? .owner : .customer
    }

    /// The name of the type in the metadata's casts: `PicklistAttributeMetadata`.
    var metadataType: String {
        switch self {
        case .uniqueIdentifier: "UniqueIdentifierAttributeMetadata"
        case .owner, .customer: "LookupAttributeMetadata"
        default: "\(rawValue)AttributeMetadata"
        }
    }

    /// The name of the type as `AttributeTypeName` says it.
    var typeName: String { "\(rawValue)Type" }

    /// Whether the values are numbers with labels.
    var isChoice: Bool { self == .picklist || self == .state || self == .status }

    /// Whether the values are identities of rows of other tables.
    var isLookup: Bool { self == .lookup || self == .owner || self == .customer }

    /// The type in the service's metadata document.
    var edm: String {
        switch self {
        case .string, .memo: "Edm.String"
        case .integer, .picklist, .state, .status: "Edm.Int32"
        case .bigInt: "Edm.Int64"
        case .decimal, .money: "Edm.Decimal"
        case .double: "Edm.Double"
        case .boolean: "Edm.Boolean"
        case .dateTime: "Edm.DateTimeOffset"
        case .uniqueIdentifier, .lookup, .owner, .customer: "Edm.Guid"
        }
    }
}

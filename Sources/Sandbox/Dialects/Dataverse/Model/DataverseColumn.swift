/// A column of a table, with the names that it has on the wire.
struct DataverseColumn: Sendable {
    /// The definition.
    let field: FieldDefinition
    /// Its type.
    let type: AttributeType
    /// The name under which it is read and filtered: `name`, `_primarycontactid_value`.
    let readName: String
    /// The key of the member in JSON, with its colon.
    let key: [UInt8]
    /// The keys of the member's annotations.
    let formattedKey: [UInt8]
    let logicalNameKey: [UInt8]
    let navigationKey: [UInt8]
    /// How many digits stand after the point on the wire: four of an amount of money, ten of another decimal.
    let wireScale: Int

    init(_ field: FieldDefinition, of definition: EntityDefinition) {
        self.field = field
        type = AttributeType(field, of: definition)
        readName = type.isLookup ? "_\(field.name)_value" : field.name
        key = Array("\"\(readName)\":".utf8)
        formattedKey = Array("\"\(readName)@OData.Community.Display.V1.FormattedValue\":".utf8)
        logicalNameKey = Array("\"\(readName)@Microsoft.Dynamics.CRM.lookuplogicalname\":".utf8)
        navigationKey = Array("\"\(readName)@Microsoft.Dynamics.CRM.associatednavigationproperty\":".utf8)
        wireScale = type == .money ? 4 : type == .decimal ? 10 : 0
    }

    /// The logical name.
    var name: String { field.name }

    /// Whether the values are days without a time.
    var isDay: Bool { field.kind == .date }

    /// The type in the metadata document.
    var edm: String { isDay ? "Edm.Date" : type.edm }

    /// The name with capitals that the maker of the column gave it.
    var schemaName: String { field.annotations["schemaName"] ?? field.name }
}

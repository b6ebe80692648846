/// A column of a table, with the names that it has on the wire and the place where a row holds its value.
///
/// A class: rows are written column by column, and nothing is copied for it.
final class DataverseColumn: Sendable {
    /// Where a row holds the value.
    enum Source: Sendable, Hashable {
        /// Among the values of its fields.
        case value(Int)
        /// Beside them.
        case stamp(FieldDefinition.Stamp)
    }

    /// The definition.
    let field: FieldDefinition
    /// Its type.
    let type: AttributeType
    /// The name under which it is read and filtered: `name`, `_primarycontactid_value`.
    let readName: String
    /// What begins the member in JSON: a comma, the key, a colon.
    let key: [UInt8]
    /// The member without a value, with its comma.
    let nullMember: [UInt8]
    /// The keys of the member's annotations.
    let formattedKey: [UInt8]
    let logicalNameKey: [UInt8]
    let navigationKey: [UInt8]
    /// How many digits stand after the point on the wire: four of an amount of money, ten of another decimal.
    let wireScale: Int
    /// Where a row holds the value; `nil`: nowhere.
    let source: Source?
    /// Where a row holds the name of the table that a polymorphic lookup refers to.
    let targetPlace: Int?
    /// Whose options a choice has.
    let optionKey: OptionSetKey?

    init(_ field: FieldDefinition, of schema: TableSchema) {
        let definition = schema.definition
        self.field = field
        source = field.stamp.map { .stamp($0) } ?? schema.index(of: field.name).map { .value($0) }
        targetPlace = field.isPolymorphic ? schema.index(of: field.targetColumn) : nil
        optionKey = field.kind == .choice ? OptionSetKey(.dataverse, table: definition.table, field: field) : nil
        type = AttributeType(field, of: definition)
        readName = type.isLookup ? "_\(field.name)_value" : field.name
        key = Array(",\"\(readName)\":".utf8)
        nullMember = key + Array("null".utf8)
        formattedKey = Array("\"\(readName)@OData.Community.Display.V1.FormattedValue\":".utf8)
        logicalNameKey = Array("\"\(readName)@Microsoft.Dynamics.CRM.lookuplogicalname\":".utf8)
        navigationKey = Array("\"\(readName)@Microsoft.Dynamics.CRM.associatednavigationproperty\":".utf8)
        wireScale = type == .money ? 4 : type == .decimal ? 10 : 0
    }

    /// The value that a row has.
    func value(in record: StoredRecord) -> StoredValue {
        switch source {
        case .value(let place): record.values[place]
        case .stamp(let stamp): record.stamp(stamp)
        case nil: .null
        }
    }

    /// The table of the row that a polymorphic lookup refers to; `nil` for an empty one and for others.
    func target(in record: StoredRecord) -> String? { targetPlace.flatMap { record.values[$0].text } }

    /// The logical name.
    var name: String { field.name }

    /// Whether the values are days without a time.
    var isDay: Bool { field.kind == .date }

    /// The type in the metadata document.
    var edm: String { isDay ? "Edm.Date" : type.edm }

    /// The name with capitals that the maker of the column gave it.
    var schemaName: String { field.annotations["schemaName"] ?? field.name }
}

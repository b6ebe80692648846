/// Where a record holds a value: found once by its name, for all records of a table.
package enum RecordPlace: Sendable, Hashable {
    /// Among the values of its fields.
    case value(Int)
    /// Beside them.
    case stamp(FieldDefinition.Stamp)
    /// Nowhere.
    case none

    /// The place of a field, a stamp, or the engine's own version.
    package init(_ name: String, in schema: TableSchema) {
        if let column = schema.index(of: name) {
            self = .value(column)
        } else if name == "_version" {
            self = .stamp(.version)
        } else {
            self = schema.stamp(of: name).map { .stamp($0) } ?? .none
        }
    }
}

/// A row as the engine holds it.
package struct StoredRecord: Sendable, Hashable {
    /// Its table.
    package let schema: TableSchema
    /// Its number in the store; never on the wire.
    package var row: Int64
    /// Its id, a lower-case GUID.
    package var id: String
    /// The company it belongs to; empty where rows belong to none.
    package var company: String
    /// Its version: the system's counter when the row was last written.
    package var version: Int64
    /// When it was created.
    package var created: Moment
    /// When it was last changed.
    package var modified: Moment
    /// The id of the user who created it.
    package var createdBy: String
    /// The id of the user who last changed it.
    package var modifiedBy: String
    /// The values of its fields, in the order of `schema.columns`.
    package var values: [StoredValue]

    /// What every row has besides its fields.
    package func stamp(_ stamp: FieldDefinition.Stamp) -> StoredValue {
        switch stamp {
        case .id: .text(id)
        case .created: .integer(created.milliseconds)
        case .modified: .integer(modified.milliseconds)
        case .createdBy: .text(createdBy)
        case .modifiedBy: .text(modifiedBy)
        case .version: .integer(version)
        }
    }

    /// The value of a field or of a polymorphic lookup's target column; stamps have theirs too.
    ///
    /// `null` if it has none.
    package subscript(name: String) -> StoredValue {
        get {
            if let column = schema.index(of: name) { return values[column] }
            switch name {
            case "_id": return .text(id)
            case "_company": return .text(company)
            case "_version": return .integer(version)
            case "_row": return .integer(row)
            default: break
            }
            return schema.stamp(of: name).map(stamp) ?? .null
        }
        set {
            if let column = schema.index(of: name) { values[column] = newValue }
        }
    }
}

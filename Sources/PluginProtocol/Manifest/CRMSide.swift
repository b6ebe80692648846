public import Model

/// Where the records of an entity are in the CRM.
public enum CRMSide: Sendable, Hashable {
    /// They are the rows of a table.
    case rows(table: String, set: String, key: FieldName)
    /// They are the values of a table's choice column.
    case choice(table: String, attribute: FieldName)

    /// The logical name of the table.
    public var table: String {
        switch self {
        case .rows(let table, _, _), .choice(let table, _): table
        }
    }
}

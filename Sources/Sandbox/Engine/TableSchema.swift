/// A table as the store lays it out: one column a field, besides those that every row has.
package final class TableSchema: Sendable, Hashable {
    /// A column that holds a field's values.
    package struct Column: Sendable, Hashable {
        /// The field's name, or `<name>$table` for the target of a polymorphic lookup.
        package let name: String
        /// The name in SQL, quoted.
        package let sql: String
        /// What its values are.
        package let kind: FieldDefinition.Kind
    }

    /// The statements of a table that run for every row.
    enum Statement: Sendable, Hashable {
        /// Inserts a row: all columns but the row's number.
        case insert
        /// Reads the row with an id.
        case select
        /// Says whether there is a row with an id.
        case exists
    }

    /// The columns that every row has, in their order.
    static let systemColumns = [
        "_row", "_id", "_company", "_version", "_created", "_modified", "_createdBy", "_modifiedBy",
    ]

    /// What the file says.
    package let definition: EntityDefinition
    /// The columns of the fields; stamps have none.
    package let columns: [Column]
    /// The table's name in SQL, quoted.
    package let sql: String
    /// What a new row has in each column when nothing is given.
    let defaults: [StoredValue]
    /// What stands for no value in each column.
    let empties: [StoredValue]
    private let insertSQL: String
    /// The columns of a whole row, for a statement that reads it; the table goes by `t0`.
    let allColumns: String
    private let selectSQL: String
    private let existsSQL: String
    /// The places of the columns in the order of their names.
    let placesByName: [Int]
    /// Columns whose values come from a series: no part of what a client gave.
    let seriesPlace: Int?
    private let indexes: [String: Int]
    private let fields: [String: FieldDefinition]
    private let stamps: [String: FieldDefinition.Stamp]

    /// Lays out a table.
    init(_ definition: EntityDefinition) {
        self.definition = definition
        sql = "\"\(definition.system.rawValue).\(definition.table)\""
        columns = definition.fields.filter { $0.stamp == nil }.flatMap { field in
            [Column(name: field.name, sql: "\"\(field.name)\"", kind: field.kind)]
                + (field.isPolymorphic
                    ? [Column(name: field.targetColumn, sql: "\"\(field.targetColumn)\"", kind: .guid)] : [])
        }
        let columns = columns
        let indexes = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1.name, $0) })
        self.indexes = indexes
        placesByName = columns.indices.sorted { columns[$0].name < columns[$1].name }
        seriesPlace = (definition.numberSeries?.field).flatMap { indexes[$0] }
        stamps = Dictionary(definition.fields.compactMap { field in field.stamp.map { (field.name, $0) } }) {
            first, _ in
            first
        }
        let fields = Dictionary(definition.fields.map { ($0.name, $0) }) { first, _ in first }
        self.fields = fields
        defaults = columns.map { fields[$0.name]?.newValue(definition.system) ?? .null }
        empties = columns.map { fields[$0.name]?.emptyValue(definition.system) ?? .null }
        let names = Self.systemColumns.dropFirst() + columns.map(\.sql)
        let marks = repeatElement("?", count: names.count).joined(separator: ", ")
        insertSQL = "INSERT INTO \(sql) (\(names.joined(separator: ", "))) VALUES (\(marks))"
        let all = (Self.systemColumns + columns.map(\.sql)).map { "t0.\($0)" }.joined(separator: ", ")
        allColumns = all
        selectSQL = "SELECT \(all) FROM \(sql) t0 WHERE t0._id = ?"
        existsSQL = "SELECT 1 FROM \(sql) WHERE _id = ?"
    }

    /// The field of a name; names are exact.
    package func field(_ name: String) -> FieldDefinition? { fields[name] }

    /// The stamp that a field shows; `nil` for other fields and unknown names.
    func stamp(of name: String) -> FieldDefinition.Stamp? { stamps[name] }

    /// The text of a statement.
    func sql(of statement: Statement) -> String {
        switch statement {
        case .insert: insertSQL
        case .select: selectSQL
        case .exists: existsSQL
        }
    }

    /// The table's name.
    package var table: String { definition.table }

    /// The place of a field's value in a row; `nil` for stamps and unknown names.
    package func index(of name: String) -> Int? { indexes[name] }

    /// The SQL of a field or stamp, without the table's alias; `nil` for unknown names.
    func sqlName(of name: String) -> String? {
        if let index = indexes[name] { return columns[index].sql }
        if Self.systemColumns.contains(name) { return name }
        switch fields[name]?.stamp {
        case .id: return "_id"
        case .created: return "_created"
        case .modified: return "_modified"
        case .createdBy: return "_createdBy"
        case .modifiedBy: return "_modifiedBy"
        case .version: return "_version"
        case nil: return nil
        }
    }

    /// What the values of a field or stamp are.
    package func kind(of name: String) -> FieldDefinition.Kind? {
        if let index = indexes[name] { return columns[index].kind }
        return fields[name]?.kind
    }

    /// Whether both are the same table.
    package static func == (left: TableSchema, right: TableSchema) -> Bool { left === right }

    /// Hashes the table's identity.
    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

package import Model
package import RemoteSystems

/// Rows of another table of the ERP whose arrival changes a figure of a record, while the record keeps its own stamp.
package struct MovementDeclaration: Sendable, Hashable {
    /// Their table.
    package var table: TableDeclaration
    /// The field of such a row that names the record.
    package var names: FieldName
    /// The field of the record that is named there.
    package var of: FieldName

    /// Creates it.
    package init(table: TableDeclaration, names: FieldName, of: FieldName) {
        self.table = table
        self.names = names
        self.of = of
    }
}

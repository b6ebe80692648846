package import Model
package import RemoteSystems

/// Where the lines of an entity's documents may be found.
package struct LineDeclarations: Sendable, Hashable {
    /// Their tables.
    package var tables: Sided<TableDeclaration>
    /// The field of a line that names its document.
    package var parent: Sided<FieldName>
    /// The whole number that orders the lines of a document, where there is one.
    package var number: Sided<FieldName?>
    /// The totals of a document that are to be the same on both sides.
    package var totals: [Sided<FieldName>]

    /// Creates it.
    package init(
        tables: Sided<TableDeclaration>, parent: Sided<FieldName>, number: Sided<FieldName?>,
        totals: [Sided<FieldName>] = []
    ) {
        self.totals = totals
        self.tables = tables
        self.parent = parent
        self.number = number
    }
}

package import Model
package import PluginProtocol
package import RemoteSystems

/// Where the stock of an entity is asked for.
package struct StockPlace: Sendable, Hashable {
    /// The entity.
    package var entity: EntityName
    /// Its tables.
    package var tables: Sided<TableDeclaration>
    /// Which fields say what.
    package var stock: StockDeclaration

    /// Creates a place.
    package init(entity: EntityName, tables: Sided<TableDeclaration>, stock: StockDeclaration) {
        self.entity = entity
        self.tables = tables
        self.stock = stock
    }
}

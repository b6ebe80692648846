/// A table, with everything that requests name in it found by name.
final class DataverseTable: Sendable {
    /// What a navigation property leads to.
    enum Navigation: Sendable, Hashable {
        /// The one row that a lookup column refers to, when it is in this table.
        case single(column: Int, table: String)
        /// The rows of another table whose lookup refers to this row.
        case collection(CollectionDefinition)
    }

    /// The definition.
    let definition: EntityDefinition
    /// The layout in the engine.
    let schema: TableSchema
    /// The name of the entity set: `accounts`.
    let set: String
    /// The columns, in the order of the definition.
    let columns: [DataverseColumn]
    /// The columns of money that clients write.
    let moneyColumns: [DataverseColumn]
    /// The column of the owner, where rows have one.
    let owner: DataverseColumn?
    /// The computed columns: what comes from other rows first, as the rest may need it.
    let computed: [DataverseColumn]
    /// The columns that a new row must have and that nothing fills in.
    let required: [DataverseColumn]
    /// Navigation properties by their case-sensitive names.
    let navigations: [String: Navigation]
    /// Whether clients may do this.
    let capabilities: Set<RouteDefinition.Capability>
    private let byName: [String: Int]
    private let byReadName: [String: Int]

    init(_ schema: TableSchema) {
        let definition = schema.definition
        self.definition = definition
        self.schema = schema
        set = definition.routes.first?.set ?? definition.table
        capabilities = definition.routes.first?.capabilities ?? []
        let columns = definition.fields.map { DataverseColumn($0, of: schema) }
        self.columns = columns
        moneyColumns = columns.filter { $0.type == .money && $0.field.computed == nil }
        owner = columns.first { $0.type == .owner }
        let computed = columns.filter { $0.field.computed != nil }
        self.computed =
            computed.filter { $0.field.computed?.rule == "related" }
            + computed.filter { $0.field.computed?.rule != "related" }
        required = columns.filter { $0.field.required && $0.field.stamp == nil && $0.field.defaultValue == nil }
        byName = Dictionary(columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        byReadName = Dictionary(columns.enumerated().map { ($1.readName, $0) }, uniquingKeysWith: { first, _ in first })
        navigations = Self.navigations(of: definition, columns)
    }

    private static func navigations(
        of definition: EntityDefinition, _ columns: [DataverseColumn]
    ) -> [String: Navigation] {
        var navigations: [String: Navigation] = [:]
        for (place, column) in columns.enumerated() {
            for target in column.field.targets {
                navigations[target.navigation] = .single(column: place, table: target.table)
            }
            // The owner is bound by one name, whichever table it is in.
            if column.type == .owner { navigations[column.name] = .single(column: place, table: "principal") }
        }
        for collection in definition.collections { navigations[collection.navigation] = .collection(collection) }
        return navigations
    }

    /// The logical name: `account`.
    var name: String { definition.table }

    /// The name of the key column: `accountid`.
    var key: String { definition.key }

    /// The name with capitals: `Account`.
    var schemaName: String { definition.annotations["schemaName"] ?? definition.caption.filter { $0 != " " } }

    /// The column with a logical name.
    func column(_ name: String) -> DataverseColumn? { byName[name].map { columns[$0] } }

    /// The place of the column that is read under a name.
    func place(readAs name: String) -> Int? { byReadName[name] }

    /// The column that is read under a name.
    func column(readAs name: String) -> DataverseColumn? { byReadName[name].map { columns[$0] } }

    /// The alternate key that has exactly these columns.
    func alternateKey(_ names: some Collection<String>) -> AlternateKeyDefinition? {
        let wanted = names.sorted()
        return definition.alternateKeys.first { $0.fields.sorted() == wanted }
    }
}

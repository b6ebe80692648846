/// Which tables refer to which: worked out once, for every write asks.
struct BCLinks: Sendable {
    /// By table: the tables that own its rows, and the field that refers to the owner.
    let owners: [String: [(table: String, field: String)]]
    /// By table: the codes of other tables that name its rows, and by which of its fields.
    let codes: [String: [(table: String, field: String, key: String)]]

    init(_ catalog: [String: TableSchema]) {
        var owners: [String: [(table: String, field: String)]] = [:]
        var codes: [String: [(table: String, field: String, key: String)]] = [:]
        for schema in catalog.values {
            for collection in schema.definition.collections where collection.isOwned == true {
                owners[collection.table, default: []].append((schema.table, collection.field))
            }
            for field in schema.definition.fields {
                guard let relation = field.relation else { continue }
                codes[relation.table, default: []].append((schema.table, field.name, relation.field))
            }
        }
        self.owners = owners
        self.codes = codes
    }
}

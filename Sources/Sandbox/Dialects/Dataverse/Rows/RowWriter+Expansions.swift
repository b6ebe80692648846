extension RowWriter {
    /// The most rows of a collection inside of a row; the rest is behind a link.
    static let nestedPageSize = 5000

    /// Appends what a navigation property leads to.
    func append(
        _ expansion: Expansion, of record: StoredRecord, _ table: DataverseTable, to out: inout WireBuffer
    ) throws {
        out.separate()
        out.string(expansion.navigation)
        out.raw(":")
        switch expansion.target {
        case .single(let place, let target):
            try appendSingle(expansion, of: record, table.columns[place], target, to: &out)
        case .collection(let collection):
            try appendCollection(expansion, of: record, table, collection, to: &out)
        }
    }

    private func appendSingle(
        _ expansion: Expansion, of record: StoredRecord, _ column: DataverseColumn, _ target: String,
        to out: inout WireBuffer
    ) throws {
        guard let id = record[column.name].text, let row = try row(id, target, record, column) else {
            out.raw("null")
            return
        }
        if expansion.isReferences {
            appendReference(to: row.id, expansion.shape.table, to: &out)
        } else {
            try append(row, expansion.shape, to: &out)
        }
    }

    /// The row that a lookup refers to, when it is in the table that the property leads to.
    private func row(_ id: String, _ target: String, _ record: StoredRecord, _ column: DataverseColumn) throws
        -> StoredRecord?
    {
        let stored = column.field.isPolymorphic ? record[column.field.targetColumn].text : nil
        let actual = stored ?? column.field.targets.first?.table ?? target
        guard target == "principal" || actual == target else { return nil }
        return try tables.record(actual, id: id)
    }

    private func appendCollection(
        _ expansion: Expansion, of record: StoredRecord, _ table: DataverseTable, _ collection: CollectionDefinition,
        to out: inout WireBuffer
    ) throws {
        let limit = min(expansion.top ?? Self.nestedPageSize, Self.nestedPageSize)
        let belongs = try Self.belongs(to: record.id, table, collection, expansion.shape.table)
        let query = Query(
            collection.table, where: .all([belongs, expansion.filter]), order: expansion.order, limit: limit + 1)
        let rows = try tables.records(query)
        out.raw("[")
        for row in rows.prefix(limit) {
            if expansion.isReferences {
                appendReference(to: row.id, expansion.shape.table, to: &out)
            } else {
                try append(row, expansion.shape, to: &out)
            }
        }
        out.raw("]")
        guard expansion.hasOptions || rows.count > limit else { return }
        out.separate()
        out.string("\(expansion.navigation)@odata.nextLink")
        out.raw(":")
        out.string("\(root)\(table.set)(\(record.id))/\(expansion.navigation)")
    }

    /// The condition that rows of a collection belong to a row.
    static func belongs(
        to id: String, _ table: DataverseTable, _ collection: CollectionDefinition, _ target: DataverseTable
    ) throws -> Filter {
        let lookup = Filter.field(collection.field, .equal, .text(id))
        guard let field = target.column(collection.field)?.field, field.isPolymorphic, field.stamp == nil else {
            return lookup
        }
        return .all([lookup, .field(field.targetColumn, .equal, .text(table.name))])
    }

    /// Appends `{"@odata.id":"…"}`.
    func appendReference(to id: String, _ table: DataverseTable, to out: inout WireBuffer) {
        out.separate()
        out.raw("{")
        out.member("@odata.id")
        out.string("\(root)\(table.set)(\(id))")
        out.raw("}")
    }
}

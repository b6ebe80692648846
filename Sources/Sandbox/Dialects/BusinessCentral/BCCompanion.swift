/// Keeps the row beside a row: Business Central makes a contact of each new customer, and changes it with him.
///
/// The server does it, so the rows are the sandbox's own in the ledger.
/// <https://learn.microsoft.com/dynamics365/business-central/marketing-synchronize-contacts>
struct BCCompanion {
    let tables: Tables
    /// The next number of a table's series that no row has.
    let freeNumber: (TableSchema, String, String) throws -> StoredValue

    /// Makes the companion of a new row.
    func create(for record: StoredRecord) throws {
        guard let definition = record.schema.definition.companion else { return }
        let schema = try tables.schema(definition.table)
        var values: [String: StoredValue] = [definition.owner: .text(record.id)]
        for (name, value) in definition.constants { values[name] = .integer(value) }
        for name in definition.copies { values[name] = record[name] }
        if let series = schema.definition.numberSeries {
            let number = try freeNumber(schema, series.field, record.company)
            values[series.field] = number
            values[definition.own] = number
        }
        try tables.server.insert(definition.table, company: record.company, values: values)
    }

    /// Changes the companion with its row.
    func update(with record: StoredRecord, was old: StoredRecord) throws {
        guard let definition = record.schema.definition.companion else { return }
        let changed = definition.copies.filter { record[$0] != old[$0] }
        guard !changed.isEmpty, let companion = try companion(of: record, definition) else { return }
        try tables.server.update(
            companion, unchanged: .leaves,
            values: Dictionary(changed.map { ($0, record[$0]) }) { first, _ in first })
    }

    /// Lets the companion go its own way when its row is deleted.
    func release(from record: StoredRecord) throws {
        guard let definition = record.schema.definition.companion,
            let companion = try companion(of: record, definition)
        else { return }
        try tables.server.update(
            companion, unchanged: .leaves, values: [definition.owner: .null, "contactBusinessRelation": 0])
    }

    /// The row of the owner that is numbered as its own company.
    private func companion(of record: StoredRecord, _ definition: CompanionDefinition) throws -> StoredRecord? {
        let wanted = Filter.all([
            .field(definition.owner, .equal, .text(record.id)), .field("type", .equal, 0),
        ])
        let rows = try tables.records(Query(definition.table, company: record.company, where: wanted))
        guard let number = rows.first?.schema.definition.numberSeries?.field else { return nil }
        return rows.first { $0[definition.own] == $0[number] }
    }
}

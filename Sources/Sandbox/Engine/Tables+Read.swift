import GRDBSQLite

extension Tables {
    /// The row with an id; `nil` if there is none, or it is another company's.
    package func record(_ table: String, id: String, company: String? = nil) throws -> StoredRecord? {
        let schema = try schema(table)
        var found: StoredRecord?
        try step(.select, of: schema, [.text(id)]) { found = StoredRecord($0, schema) }
        guard let company, found?.company != company else { return found }
        return nil
    }

    /// The first row whose fields have these values.
    package func record(
        _ table: String, where values: [(field: String, value: StoredValue)], company: String? = nil
    ) throws -> StoredRecord? {
        let schema = try schema(table)
        var parts = try values.map { value in
            guard let sql = schema.sqlName(of: value.field) else {
                throw EngineError.noField(value.field, table: table)
            }
            return "t0.\(sql) IS ?"
        }
        if company != nil { parts.append("t0._company = ?") }
        var found: StoredRecord?
        try step(
            "SELECT \(schema.allColumns) FROM \(schema.sql) t0 WHERE \(parts.joined(separator: " AND ")) LIMIT 1",
            values.map(\.value) + (company.map { [.text($0)] } ?? [])
        ) { found = StoredRecord($0, schema) }
        return found
    }

    /// Whether a table has a row with an id.
    package func exists(_ table: String, id: String) throws -> Bool {
        var isThere = false
        try step(.exists, of: schema(table), [.text(id)]) { _ in isThere = true }
        return isThere
    }

    /// The rows that a query wants, whole.
    package func records(_ query: Query) throws -> [StoredRecord] {
        let schema = try schema(query.table)
        var records: [StoredRecord] = []
        try scan(query, columns: TableSchema.systemColumns + schema.columns.map(\.name)) { row in
            records.append(StoredRecord(row, schema))
        }
        return records
    }

    /// Hands out the rows that a query wants, with the columns asked for in their order.
    ///
    /// Columns are fields, stamps, target columns of lookups and the engine's own (`_id`, `_version`, …). The order's
    /// terms follow the columns, so that the last row's mark can be made: see `mark(_:of:after:)`. The closure must
    /// not ask for the same again: a statement stands at one row.
    package func scan(
        _ query: Query, columns: [String], _ body: (borrowing RowView) throws -> Void
    ) throws {
        var select = try SelectSQL(query, schema: schema(query.table), catalog: engine.catalog[system] ?? [:])
        let sql = try select.rows(columns)
        try step(sql, select.arguments, body)
    }

    /// The mark of a row at which `scan` stands; `columns` is the number of columns that were asked for.
    package func mark(_ row: borrowing RowView, of query: Query, after columns: Int) throws -> PageMark {
        let count = SelectSQL.terms(of: query, try schema(query.table)).count
        return PageMark((columns..<columns + count).map { row.value($0) })
    }

    /// The number of rows that meet a query's condition, whatever its limit.
    package func count(_ query: Query) throws -> Int {
        var select = try SelectSQL(query, schema: schema(query.table), catalog: engine.catalog[system] ?? [:])
        let sql = try select.count()
        var count: Int64 = 0
        try step(sql, select.arguments) { count = $0.integer(0) }
        return Int(count)
    }

    /// The ids of rows that were deleted after a version, with the version at which they were, oldest first.
    package func deletions(of table: String, after version: Int64) throws -> [(id: String, version: Int64)] {
        var deletions: [(String, Int64)] = []
        try step(
            "SELECT id, version FROM sandbox_deleted WHERE system = ? AND tbl = ? AND version > ? ORDER BY version",
            [.text(system.rawValue), .text(table), .integer(version)]
        ) { deletions.append(($0.text(0), $0.integer(1))) }
        return deletions
    }

    /// The rows of all tables whose lookups refer to a row: table, lookup field, number of rows.
    package func references(to table: String, id: String) throws -> [(table: String, field: String, count: Int)] {
        var found: [(String, String, Int)] = []
        for schema in (engine.catalog[system] ?? [:]).values {
            for field in schema.definition.fields
            where field.stamp == nil && field.targets.contains(where: { $0.table == table }) {
                var filter = Filter.field(field.name, .equal, .text(id))
                if field.isPolymorphic { filter = .all([filter, .field(field.targetColumn, .equal, .text(table))]) }
                let count = try count(Query(schema.table, where: filter))
                if count > 0 { found.append((schema.table, field.name, count)) }
            }
        }
        return found
    }
}

extension StoredRecord {
    /// Copies the row at which a reading of all columns stands.
    init(_ row: borrowing RowView, _ schema: TableSchema) {
        let first = TableSchema.systemColumns.count
        self.init(
            schema: schema, row: row.integer(0), id: row.text(1), company: row.text(2), version: row.integer(3),
            created: Moment(milliseconds: row.integer(4)), modified: Moment(milliseconds: row.integer(5)),
            createdBy: row.text(6), modifiedBy: row.text(7),
            values: (first..<first + schema.columns.count).map { row.value($0) })
    }
}

extension Tables {
    /// The mark of a record in the order of a query.
    package func mark(of record: StoredRecord, in query: Query) throws -> PageMark {
        PageMark(
            try SelectSQL.terms(of: query, record.schema).map { order in
                guard case .field(let name) = order.term else { throw EngineError.badMark }
                return record[name]
            })
    }
}

/// Turns a query over several tables into SQL with bound values.
struct JoinSQL {
    private let query: JoinQuery
    private let catalog: [String: TableSchema]
    private var filter: FilterSQL
    /// The names in SQL, and the layouts, of what goes by the query's names.
    private var sources: [String: (alias: String, schema: TableSchema)] = [:]
    private var aliases = 0

    /// The values for the question marks.
    var arguments: [StoredValue] { filter.arguments }

    init(_ query: JoinQuery, catalog: [String: TableSchema]) {
        self.query = query
        self.catalog = catalog
        filter = FilterSQL(catalog: catalog)
    }

    /// The statement that gives rows with the columns in their order.
    mutating func rows() throws -> String {
        let (from, condition) = try body()
        let columns = try query.columns.map { try term($0) }
        var order = try query.order.map { try term($0.column) + ($0.isDescending ? " DESC" : "") }
        // Rows that are taken together have no place of their own.
        if !query.isDistinct { order += ([JoinQuery.root] + query.joins.map(\.name)).map(row) }
        var sql = "SELECT \(query.isDistinct ? "DISTINCT " : "")\(columns.joined(separator: ", ")) \(from)"
        sql += " WHERE \(condition)"
        if !order.isEmpty { sql += " ORDER BY \(order.joined(separator: ", "))" }
        return sql + " LIMIT \(query.limit ?? -1) OFFSET \(query.skip)"
    }

    /// The statement that gives the number of rows.
    mutating func count() throws -> String {
        let (from, condition) = try body()
        let columns = try query.columns.map { try term($0) }.joined(separator: ", ")
        return
            "SELECT count(*) FROM (SELECT \(query.isDistinct ? "DISTINCT " : "")\(columns) \(from) WHERE \(condition))"
    }

    /// Question marks are bound in the order in which they stand: joins first, then the condition.
    private mutating func body() throws -> (from: String, condition: String) {
        var from = "FROM \(try add(JoinQuery.root, query.table))"
        for join in query.joins {
            let source = try add(join.name, join.table)
            from += " \(join.isOuter ? "LEFT" : "INNER") JOIN \(source) ON \(try link(join))"
        }
        return (from, try condition(query.condition))
    }

    private mutating func add(_ name: String, _ table: String) throws -> String {
        guard let schema = catalog[table] else { throw EngineError.noTable(table) }
        let alias = "j\(aliases)"
        aliases += 1
        sources[name] = (alias, schema)
        return "\(schema.sql) \(alias)"
    }

    /// That a row belongs to the one beside it, and meets the join's condition.
    private mutating func link(_ join: JoinQuery.Join) throws -> String {
        let own = try term(JoinQuery.Column(name: join.name, field: join.field))
        let other = try term(JoinQuery.Column(name: join.parent, field: join.parentField))
        return "\(own) = \(other) AND \(try condition(join.condition))"
    }

    private mutating func condition(_ condition: JoinQuery.Condition) throws -> String {
        switch condition {
        case .all(let parts): return try joined(parts, " AND ", empty: "1")
        case .any(let parts): return try joined(parts, " OR ", empty: "1")
        case .row(let name, let filter):
            let source = try source(name)
            return try self.filter.condition(filter, source.schema, alias: source.alias)
        case .exists(let join, let isNegated):
            let source = try add(join.name, join.table)
            return "\(isNegated ? "NOT " : "")EXISTS (SELECT 1 FROM \(source) WHERE \(try link(join)))"
        }
    }

    private mutating func joined(_ parts: [JoinQuery.Condition], _ word: String, empty: String) throws -> String {
        guard !parts.isEmpty else { return empty }
        return FilterSQL.joined(try parts.map { try condition($0) }[...], word)
    }

    private func term(_ column: JoinQuery.Column) throws -> String {
        let source = try source(column.name)
        guard let sql = source.schema.sqlName(of: column.field) else {
            throw EngineError.noField(column.field, table: source.schema.table)
        }
        return "\(source.alias).\(sql)"
    }

    private func row(_ name: String) -> String { (sources[name]?.alias ?? "j0") + "._row" }

    private func source(_ name: String) throws -> (alias: String, schema: TableSchema) {
        guard let source = sources[name] else { throw EngineError.noTable(name) }
        return source
    }
}

extension Tables {
    /// Hands out the rows that a query over several tables wants, with its columns in their order.
    func scan(_ query: JoinQuery, _ body: (borrowing RowView) throws -> Void) throws {
        var join = JoinSQL(query, catalog: engine.catalog[system] ?? [:])
        let sql = try join.rows()
        try step(sql, join.arguments, body)
    }

    /// The number of rows that a query over several tables finds, whatever its limit.
    func count(_ query: JoinQuery) throws -> Int {
        var join = JoinSQL(query, catalog: engine.catalog[system] ?? [:])
        let sql = try join.count()
        var count: Int64 = 0
        try step(sql, join.arguments) { count = $0.integer(0) }
        return Int(count)
    }
}

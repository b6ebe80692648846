/// Turns a query into SQL with bound values.
struct SelectSQL {
    private let query: Query
    private let schema: TableSchema
    private var filter: FilterSQL

    /// The values for the question marks.
    var arguments: [StoredValue] { filter.arguments }

    init(_ query: Query, schema: TableSchema, catalog: [String: TableSchema]) {
        self.query = query
        self.schema = schema
        filter = FilterSQL(catalog: catalog)
    }

    /// The rules of the order, with those that settle it.
    static func terms(of query: Query, _ schema: TableSchema) -> [Query.Order] {
        guard !query.order.isEmpty else {
            let usual = schema.definition.primaryKey
            return (usual.isEmpty ? ["_id"] : usual + ["_row"]).map { Query.Order(.field($0)) }
        }
        return query.order + [Query.Order(.field("_row"))]
    }

    /// The statement that gives rows: the columns, then the order's terms.
    mutating func rows(_ columns: [String]) throws -> String {
        let terms = Self.terms(of: query, schema)
        let names = try columns.map { name in
            guard let sql = schema.sqlName(of: name) else { throw EngineError.noField(name, table: schema.table) }
            return "t0.\(sql)"
        }
        let shown = try terms.map { try filter.term($0.term, schema, "t0") }
        let condition = try condition(terms)
        let order = try terms.map { order in
            let sql = try filter.term(order.term, schema, "t0")
            return sql + collation(order.term) + (order.isDescending ? " DESC" : "")
        }
        var sql = "SELECT \((names + shown).joined(separator: ", ")) FROM \(schema.sql) t0 WHERE \(condition)"
        sql += " ORDER BY \(order.joined(separator: ", "))"
        if let limit = query.limit { sql += " LIMIT \(limit)" } else if query.skip > 0 { sql += " LIMIT -1" }
        if query.skip > 0 { sql += " OFFSET \(query.skip)" }
        return sql
    }

    /// The statement that gives the number of rows.
    mutating func count() throws -> String {
        "SELECT count(*) FROM \(schema.sql) t0 WHERE \(try condition([]))"
    }

    private mutating func condition(_ terms: [Query.Order]) throws -> String {
        var parts: [String] = query.seesNothing ? ["0"] : []
        if let company = query.company { parts.append(try bound("t0._company = ", .text(company))) }
        parts.append(try filter.condition(query.filter, schema, alias: "t0"))
        if let mark = query.after, !terms.isEmpty {
            guard mark.values.count == terms.count else { throw EngineError.badMark }
            parts.append(try after(terms[...], mark.values[...]))
        }
        return parts.joined(separator: " AND ")
    }

    /// What comes after a mark: greater in the first term, or the same in it and after the mark in the rest.
    private mutating func after(_ terms: ArraySlice<Query.Order>, _ values: ArraySlice<StoredValue>) throws -> String {
        guard let term = terms.first, let value = values.first else { return "0" }
        let isLast = terms.count == 1
        var bound = ""
        if value != .null, !term.isDescending {
            bound = "\(try comparison(term, ">=", value)) AND "
            if isLast { return try comparison(term, ">", value) }
        }
        let beyond = try beyond(term, value)
        guard !isLast else { return "(\(bound)\(beyond))" }
        let same = try comparison(term, "IS", value)
        return "(\(bound)(\(beyond) OR (\(same) AND \(try after(terms.dropFirst(), values.dropFirst())))))"
    }

    /// Null comes first in an ascending order and last in a descending one.
    private mutating func beyond(_ term: Query.Order, _ value: StoredValue) throws -> String {
        switch (value, term.isDescending) {
        case (.null, true): return "0"
        case (.null, false): return "\(try filter.term(term.term, schema, "t0")) IS NOT NULL"
        case (_, true):
            let less = try comparison(term, "<", value)
            return "(\(less) OR \(try filter.term(term.term, schema, "t0")) IS NULL)"
        case (_, false): return try comparison(term, ">", value)
        }
    }

    private mutating func comparison(_ term: Query.Order, _ sign: String, _ value: StoredValue) throws -> String {
        let left = try filter.term(term.term, schema, "t0")
        return try bound("\(left)\(collation(term.term)) \(sign) ", value)
    }

    private mutating func bound(_ sql: String, _ value: StoredValue) throws -> String {
        sql + (try filter.term(.value(value), schema, "t0"))
    }

    private func collation(_ term: Filter.Term) -> String {
        if case .field = term { return "" }
        return Collation.name(filter.kind(of: term, schema))
    }
}

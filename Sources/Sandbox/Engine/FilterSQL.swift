/// Turns conditions into SQL with bound values.
struct FilterSQL {
    /// The layouts of the system's tables.
    let catalog: [String: TableSchema]
    /// The values for the question marks, in their order.
    private(set) var arguments: [StoredValue] = []
    private var aliases = 0

    init(catalog: [String: TableSchema]) { self.catalog = catalog }

    /// The SQL of a condition on rows of a table that goes by an alias.
    mutating func condition(_ filter: Filter, _ schema: TableSchema, alias: String) throws -> String {
        switch filter {
        case .always: return "1"
        case .never: return "0"
        case .all(let parts): return try joined(parts, " AND ", empty: "1", schema, alias)
        case .any(let parts): return try joined(parts, " OR ", empty: "0", schema, alias)
        case .not(let part): return "NOT coalesce(\(try condition(part, schema, alias: alias)), 0)"
        case .compare(let left, let comparison, let right):
            let kind = kind(of: left, schema) ?? kind(of: right, schema)
            let (one, other) = (try term(left, schema, alias), try term(right, schema, alias))
            return "\(one)\(collation(left, right, kind)) \(comparison.rawValue) \(other)"
        case .isIn(let left, let values):
            guard !values.isEmpty else { return "0" }
            let one = try term(left, schema, alias)
            arguments += values
            let marks = repeatElement("?", count: values.count).joined(separator: ", ")
            return "\(one)\(collation(left, left, kind(of: left, schema))) IN (\(marks))"
        case .text(let test, let left, let right):
            return search(test, try term(left, schema, alias), try term(right, schema, alias))
        case .exists(let table, let field, let part): return try exists(table, field, part, alias)
        }
    }

    /// The SQL of a term.
    mutating func term(_ term: Filter.Term, _ schema: TableSchema, _ alias: String) throws -> String {
        switch term {
        case .field(let name):
            guard let sql = schema.sqlName(of: name) else { throw EngineError.noField(name, table: schema.table) }
            return "\(alias).\(sql)"
        case .value(let value):
            arguments.append(value)
            return "?"
        case .function(let name, let terms):
            guard let sql = Self.functions[name] else { throw EngineError.noField(name, table: schema.table) }
            return "\(sql)(\(try terms.map { try self.term($0, schema, alias) }.joined(separator: ", ")))"
        case .related(let hops, let field): return try related(hops[...], field, schema, alias)
        }
    }

    /// What the values of a term are; `nil` when it does not say.
    func kind(of term: Filter.Term, _ schema: TableSchema) -> FieldDefinition.Kind? {
        switch term {
        case .field(let name): schema.kind(of: name)
        case .related(let hops, let field): hops.last.flatMap { catalog[$0.table]?.kind(of: field) }
        case .function(let name, _): name == "length" ? .integer : .text
        case .value: nil
        }
    }

    private static let functions = [
        "lower": "lower", "upper": "upper", "trim": "trim", "length": "length", "substring": "substr",
        "concat": "concat", "fold": "sandbox_fold",
    ]

    private mutating func joined(
        _ parts: [Filter], _ word: String, empty: String, _ schema: TableSchema, _ alias: String
    ) throws -> String {
        guard !parts.isEmpty else { return empty }
        return Self.joined(try parts.map { try condition($0, schema, alias: alias) }[...], word)
    }

    /// Conditions as a tree of pairs: SQLite goes no deeper than a thousand, and a client may name more values.
    static func joined(_ parts: ArraySlice<String>, _ word: String) -> String {
        guard parts.count > 8 else { return "(" + parts.joined(separator: word) + ")" }
        let middle = parts.startIndex + parts.count / 2
        return "(" + joined(parts[..<middle], word) + word + joined(parts[middle...], word) + ")"
    }

    private func collation(_ left: Filter.Term, _ right: Filter.Term, _ kind: FieldDefinition.Kind?) -> String {
        if case .field = left { return "" }
        return Collation.name(kind)
    }

    private func search(_ test: Filter.TextTest, _ text: String, _ part: String) -> String {
        switch test {
        case .contains: "instr(sandbox_fold(\(text)), sandbox_fold(\(part))) > 0"
        case .startsWith: "instr(sandbox_fold(\(text)), sandbox_fold(\(part))) = 1"
        case .endsWith: "sandbox_ends(\(text), \(part))"
        case .like: "sandbox_fold(\(text)) LIKE sandbox_fold(\(part))"
        }
    }

    private mutating func related(
        _ hops: ArraySlice<Filter.Hop>, _ field: String, _ schema: TableSchema, _ alias: String
    ) throws -> String {
        guard let hop = hops.first else { return try term(.field(field), schema, alias) }
        guard let lookup = schema.sqlName(of: hop.lookup) else {
            throw EngineError.noField(hop.lookup, table: schema.table)
        }
        guard let target = catalog[hop.table] else { throw EngineError.noTable(hop.table) }
        let next = nextAlias()
        let inner = try related(hops.dropFirst(), field, target, next)
        return "(SELECT \(inner) FROM \(target.sql) \(next) WHERE \(next)._id = \(alias).\(lookup))"
    }

    private mutating func exists(_ table: String, _ field: String, _ part: Filter, _ alias: String) throws -> String {
        guard let target = catalog[table] else { throw EngineError.noTable(table) }
        guard let column = target.sqlName(of: field) else { throw EngineError.noField(field, table: table) }
        let next = nextAlias()
        let inner = try condition(part, target, alias: next)
        return "EXISTS (SELECT 1 FROM \(target.sql) \(next) WHERE \(next).\(column) = \(alias)._id AND \(inner))"
    }

    private mutating func nextAlias() -> String {
        aliases += 1
        return "t\(aliases)"
    }
}

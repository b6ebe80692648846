/// A query in the SQL that Dataverse takes in `?sql=`: SELECT of columns of one table, with WHERE, ORDER BY and TOP.
///
/// <https://learn.microsoft.com/power-apps/developer/data-platform/dataverse-sql-query>
struct SQLQuery {
    let table: DataverseTable
    private(set) var columns: [DataverseColumn] = []
    /// The name under which the number of rows is given, when only that is asked for.
    private(set) var countName: String?
    private(set) var filter = Filter.always
    private(set) var order: [Query.Order] = []
    private(set) var top: Int?
    private var tokens: SQLTokens
    private var depth = 0

    init(_ text: String, model: DataverseModel) throws {
        var tokens = try SQLTokens(text)
        guard tokens.take("select") else { throw DataverseError.badQuery("Only SELECT is supported in SQL queries.") }
        var top: Int?
        if tokens.take("top") {
            guard case .number(let number)? = tokens.pop() else { throw DataverseError.badQuery("TOP takes a number.") }
            top = Int(number)
        }
        var names: [String] = []
        var countName: String?
        repeat {
            if tokens.take("count") {
                guard tokens.take(mark: "("), tokens.take(mark: "*"), tokens.take(mark: ")") else { throw Self.failure }
                countName = tokens.take("as") ? try tokens.name() : "count"
            } else {
                names.append(try tokens.name())
                if tokens.take("as") { _ = try tokens.name() }
            }
        } while tokens.take(mark: ",")
        guard tokens.take("from") else { throw Self.failure }
        let table = try model.known(try tokens.name())
        if tokens.take("as") { _ = try tokens.name() }
        self.table = table
        self.tokens = tokens
        self.top = top
        self.countName = countName
        columns = try names.map { try FetchReader.column($0, table) }
        try readRest()
    }

    private static let failure = DataverseError.badQuery("The SQL query is not in the supported subset of SELECT.")

    private mutating func readRest() throws {
        if case .word(let word)? = tokens.next, !["where", "order"].contains(word.lowercased()) { _ = tokens.pop() }
        if tokens.take("where") { filter = try disjunction() }
        if tokens.take("order") {
            guard tokens.take("by") else { throw Self.failure }
            repeat {
                let column = try FetchReader.column(tokens.name(), table)
                let isDescending = tokens.take("desc")
                if !isDescending { _ = tokens.take("asc") }
                order.append(Query.Order(.field(column.name), descending: isDescending))
            } while tokens.take(mark: ",")
        }
        guard tokens.isAtEnd else { throw Self.failure }
    }

    private mutating func disjunction() throws -> Filter {
        var parts = [try conjunction()]
        while tokens.take("or") { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func conjunction() throws -> Filter {
        var parts = [try condition()]
        while tokens.take("and") { parts.append(try condition()) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func condition() throws -> Filter {
        depth += 1
        defer { depth -= 1 }
        guard depth <= ODataParser.depthLimit else { throw Self.failure }
        if tokens.take("not") { return .not(try condition()) }
        if tokens.take(mark: "(") {
            let inner = try disjunction()
            guard tokens.take(mark: ")") else { throw Self.failure }
            return inner
        }
        let column = try FetchReader.column(tokens.name(), table)
        let term = Filter.Term.field(column.name)
        if tokens.take("is") {
            let isNegative = tokens.take("not")
            guard tokens.take("null") else { throw Self.failure }
            return .compare(term, isNegative ? .notEqual : .equal, .value(.null))
        }
        if tokens.take("not") { return .not(try test(column, term)) }
        return try test(column, term)
    }

    private mutating func test(_ column: DataverseColumn, _ term: Filter.Term) throws -> Filter {
        if tokens.take("like") {
            guard case .text(let pattern)? = tokens.pop() else { throw Self.failure }
            return .text(.like, term, .value(.text(pattern)))
        }
        if tokens.take("in") { return .isIn(term, try list(column)) }
        if tokens.take("between") {
            let low = try value(column)
            guard tokens.take("and") else { throw Self.failure }
            return .all([.compare(term, .atLeast, .value(low)), .compare(term, .atMost, .value(try value(column)))])
        }
        guard case .mark(let mark)? = tokens.pop(), let comparison = Self.comparisons[mark] else { throw Self.failure }
        return .compare(term, comparison, .value(try value(column)))
    }

    private static let comparisons: [String: Filter.Comparison] = [
        "=": .equal, "<>": .notEqual, "!=": .notEqual, "<": .less, "<=": .atMost, ">": .greater, ">=": .atLeast,
    ]

    private mutating func list(_ column: DataverseColumn) throws -> [StoredValue] {
        guard tokens.take(mark: "(") else { throw Self.failure }
        var values: [StoredValue] = []
        repeat { values.append(try value(column)) } while tokens.take(mark: ",")
        guard tokens.take(mark: ")") else { throw Self.failure }
        return values
    }

    private mutating func value(_ column: DataverseColumn) throws -> StoredValue {
        switch tokens.pop() {
        case .text(let text): return try LiteralValue.value(.string(text), for: column.field)
        case .number(let text): return try LiteralValue.value(.number(text), for: column.field)
        case .word(let word) where word.lowercased() == "null": return .null
        default: throw Self.failure
        }
    }
}

extension Session {
    /// `GET accounts?sql=SELECT…`.
    func select(_ text: String, _ table: DataverseTable, _ operation: Operation) throws -> HTTPAnswer {
        let sql = try SQLQuery(text, model: model)
        var out = WireBuffer(capacity: 64 * 1024)
        out.raw("{")
        out.member("@odata.context")
        out.string("\(root)$metadata#\(sql.table.set)")
        out.member("value")
        out.raw("[")
        if let name = sql.countName {
            out.raw("{")
            out.member(named: name)
            out.integer(Int64(try tables.count(Query(sql.table.name, where: sql.filter))))
            out.raw("}")
        } else {
            let shape = try RowShape(
                sql.table, select: sql.columns.map(\.readName), annotations: operation.preferences.annotations)
            var page = ListingPage(sql.table, sql.filter, order: sql.order)
            page.size = min(sql.top ?? Self.pageLimit, Self.pageLimit)
            page.continues = false
            _ = try append(page, shape, to: &out)
        }
        out.raw("]}")
        return DataverseAnswer.ok(out, operation.preferences)
    }
}

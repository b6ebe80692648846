extension Session {
    /// What an answer shows of a table's rows.
    func shape(
        _ table: DataverseTable, _ query: ODataQuery, _ annotations: AnnotationFilter, depth: Int = 0
    ) throws -> RowShape {
        guard depth < 10 else { throw DataverseError.badQuery("The query is nested too deeply.") }
        guard !query.expand.isEmpty else {
            return try memory.shape(table, query.raw["$select"], annotations) {
                try newShape(table, query, annotations, depth)
            }
        }
        return try newShape(table, query, annotations, depth)
    }

    private func newShape(
        _ table: DataverseTable, _ query: ODataQuery, _ annotations: AnnotationFilter, _ depth: Int
    ) throws -> RowShape {
        let select = query.select.map { names in names.filter { $0 != "*" } }
        let isAll = query.select?.contains("*") ?? false
        let expansions = try query.expand.map { try expansion($0, of: table, annotations, depth) }
        return try RowShape(
            table, select: isAll ? nil : select, expansions: expansions, annotations: annotations)
    }

    private func expansion(
        _ wanted: ODataQuery.Expansion, of table: DataverseTable, _ annotations: AnnotationFilter, _ depth: Int
    ) throws -> Expansion {
        let isReferences = wanted.navigation.hasSuffix("/$ref")
        let name = isReferences ? String(wanted.navigation.dropLast(5)) : wanted.navigation
        guard let target = table.navigations[name] else {
            throw DataverseError.unknownColumn(name, of: table.name)
        }
        let inner: DataverseTable
        switch target {
        case .single(_, let other): inner = try model.known(other == "principal" ? "systemuser" : other)
        case .collection(let collection): inner = try model.known(collection.table)
        }
        let query = wanted.query
        let builder = FilterBuilder(vocabulary, catalog: tables.engine.catalog[.dataverse] ?? [:])
        return Expansion(
            navigation: name, target: target, shape: try shape(inner, query, annotations, depth: depth + 1),
            filter: try query.filter.map { try builder.filter($0, of: inner.schema) } ?? .always,
            order: try order(query, on: inner), top: query.top,
            hasOptions: query.filter != nil || !query.order.isEmpty || query.top != nil, isReferences: isReferences)
    }

    /// The condition of a query's filter.
    func filter(_ query: ODataQuery, on table: DataverseTable) throws -> Filter {
        guard let expression = query.filter else { return .always }
        return try FilterBuilder(vocabulary, catalog: tables.engine.catalog[.dataverse] ?? [:])
            .filter(expression, of: table.schema)
    }

    /// The order of a query.
    func order(_ query: ODataQuery, on table: DataverseTable) throws -> [Query.Order] {
        try query.order.map { Query.Order(try vocabulary.column($0.path, of: table).0, descending: $0.isDescending) }
    }
}

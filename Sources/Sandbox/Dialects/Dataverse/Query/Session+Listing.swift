extension Session {
    /// The most rows of a page.
    static let pageLimit = 5000

    /// `GET accounts`: the rows of a table, page by page.
    func list(_ table: DataverseTable, _ operation: Operation) throws -> HTTPAnswer {
        if let fetch = operation.parameter("fetchXml") { return try fetchXML(fetch, table, operation) }
        if let sql = operation.parameter("sql") { return try select(sql, table, operation) }
        if let apply = operation.parameter("$apply") { return try self.apply(apply, to: table, operation) }
        try refuseUnknownOptions(operation)
        if operation.parameter("$deltatoken") != nil || operation.preferences.tracksChanges {
            return try changes(table, operation)
        }
        return try list(table, within: .always, path: table.set, operation)
    }

    /// An option that isn't known is refused rather than left out: the answer would be another than the one asked for.
    private func refuseUnknownOptions(_ operation: Operation) throws {
        let known: Set = [
            "$select", "$filter", "$orderby", "$top", "$count", "$expand", "$skiptoken", "$deltatoken", "$skip",
        ]
        for parameter in operation.parameters where parameter.name.hasPrefix("$") && !known.contains(parameter.name) {
            throw DataverseError.badQuery("The query parameter \(parameter.name) is not supported")
        }
    }

    /// The rows of a table that meet a condition, for the table itself and for collections of a row.
    func list(
        _ table: DataverseTable, within: Filter, path: String, _ operation: Operation
    ) throws -> HTTPAnswer {
        let options = try operation.query()
        guard options.skip == nil else { throw DataverseError.badQuery("Skip Clause is not supported in CRM") }
        let preferences = operation.preferences
        let shape = try shape(table, options, preferences.annotations)
        let condition = Filter.all([within, try filter(options, on: table)])
        var page = ListingPage(table, condition, order: try order(options, on: table))
        page.seesNothing = seesNothing(table)
        try page.resume(operation.parameter("$skiptoken"))
        // A page's size makes $top without effect, as the service says.
        let size = min(preferences.pageSize ?? Self.pageLimit, Self.pageLimit)
        let isTop = preferences.pageSize == nil && options.top != nil
        page.size = isTop ? min(options.top ?? size, Self.pageLimit) : size
        page.continues = !isTop
        var out = WireBuffer(capacity: 64 * 1024)
        out.raw("{")
        out.member("@odata.context")
        out.string(root + shape.context)
        if options.count { try appendCount(Query(table.name, where: condition), preferences, to: &out) }
        out.member("value")
        out.raw("[")
        let next = try append(page, shape, to: &out)
        out.raw("]")
        if let next {
            out.member("@odata.nextLink")
            out.string(link(path, operation, dropping: ["$skiptoken"], adding: ("$skiptoken", next.token)))
        }
        out.raw("}")
        return DataverseAnswer.ok(out, preferences)
    }

    /// Whether a fault hides all rows of a table.
    func seesNothing(_ table: DataverseTable) -> Bool {
        environment.faults.revocation(system: .dataverse, table: table.name) == .empty
    }

    /// Appends the rows of a page; the answer is where the next one begins.
    func append(_ page: ListingPage, _ shape: RowShape, to out: inout WireBuffer) throws -> PagingCookie? {
        guard page.size > 0 else { return nil }
        return shape.expansions.isEmpty
            ? try scan(page, shape, to: &out) : try expand(page, shape, to: &out)
    }

    /// The fast way: rows go from the store's memory to the answer.
    private func scan(_ page: ListingPage, _ shape: RowShape, to out: inout WireBuffer) throws -> PagingCookie? {
        let query = page.query
        let writer = writer
        var count = 0
        var mark: PageMark?
        var hasMore = false
        var buffer = out
        out = WireBuffer(capacity: 0)
        defer { out = buffer }
        try tables.scan(query, columns: shape.scanned) { row in
            guard count < page.size else {
                hasMore = true
                return
            }
            try writer.append(row, shape, to: &buffer)
            count += 1
            if count == page.size { mark = try tables.mark(row, of: query, after: shape.scanned.count) }
        }
        guard page.continues, hasMore, let mark else { return nil }
        return page.cookie(after: mark)
    }

    /// The way of rows that show other rows inside: each is read as a whole first.
    private func expand(_ page: ListingPage, _ shape: RowShape, to out: inout WireBuffer) throws -> PagingCookie? {
        let query = page.query
        var rows: [StoredRecord] = []
        var mark: PageMark?
        let columns = TableSchema.systemColumns + page.table.schema.columns.map(\.name)
        try tables.scan(query, columns: columns) { row in
            rows.append(StoredRecord(row, page.table.schema))
            if rows.count == page.size { mark = try tables.mark(row, of: query, after: columns.count) }
        }
        let writer = writer
        for row in rows.prefix(page.size) { try writer.append(row, shape, to: &out) }
        guard page.continues, rows.count > page.size, let mark else { return nil }
        return page.cookie(after: mark)
    }

    /// `GET accounts/$count`: a bare number, at most 5,000.
    func count(_ table: DataverseTable, _ operation: Operation) throws -> HTTPAnswer {
        let count: Int
        if let token = operation.parameter("$deltatoken") {
            count = try changeCount(table, token)
        } else {
            count = try tables.count(Query(table.name, where: filter(operation.query(), on: table)))
        }
        return HTTPAnswer(
            200, headers: [("Content-Type", "text/plain"), ("OData-Version", "4.0")],
            body: Array("\u{FEFF}\(min(count, Self.pageLimit))".utf8))
    }

    private func appendCount(_ query: Query, _ preferences: Preferences, to out: inout WireBuffer) throws {
        let count = try tables.count(query)
        out.member("@odata.count")
        out.integer(Int64(min(count, Self.pageLimit)))
        guard preferences.annotations.totals else { return }
        out.member("@Microsoft.Dynamics.CRM.totalrecordcount")
        out.integer(Int64(min(count, Self.pageLimit)))
        out.member("@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded")
        out.boolean(count > Self.pageLimit)
    }

    /// The address of a request with some options left out and one added.
    func link(
        _ path: String, _ operation: Operation, dropping: Set<String>, adding: (name: String, value: String)
    ) -> String {
        let kept = operation.parameters.filter { !dropping.contains($0.name) && $0.name != adding.name }
        let pairs = (kept + [adding]).map { "\(PathText.encode($0.name))=\(LinkText.encode($0.value))" }
        return "\(root)\(path)?\(pairs.joined(separator: "&"))"
    }
}

/// A query in FetchXML: a table with those that are linked to it, columns, conditions, order and page, or groups.
///
/// <https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/reference/>
struct FetchQuery {
    /// A column that is shown under a name of its own.
    struct Shown {
        var table: DataverseTable
        var column: DataverseColumn
        var source: JoinQuery.Column
        var alias: String
    }

    let table: DataverseTable
    /// The table's own columns under their own names; `nil`: all.
    var columns: [String]?
    /// Columns of linked tables, and columns with another name.
    var shown: [Shown] = []
    /// The groups and what is worked out of them; `nil`: rows are shown.
    var aggregation: Aggregation?
    /// Where the rows come from.
    var join: JoinQuery
    /// The order of groups, by their names.
    var groupOrder: [(alias: String, isDescending: Bool)] = []
    /// How many rows a page has, or the query at most.
    var count: Int?
    var top: Int?
    var page = 1
    /// The cookie of the page before, decoded.
    var cookie: String?
    /// Whether the number of all rows is asked for.
    var countsAll = false

    /// Whether the table is alone and shows its own columns, so that pages go on where the last one ended.
    var isPlain: Bool {
        join.joins.isEmpty && shown.isEmpty && !join.isDistinct && aggregation == nil
            && !join.condition.asksForOthers
    }
}

extension Session {
    /// `GET accounts?fetchXml=…`.
    func fetchXML(_ text: String, _ table: DataverseTable, _ operation: Operation) throws -> HTTPAnswer {
        let fetch = try FetchReader(text, vocabulary).query()
        guard fetch.table.name == table.name else {
            throw DataverseError.badQuery("The query's table '\(fetch.table.name)' is not that of \(table.set).")
        }
        if let aggregation = fetch.aggregation { return try groups(aggregation, fetch, operation.preferences) }
        let select = try fetch.columns.map { names in try names.map { try FetchReader.column($0, table).readName } }
        let shape = try RowShape(table, select: select, annotations: operation.preferences.annotations)
        var out = WireBuffer(capacity: 64 * 1024)
        out.raw("{")
        out.member("@odata.context")
        out.string(root + shape.context)
        out.member("value")
        out.raw("[")
        let next =
            fetch.isPlain ? try plainPage(fetch, shape, to: &out) : try joinedPage(fetch, shape, to: &out)
        out.raw("]")
        try appendPaging(fetch, next, operation.preferences, to: &out)
        out.raw("}")
        return DataverseAnswer.ok(out, operation.preferences)
    }

    /// A page of the table alone.
    private func plainPage(_ fetch: FetchQuery, _ shape: RowShape, to out: inout WireBuffer) throws -> PagingCookie? {
        let order = fetch.join.order.map { Query.Order(.field($0.column.field), descending: $0.isDescending) }
        var page = ListingPage(fetch.table, try FetchReader.filter(fetch.join.condition), order: order)
        page.size = min(fetch.top ?? fetch.count ?? Self.pageLimit, Self.pageLimit)
        page.continues = fetch.top == nil
        page.seesNothing = seesNothing(fetch.table)
        if fetch.page > 1 {
            guard let inner = fetch.cookie, let cookie = PagingCookie(page: fetch.page, innerXML: inner) else {
                throw DataverseError.badCookie
            }
            page.resume(cookie)
        }
        return try append(page, shape, to: &out)
    }

    /// A page with linked tables: pages are counted.
    private func joinedPage(_ fetch: FetchQuery, _ shape: RowShape, to out: inout WireBuffer) throws -> PagingCookie? {
        let size = min(fetch.top ?? fetch.count ?? Self.pageLimit, Self.pageLimit)
        guard size > 0, !seesNothing(fetch.table) else { return nil }
        var join = fetch.join
        let writer = JoinedRowWriter(fetch, shape, self.writer)
        join.columns = writer.columns
        join.limit = size + 1
        join.skip = (fetch.page - 1) * size
        var count = 0
        var buffer = out
        out = WireBuffer(capacity: 0)
        defer { out = buffer }
        try tables.scan(join) { row in
            count += 1
            if count <= size { try writer.append(row, to: &buffer) }
        }
        guard fetch.top == nil, count > size else { return nil }
        return PagingCookie(page: fetch.page + 1, columns: [])
    }

    private func appendPaging(
        _ fetch: FetchQuery, _ next: PagingCookie?, _ preferences: Preferences, to out: inout WireBuffer
    ) throws {
        if fetch.countsAll {
            var join = fetch.join
            join.columns = fetch.shown.map(\.source) + [JoinQuery.Column(name: JoinQuery.root, field: "_id")]
            let total = try tables.count(join)
            out.member("@Microsoft.Dynamics.CRM.totalrecordcount")
            out.integer(Int64(min(total, Self.pageLimit)))
            out.member("@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded")
            out.boolean(total > Self.pageLimit)
        }
        guard preferences.annotations.paging else { return }
        if let next {
            out.member("@Microsoft.Dynamics.CRM.fetchxmlpagingcookie")
            out.string(next.token)
        }
        out.member("@Microsoft.Dynamics.CRM.morerecords")
        out.boolean(next != nil)
    }

    /// Groups instead of rows.
    private func groups(
        _ aggregation: Aggregation, _ fetch: FetchQuery, _ preferences: Preferences
    ) throws -> HTTPAnswer {
        var rows = try aggregation.rows { limit, body in
            var join = fetch.join
            join.columns = fetch.shown.map(\.source)
            join.limit = limit
            try tables.scan(join, body)
        }
        for order in fetch.groupOrder.reversed() {
            guard let place = aggregation.names.firstIndex(of: order.alias) else {
                throw DataverseError.unknownColumn(order.alias, of: fetch.table.name)
            }
            rows = rows.sorted(at: place, descending: order.isDescending)
        }
        let size = max(0, min(fetch.top ?? fetch.count ?? Self.pageLimit, Self.pageLimit))
        let skipped = fetch.top == nil ? (fetch.page - 1) * size : 0
        return try answer(aggregation, Array(rows.dropFirst(skipped).prefix(size)), preferences)
    }
}

/// A query in FetchXML: one table, its columns, conditions, order and page.
///
/// Joins and aggregates are refused by name. <https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/reference/>
struct FetchQuery {
    let table: DataverseTable
    /// The columns by their logical names; `nil`: all.
    let columns: [String]?
    let filter: Filter
    let order: [Query.Order]
    /// How many rows a page has, or the query at most.
    let count: Int?
    let top: Int?
    let page: Int
    /// The cookie of the page before, decoded.
    let cookie: String?

    init(_ text: String, model: DataverseModel) throws {
        guard let fetch = XMLElement.parse(text), fetch.name == "fetch",
            let entity = fetch.children(named: "entity").first, let name = entity.attributes["name"]
        else { throw DataverseError.badQuery("Invalid Xml in the fetchXml query.") }
        let table = try model.known(name)
        for unsupported in ["link-entity"] where !entity.children(named: unsupported).isEmpty {
            throw DataverseError.notSupported("The sandbox does not support <\(unsupported)> in FetchXML.")
        }
        guard fetch.attributes["aggregate"] != "true" else {
            throw DataverseError.notSupported("The sandbox does not support aggregates in FetchXML.")
        }
        self.table = table
        let names = entity.children(named: "attribute").compactMap { $0.attributes["name"] }
        columns = names.isEmpty || !entity.children(named: "all-attributes").isEmpty ? nil : names
        filter = .all(try entity.children(named: "filter").map { try Self.filter($0, table) })
        order = try entity.children(named: "order").map { element in
            let column = try Self.column(element.attributes["attribute"] ?? "", table)
            return Query.Order(.field(column.name), descending: element.attributes["descending"] == "true")
        }
        count = fetch.attributes["count"].flatMap { Int($0) }
        top = fetch.attributes["top"].flatMap { Int($0) }
        page = fetch.attributes["page"].flatMap { Int($0) } ?? 1
        cookie = fetch.attributes["paging-cookie"]
    }

    private static func filter(_ element: XMLElement, _ table: DataverseTable) throws -> Filter {
        var parts = try element.children(named: "condition").map { try condition($0, table) }
        parts += try element.children(named: "filter").map { try filter($0, table) }
        return element.attributes["type"] == "or" ? .any(parts) : .all(parts)
    }

    private static func condition(_ element: XMLElement, _ table: DataverseTable) throws -> Filter {
        let column = try column(element.attributes["attribute"] ?? "", table)
        let inner = element.children(named: "value").map(\.text)
        let texts = element.attributes["value"].map { [$0] } ?? inner
        let operation = element.attributes["operator"] ?? "eq"
        let isPattern = operation.hasSuffix("like")
        let values = try texts.map { text in
            isPattern ? .text(text) : try LiteralValue.value(.string(text), for: column.field)
        }
        return try ConditionOperator.filter(operation, .field(column.name), values)
    }

    static func column(_ name: String, _ table: DataverseTable) throws -> DataverseColumn {
        guard let column = table.column(name) else { throw DataverseError.unknownColumn(name, of: table.name) }
        return column
    }
}

extension Session {
    /// `GET accounts?fetchXml=…`.
    func fetchXML(_ text: String, _ table: DataverseTable, _ operation: Operation) throws -> HTTPAnswer {
        let fetch = try FetchQuery(text, model: model)
        guard fetch.table.name == table.name else {
            throw DataverseError.badQuery("The query's table '\(fetch.table.name)' is not that of \(table.set).")
        }
        let preferences = operation.preferences
        let select = try fetch.columns.map { names in try names.map { try FetchQuery.column($0, table).readName } }
        let shape = try RowShape(table, select: select, annotations: preferences.annotations)
        var page = ListingPage(table, fetch.filter, order: fetch.order)
        page.size = min(fetch.top ?? fetch.count ?? Self.pageLimit, Self.pageLimit)
        page.continues = fetch.top == nil
        if fetch.page > 1 {
            guard let inner = fetch.cookie, let cookie = PagingCookie(page: fetch.page, innerXML: inner) else {
                throw DataverseError.badCookie
            }
            page.resume(cookie)
        }
        var out = WireBuffer(capacity: 64 * 1024)
        out.raw("{")
        out.member("@odata.context")
        out.string(root + shape.context)
        out.member("value")
        out.raw("[")
        let next = try append(page, shape, to: &out)
        out.raw("]")
        if let next, preferences.annotations.paging {
            out.member("@Microsoft.Dynamics.CRM.fetchxmlpagingcookie")
            out.string(next.token)
        }
        if preferences.annotations.paging {
            out.member("@Microsoft.Dynamics.CRM.morerecords")
            out.boolean(next != nil)
        }
        out.raw("}")
        return DataverseAnswer.ok(out, preferences)
    }
}

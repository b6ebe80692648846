import JSON

/// Lists and shows rows.
struct BCReader {
    let handler: BCHandler
    let company: StoredRecord?

    /// The greatest and usual page.
    static let pageLimit = 20_000
    /// After how many rows the size of the page is foreseen.
    private static let sample = 64

    private var tables: Tables { handler.tables }
    private var call: BCCall { handler.call }

    /// A page of rows.
    func list(_ set: BCRoute.EntitySet, parent: Filter?, query: ODataQuery) throws -> HTTPAnswer {
        try readable(set)
        if set.route.nestedOnly, parent == nil, !(query.filter.map(Self.namesDocument) ?? false) {
            throw BCFailure.dialog("You must specify an Id or a Document Id to get the lines.")
        }
        var wanted = try self.query(set, parent: parent, query)
        let size = try pageSize()
        let mark = try query.raw["$skiptoken"].map { try BCPageToken($0) }
        wanted.after = mark?.mark
        if mark != nil { wanted.skip = 0 }
        let left = query.top.map { max(0, $0 - (mark?.delivered ?? 0)) }
        wanted.limit = min(size, left ?? .max) + 1
        var buffer = WireBuffer(capacity: 1 << 16)
        buffer.raw("{\"@odata.context\":")
        buffer.string(context(set, nil))
        if query.count {
            buffer.raw(",\"@odata.count\":")
            buffer.integer(Int64(try tables.count(self.query(set, parent: parent, query))))
        }
        buffer.raw(",\"value\":[")
        let page = try rows(set, wanted, size: min(size, left ?? .max), query, &buffer)
        buffer.raw("]")
        if let last = page.next, left ?? .max > page.count {
            let token = BCPageToken(mark: last, delivered: (mark?.delivered ?? 0) + page.count)
            buffer.raw(",\"@odata.nextLink\":")
            buffer.string(nextLink(token))
        }
        buffer.raw("}")
        var headers = BCHandler.jsonHeaders
        if requestedSize != nil { headers.append(("Preference-Applied", "odata.maxpagesize=\(size)")) }
        return HTTPAnswer(200, headers: headers, body: buffer.bytes)
    }

    /// The number of rows, as text.
    func count(_ set: BCRoute.EntitySet, parent: Filter?, query: ODataQuery) throws -> HTTPAnswer {
        try readable(set)
        let count = try tables.count(self.query(set, parent: parent, query))
        return HTTPAnswer(
            200, headers: [("Content-Type", "text/plain"), ("OData-Version", "4.0")], body: Array("\(count)".utf8))
    }

    /// One row.
    func one(_ set: BCRoute.EntitySet, _ record: StoredRecord, query: ODataQuery, status: Int = 200) throws
        -> HTTPAnswer
    {
        try readable(set)
        var buffer = WireBuffer()
        let context = handler.environment.memory.context(root: handler.root, set, company) {
            var context = WireBuffer()
            context.string(self.context(set, nil) + "/$entity")
            return context.bytes
        }
        let writer = try writer(set, query)
        try append(record, writer, set, query, context: context, to: &buffer)
        var headers = BCHandler.jsonHeaders
        headers.append(("ETag", BCEtag.text(record.version)))
        return HTTPAnswer(status, headers: headers, body: buffer.bytes)
    }

    private func readable(_ set: BCRoute.EntitySet) throws {
        guard set.route.capabilities.contains(.read) else { throw BCFailure.methodNotAllowed }
    }

    private func writer(_ set: BCRoute.EntitySet, _ query: ODataQuery) throws -> BCRowWriter {
        try handler.environment.memory.writer(set, query.select) {
            try BCRowWriter(
                set, select: query.select, localCurrency: handler.organization.localCurrency,
                options: { tables.engine.options($0) })
        }
    }

    private func rows(
        _ set: BCRoute.EntitySet, _ wanted: Query, size: Int, _ query: ODataQuery, _ buffer: inout WireBuffer
    ) throws -> (count: Int, next: PageMark?) {
        let writer = try writer(set, query)
        var count = 0
        var last: PageMark?
        var hasMore = false
        if query.expand.isEmpty {
            try tables.scan(wanted, columns: writer.columns) { row in
                guard count < size else {
                    hasMore = true
                    return
                }
                if count > 0 { buffer.raw(",") }
                writer.append(row, to: &buffer)
                buffer.raw("}")
                count += 1
                // The rows of a page are alike: room for all of them, instead of twice as much again and again.
                if count == Self.sample { buffer.bytes.reserveCapacity(buffer.bytes.count / Self.sample * (size + 1)) }
                if count == size { last = try tables.mark(row, of: wanted, after: writer.columns.count) }
            }
            return (count, hasMore ? last : nil)
        }
        let records = try tables.records(wanted)
        for record in records.prefix(size) {
            if count > 0 { buffer.raw(",") }
            try append(record, writer, set, query, context: nil, to: &buffer)
            count += 1
        }
        guard records.count > size, size > 0 else { return (count, nil) }
        return (count, try tables.mark(of: records[size - 1], in: wanted))
    }

    /// A row with what is expanded.
    private func append(
        _ record: StoredRecord, _ writer: BCRowWriter, _ set: BCRoute.EntitySet, _ query: ODataQuery, context: [UInt8]?,
        to buffer: inout WireBuffer
    ) throws {
        writer.append(RecordSource(record, places: writer.places), context: context, to: &buffer)
        for expansion in query.expand {
            buffer.raw(",")
            buffer.string(expansion.navigation)
            buffer.raw(":")
            try append(expansion, of: record, set, to: &buffer)
        }
        buffer.raw("}")
    }

    private func append(
        _ expansion: ODataQuery.Expansion, of record: StoredRecord, _ set: BCRoute.EntitySet,
        to buffer: inout WireBuffer
    ) throws {
        let definition = set.schema.definition
        if let collection = definition.collections.first(where: { $0.navigation == expansion.navigation }),
            let other = handler.route.set(ofTable: collection.table)
        {
            let parent = Filter.field(collection.field, .equal, .text(record.id))
            var wanted = try query(other, parent: parent, expansion.query)
            wanted.limit = expansion.query.top
            let writer = try writer(other, expansion.query)
            buffer.raw("[")
            for (place, child) in try tables.records(wanted).enumerated() {
                if place > 0 { buffer.raw(",") }
                try append(child, writer, other, expansion.query, context: nil, to: &buffer)
            }
            buffer.raw("]")
            return
        }
        for field in definition.fields {
            guard let target = field.targets.first(where: { $0.navigation == expansion.navigation }),
                let other = handler.route.set(ofTable: target.table)
            else { continue }
            guard let id = record[field.name].text, let found = try tables.record(target.table, id: id) else {
                buffer.raw("null")
                return
            }
            return try append(found, writer(other, expansion.query), other, expansion.query, context: nil, to: &buffer)
        }
        throw BCFailure.badRequest(
            "Could not find a property named '\(expansion.navigation)' on type 'Microsoft.NAV.\(set.route.entity)'.")
    }

    private func query(_ set: BCRoute.EntitySet, parent: Filter?, _ query: ODataQuery) throws -> Query {
        var filters: [Filter] = parent.map { [$0] } ?? []
        if let expression = query.filter { filters.append(try filter(expression, set)) }
        let vocabulary = handler.vocabulary(set)
        let order = try query.order.map { order in
            Query.Order(try vocabulary.property(order.path, of: set.schema).term, descending: order.isDescending)
        }
        var wanted = Query(
            set.schema.table, company: set.schema.definition.perCompany ? company?.id : nil,
            where: filters.isEmpty ? .always : filters.count == 1 ? filters[0] : .all(filters), order: order,
            skip: query.skip ?? 0)
        wanted.seesNothing =
            handler.environment.faults?.revocation(system: .businessCentral, table: set.schema.table) == .empty
        return wanted
    }

    private func filter(_ expression: ODataExpression, _ set: BCRoute.EntitySet) throws -> Filter {
        guard !expression.hasMixedOr else {
            throw BCFailure.badRequest("The 'OR' operator is not supported on distinct fields on an OData filter.")
        }
        if expression.hasIn, call.parameter("$schemaversion") != "2.1" {
            throw BCFailure.badRequest("The 'in' operator is not supported in this version of the schema.")
        }
        do {
            let catalog = tables.engine.catalog[.businessCentral] ?? [:]
            return try FilterBuilder(handler.vocabulary(set), catalog: catalog).filter(
                expression.withoutLambdas, of: set.schema)
        } catch let error as ODataSyntaxError {
            throw BCFailure.badRequest(error.message)
        }
    }

    private var requestedSize: Int? {
        PreferenceText.parse(call.headers)["odata.maxpagesize"].flatMap { Int($0) }
    }

    private func pageSize() throws -> Int {
        guard let wanted = requestedSize else { return Self.pageLimit }
        guard wanted <= Self.pageLimit else {
            throw BCFailure(
                413, "RequestEntityTooLarge",
                "The requested page size \(wanted) exceeds the maximum page size of \(Self.pageLimit).")
        }
        return max(1, wanted)
    }

    private func nextLink(_ token: BCPageToken) -> String {
        let kept = call.query.split(separator: "&").filter { part in
            let name = PathText.decode(part.utf8.prefix { $0 != UInt8(ascii: "=") })
            return name != "$skiptoken"
        }
        return call.origin + call.path + "?"
            + (kept.map(String.init) + ["$skiptoken=" + token.text]).joined(separator: "&")
    }

    private func context(_ set: BCRoute.EntitySet, _ parent: Filter?) -> String {
        let scope =
            call.address.isWebService
            ? company.map { "Company('\($0["name"].text ?? "")')/" } : company.map { "companies(\($0.id))/" }
        return handler.root + "/$metadata#" + (set.schema.definition.perCompany ? scope ?? "" : "") + set.route.set
    }

    private static func namesDocument(_ expression: ODataExpression) -> Bool {
        switch expression {
        case .binary(.equal, .path(let path), _): ["documentId", "id"].contains(path.first ?? "")
        case .binary(_, let left, let right): namesDocument(left) || namesDocument(right)
        default: false
        }
    }
}

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif
import JSON
package import Model

extension BusinessCentral {
    /// Reads one page, rows in the order of their stamps: a row that is modified meanwhile comes again at the end.
    package func page(
        of table: RemoteTable, reading fields: [FieldName], from cursor: PageCursor, size: Int
    ) async throws -> RecordPage {
        let now = milliseconds(courier.timing.date().timeIntervalSince1970)
        var feed: FeedReading
        let url: String
        switch cursor {
        case .listing:
            feed = FeedReading(.listing, since: Watermark(), began: now)
            url = try await listing(of: table, reading: fields, after: nil)
        case .sweep:
            feed = FeedReading(.sweep, since: Watermark(), began: now)
            url = try await address(of: table) + "?$select=" + PercentEncoding.query(table.declaration.key)
        case .changes(let since):
            if let watermark = position(since, of: table), table.modifiedField != nil {
                feed = FeedReading(.changes, since: watermark, began: now)
                url = try await listing(of: table, reading: fields, after: watermark.floor)
            } else {
                feed = FeedReading(.restart, since: Watermark(), began: now)
                url = try await listing(of: table, reading: fields, after: nil)
            }
        case .next(let text):
            guard let (reading, link) = FeedReading.parse(text) else { throw courier.unreadable(table.route.set) }
            (feed, url) = (reading, try courier.admitted(link))
        }
        let reading = feed.kind == .sweep ? table.reading([]) : table.reading(fields)
        let wanted = min(max(1, size), Self.largestPage)
        let response = try await courier.read(
            get(url, prefer: "odata.maxpagesize=\(wanted)"), in: table.declaration.table)
        guard response.status == 200 else { throw courier.failure(response, about: table.route.set) }
        if case .next = cursor {} else if let time = serverTime(response) { feed.began(by: time) }
        return try page(response, reading, table, &feed)
    }

    private func page(
        _ response: HTTPResponse, _ reading: RecordReading, _ table: RemoteTable, _ feed: inout FeedReading
    ) throws -> RecordPage {
        let wire: WirePage
        do {
            wire = try reading.page(response.body)
        } catch {
            throw courier.unreadable(table.route.set)
        }
        var page = RecordPage(records: feed.take(wire), isRestart: feed.kind == .restart)
        if let link = wire.nextLink {
            guard !feed.isCircle(link) else {
                throw RemoteFailure(Problem(.unavailable, ["pagesRepeat", table.route.set], side: side))
            }
            page.next = feed.text(next: try courier.admitted(link))
        } else if feed.kind != .sweep, table.modifiedField != nil {
            // The later of two clocks when it ends, the earlier when it began: one that jumps makes the wait longer, not shorter.
            let now = milliseconds(courier.timing.date().timeIntervalSince1970)
            let end = feed.end(at: max(now, serverTime(response) ?? now))
            page.position = prefix(of: table) + end.text
        }
        return page
    }

    /// How far this machine's clock and the server's may be apart, in milliseconds.
    private static let apart: Int64 = 5 * 60_000

    /// A watermark from which nothing is missed that was stamped since a time.
    package func position(of table: RemoteTable, since time: Date) -> String? {
        guard table.modifiedField != nil else { return nil }
        var watermark = Watermark()
        watermark.floor = milliseconds(time.timeIntervalSince1970) - Watermark.overlap - Self.apart
        return prefix(of: table) + watermark.text
    }

    private func prefix(of table: RemoteTable) -> String { "\(StableHash.of(table.route.path, table.route.set))/" }

    /// What the server's clock says, where it says something.
    private func serverTime(_ response: HTTPResponse) -> Int64? {
        response[header: "Date"].flatMap(HTTPDate.seconds).map(milliseconds)
    }

    private func milliseconds(_ seconds: Double) -> Int64 { Int64((seconds * 1_000).rounded(.down)) }

    /// The watermark of a position, if it is of this table.
    private func position(_ text: String, of table: RemoteTable) -> Watermark? {
        let prefix = prefix(of: table)
        guard text.hasPrefix(prefix) else { return nil }
        return Watermark(String(text.dropFirst(prefix.count)))
    }

    private func listing(of table: RemoteTable, reading fields: [FieldName], after floor: Int64?) async throws
        -> String
    {
        var url = try await address(of: table) + "?$select=" + table.selection(of: fields)
        guard let modified = table.modifiedField else { return url }
        url += "&$orderby=" + PercentEncoding.query(modified)
        if let floor, let instant = ODataLiteral.instant(Instant.text(milliseconds: floor)) {
            url += "&$filter=" + PercentEncoding.query(ODataFilter.isAfter(modified, instant).text)
        }
        return url
    }

    /// Counts the records.
    package func count(of table: RemoteTable) async throws -> Int {
        var request = get(try await address(of: table) + "/$count")
        request.headers[0].value = "text/plain, application/json"
        let response = try await courier.read(request, in: table.declaration.table)
        guard response.status == 200 else { throw courier.failure(response, about: table.route.set) }
        return try courier.count(response, about: table.route.set)
    }

    /// Finds records by equal fields.
    package func find(
        in table: RemoteTable, where criteria: Fields, reading fields: [FieldName], limit: Int
    ) async throws -> [RemoteRecord] {
        var filters: [ODataFilter] = []
        for criterion in criteria {
            guard let field = table.field(criterion.name) else {
                throw RemoteFailure(Problem(.schema, [table.route.set], field: criterion.name, side: side))
            }
            // A value that its type can't have is no value of any record.
            guard let literal = Self.literal(criterion.value, as: field.kind) else { return [] }
            filters.append(.equals(field.name, literal))
        }
        guard !filters.isEmpty else { return [] }
        let filter = PercentEncoding.query(ODataFilter.all(filters).text)
        guard filter.utf8.count <= ODataLimits.filter else { throw CriteriaFailure(Problem(.tooLong, side: side)) }
        let url =
            try await address(of: table) + "?$select=" + table.selection(of: fields) + "&$top=\(max(1, limit))"
            + "&$filter=" + filter
        let response = try await courier.read(get(url), in: table.declaration.table)
        if response.status == 400 { throw CriteriaFailure(Problem(.invalid, side: side, remote: .init(response))) }
        guard response.status == 200 else { throw courier.failure(response, about: table.route.set) }
        do {
            return try table.reading(fields).page(response.body).records
        } catch {
            throw courier.unreadable(table.route.set)
        }
    }

    /// Reads records by identity: alone, or in batches of reads, each of which is answered for itself.
    package func records(
        _ ids: [RecordID], of table: RemoteTable, reading fields: [FieldName]
    ) async throws -> [RecordID: RemoteRecord] {
        let reading = table.reading(fields)
        let selection = table.selection(of: fields)
        let path = try await path(of: table)
        var found: [RecordID: RemoteRecord] = [:]
        let asked = ids.compactMap { id in table.predicate(id).map { (id: id, predicate: $0) } }
        if let only = asked.first, asked.count == 1 {
            let response = try await courier.read(
                get("\(courier.root.text)\(path)\(only.predicate)?$select=\(selection)"), in: table.declaration.table)
            if let record = try record(
                status: response.status, body: response.body[...], reading, table, whole: response)
            {
                found[only.id] = record
            }
            return found
        }
        for start in stride(from: 0, to: asked.count, by: Self.largestBatch) {
            let chunk = asked[start..<min(start + Self.largestBatch, asked.count)]
            var batch = JSONBatch()
            for (place, one) in chunk.enumerated() {
                batch.add(place, .get, "\(inner(path, table))\(one.predicate)?$select=\(selection)")
            }
            let request = self.batch(batch.end(), table)
            let response = try await courier.read(request, in: table.declaration.table)
            guard response.status == 200 else { throw courier.failure(response, about: table.route.set) }
            let answers: [JSONBatch.Answer]
            do {
                answers = try JSONBatch.answers(response.body)
            } catch {
                throw courier.unreadable(table.route.set)
            }
            var answered = 0
            for answer in answers {
                guard let place = answer.place, place < chunk.count else { continue }
                answered += 1
                if let record = try record(status: answer.status, body: answer.body, reading, table, whole: nil) {
                    found[chunk[chunk.startIndex + place].id] = record
                }
            }
            // What was not answered was not said to be missing.
            guard answered == chunk.count else { throw courier.unreadable(table.route.set) }
        }
        return found
    }

    private func record(
        status: Int, body: ArraySlice<UInt8>, _ reading: RecordReading, _ table: RemoteTable, whole: HTTPResponse?
    ) throws -> RemoteRecord? {
        switch status {
        case 200:
            do {
                return try reading.record(body)
            } catch {
                throw courier.unreadable(table.route.set)
            }
        case 404:
            // A company or a set that is gone is no missing record.
            guard RemoteCode.isOfWholeTable(RemoteCode.code(in: body)) else { return nil }
            throw courier.failure(HTTPResponse(status: status, body: Array(body)), about: table.route.set)
        default:
            throw courier.failure(
                whole ?? HTTPResponse(status: status, body: Array(body)), about: table.route.set)
        }
    }

    /// The path of a set as the operations of a batch name it: below the API's root.
    func inner(_ path: String, _ table: RemoteTable) -> String {
        let root =
            switch table.route.kind {
            case .standard: "/api/v2.0/"
            case .custom: "/api/\(table.route.path)/"
            case .webService: "/ODataV4/"
            }
        return String(path.dropFirst(root.count))
    }

    /// A request that carries a batch of which all takes effect, or nothing.
    ///
    /// <https://learn.microsoft.com/dynamics365/business-central/dev-itpro/developer/devenv-connect-apps-tips>
    func transaction(_ body: [UInt8], _ table: RemoteTable) -> HTTPRequest {
        HTTPRequest(
            .post, batchAddress(of: table),
            headers: Self.reading + [
                HTTPField("Content-Type", "application/json"), HTTPField("Isolation", "snapshot"),
            ], body: body, timeout: Self.timeout, limit: Self.limit)
    }

    /// A request that carries a batch.
    func batch(_ body: [UInt8], _ table: RemoteTable) -> HTTPRequest {
        HTTPRequest(
            .post, batchAddress(of: table),
            headers: Self.reading + [
                HTTPField("Content-Type", "application/json"), HTTPField("Prefer", "odata.continue-on-error"),
            ], body: body, timeout: Self.timeout, limit: Self.limit)
    }
}

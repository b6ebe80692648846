import JSON
package import Model

extension Dataverse {
    /// Reads one page; complete listings carry the delta link from which changes are read.
    ///
    /// <https://learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems>
    package func page(
        of table: RemoteTable, reading fields: [FieldName], from cursor: PageCursor, size: Int
    ) async throws -> RecordPage {
        if table.declaration.choice != nil { return try await choices(table).page(reading: fields, from: cursor) }
        let selection = table.dataverseSelection(of: fields)
        let mark = "\(StableHash.of(table.route.set, selection))"
        var delta: DeltaReading
        let url: String
        switch cursor {
        case .listing: (delta, url) = (DeltaReading(.listing), "\(address(of: table))?$select=\(selection)")
        case .sweep:
            (delta, url) = (DeltaReading(.sweep), "\(address(of: table))?$select=\(table.declaration.key)")
        case .changes(let since):
            // A position of other columns than those that are read now is not one to go on from.
            guard since.hasPrefix("\(mark) ") else { return try await restart(table, fields, size) }
            (delta, url) = (DeltaReading(.changes), try courier.admitted(String(since.dropFirst(mark.utf8.count + 1))))
        case .next(let text):
            guard let (reading, link) = DeltaReading.parse(text) else { throw courier.unreadable(table.route.set) }
            (delta, url) = (reading, try courier.admitted(link))
        }
        let response = try await read(url, delta.kind, table, fields, size)
        if response.status == 200 { return try await page(response, table, fields, mark, &delta) }
        // A link expires as well as a token does: a listing that is held up for long is begun anew, once.
        if Self.hasExpired(response, cursor), let anew = delta.kind.anew {
            return try await restart(table, fields, size, as: anew)
        }
        throw failure(response, table)
    }

    private static func hasExpired(_ response: HTTPResponse, _ cursor: PageCursor) -> Bool {
        switch cursor {
        case .listing, .sweep: false
        case .changes, .next: [400, 404, 410].contains(response.status)
        }
    }

    private func read(
        _ url: String, _ kind: DeltaReading.Kind, _ table: RemoteTable, _ fields: [FieldName], _ size: Int
    ) async throws -> HTTPResponse {
        let size = "odata.maxpagesize=\(min(max(1, size), Self.largestPage))"
        let prefer =
            switch kind {
            case .listing, .restart, .changes:
                ["odata.track-changes", size, table.dataversePreference(for: fields)].compactMap(\.self)
                    .joined(separator: ",")
            case .sweep, .resweep: size
            }
        return try await courier.read(get(url, prefer: prefer), in: table.declaration.table)
    }

    /// A complete listing, or sweep, in place of what can't be gone on with: the token or the link has expired, or is one of another
    /// organisation.
    private func restart(
        _ table: RemoteTable, _ fields: [FieldName], _ size: Int, as kind: DeltaReading.Kind = .restart
    ) async throws -> RecordPage {
        var delta = DeltaReading(kind)
        let selection = table.dataverseSelection(of: fields)
        let columns = kind.isSweep ? table.declaration.key : selection
        let response = try await read("\(address(of: table))?$select=\(columns)", kind, table, fields, size)
        guard response.status == 200 else { throw failure(response, table) }
        return try await page(response, table, fields, "\(StableHash.of(table.route.set, selection))", &delta)
    }

    private func page(
        _ response: HTTPResponse, _ table: RemoteTable, _ fields: [FieldName], _ mark: String,
        _ delta: inout DeltaReading
    ) async throws -> RecordPage {
        let reading = table.dataverseReading(delta.kind.isSweep ? [] : fields)
        guard let wire = try? reading.page(response.body) else { throw courier.unreadable(table.route.set) }
        var page = RecordPage(records: wire.records, deleted: wire.deleted, isRestart: delta.kind == .restart)
        if !wire.left.isEmpty {
            let there = try await records(wire.left, of: table, reading: fields)
            page.records += wire.left.compactMap { there[$0] }
            page.deleted += wire.left.filter { there[$0] == nil }
        }
        if let link = wire.nextLink {
            guard !delta.isCircle(link) else {
                throw RemoteFailure(Problem(.unavailable, ["pagesRepeat", table.route.set], side: side))
            }
            page.next = delta.text(next: try courier.admitted(link))
        } else if !delta.kind.isSweep, let link = wire.deltaLink {
            page.position = "\(mark) \(try courier.admitted(link))"
        }
        return page
    }

    /// What an answer that is no success means.
    func failure(_ response: HTTPResponse, _ table: RemoteTable) -> RemoteFailure {
        // The table's change tracking is switched off.
        if RemoteCode.code(in: response.body[...]).lowercased() == "0x80072491" {
            return RemoteFailure(
                Problem(.schema, ["changeTracking", table.declaration.table], side: side, remote: .init(response)))
        }
        return courier.failure(response, about: table.route.set)
    }

    /// Where `$count` ends.
    private static let countLimit = 5_000

    /// Counts the records; a number above 5,000 may be a day old.
    package func count(of table: RemoteTable) async throws -> Int {
        if table.declaration.choice != nil { return try await choices(table).options().count }
        var request = get("\(address(of: table))/$count")
        request.headers[0].value = "text/plain, application/json"
        let response = try await courier.read(request, in: table.declaration.table)
        guard response.status == 200 else { throw failure(response, table) }
        let count = try courier.count(response, about: table.route.set)
        return count < Self.countLimit ? count : max(count, try await total(of: table) ?? count)
    }

    /// The number of rows as the service knows it from its last snapshot; `nil` where it doesn't say.
    ///
    /// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrievetotalrecordcount>
    private func total(of table: RemoteTable) async throws -> Int? {
        let names = PercentEncoding.query("[\"\(table.declaration.table)\"]")
        let url = "\(courier.root.text)/RetrieveTotalRecordCount(EntityNames=@names)?@names=\(names)"
        let response = try await courier.read(get(url), in: table.declaration.table)
        // It only says which side is the smaller one: without it the count stands.
        guard response.status == 200, let answer = try? JSON.decode(TotalCount.self, from: response.body) else {
            return nil
        }
        return answer.count
    }

    /// Finds records by equal fields.
    package func find(
        in table: RemoteTable, where criteria: Fields, reading fields: [FieldName], limit: Int
    ) async throws -> [RemoteRecord] {
        if table.declaration.choice != nil {
            return try await choices(table).find(where: criteria, reading: fields, limit: limit)
        }
        var filters: [ODataFilter] = []
        for criterion in criteria {
            guard let field = table.field(criterion.name) else {
                throw RemoteFailure(Problem(.schema, [table.route.set], field: criterion.name, side: side))
            }
            // A value that its type can't have is no value of any record.
            guard let literal = Self.literal(criterion.value, as: field.kind) else { return [] }
            filters.append(.equals(RemoteTable.wireName(field), literal))
        }
        guard !filters.isEmpty else { return [] }
        let filter = PercentEncoding.query(ODataFilter.all(filters).text)
        guard filter.utf8.count <= ODataLimits.filter else { throw CriteriaFailure(Problem(.tooLong, side: side)) }
        let url =
            "\(address(of: table))?$select=\(table.dataverseSelection(of: fields))&$top=\(max(1, limit))"
            + "&$filter=\(filter)"
        let response = try await courier.read(
            get(url, prefer: table.dataversePreference(for: fields)), in: table.declaration.table)
        if response.status == 400 { throw CriteriaFailure(Problem(.invalid, side: side, remote: .init(response))) }
        guard response.status == 200 else { throw failure(response, table) }
        guard let page = try? table.dataverseReading(fields).page(response.body) else {
            throw courier.unreadable(table.route.set)
        }
        return page.records
    }

    /// Reads records by identity: alone, or in batches of reads, each of which is answered for itself.
    package func records(
        _ ids: [RecordID], of table: RemoteTable, reading fields: [FieldName]
    ) async throws -> [RecordID: RemoteRecord] {
        if table.declaration.choice != nil { return try await choices(table).records(ids, reading: fields) }
        let reading = table.dataverseReading(fields)
        let selection = table.dataverseSelectionWithSteps(of: fields)
        let preference = table.dataversePreference(for: fields)
        let headers = preference.map { [HTTPField("Prefer", $0)] } ?? []
        let asked = ids.filter { GUIDText.isGUID($0.text) }
        var found: [RecordID: RemoteRecord] = [:]
        if let only = asked.first, asked.count == 1 {
            let response = try await courier.read(
                get("\(address(of: table))(\(only.text))?$select=\(selection)", prefer: preference),
                in: table.declaration.table)
            found[only] = try record(response, reading, table)
            return found
        }
        for start in stride(from: 0, to: asked.count, by: Self.largestRead) {
            let chunk = Array(asked[start..<min(start + Self.largestRead, asked.count)])
            var batch = MultipartBatch(boundary: boundary())
            for id in chunk { batch.add(.get, "\(path(of: table))(\(id.text))?$select=\(selection)", headers: headers) }
            let response = try await courier.read(self.batch(&batch), in: table.declaration.table)
            guard let answers = MultipartBatch.answers(response) else { throw failure(response, table) }
            // What was not answered was not said to be missing.
            guard answers.count == chunk.count else { throw courier.unreadable(table.route.set) }
            for (id, answer) in zip(chunk, answers) {
                found[id] = try record(
                    HTTPResponse(status: answer.status, body: Array(answer.body)), reading, table)
            }
        }
        return found
    }

    private static let largestRead = 500

    private func record(_ response: HTTPResponse, _ reading: RecordReading, _ table: RemoteTable) throws
        -> RemoteRecord?
    {
        switch response.status {
        case 200:
            guard let record = try? reading.record(response.body[...]) else {
                throw courier.unreadable(table.route.set)
            }
            return record
        case 404:
            // A table that is gone is no missing row.
            guard !RemoteCode.isOfWholeTable(RemoteCode.code(in: response.body[...])) else {
                throw failure(response, table)
            }
            return nil
        default: throw failure(response, table)
        }
    }

    /// A boundary that no content has: content has no line that begins with two dashes.
    func boundary() -> String {
        "batch_\(String(UInt64(courier.timing.chance() * 0x1p62), radix: 16))"
    }

    /// The request that carries a batch.
    func batch(_ batch: inout MultipartBatch) -> HTTPRequest {
        HTTPRequest(
            .post, "\(courier.root.text)/$batch",
            headers: Self.headers + [
                HTTPField("Content-Type", "multipart/mixed; boundary=\(batch.boundary)"),
                HTTPField("Prefer", "odata.continue-on-error"),
            ], body: batch.end(), timeout: Self.timeout, limit: Self.limit)
    }
}

/// `{"EntityRecordCountCollection":{"Count":1,"Keys":["account"],"Values":[12345]}}`.
private struct TotalCount: JSONReadable {
    var count: Int?

    init(from reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key == "EntityRecordCountCollection" else { continue }
            try reader.beginObject()
            while let key = try reader.nextKey() {
                guard key == "Values" else { continue }
                try reader.beginArray()
                while try reader.nextElement() { count = Int(try reader.integer()) }
            }
        }
    }
}

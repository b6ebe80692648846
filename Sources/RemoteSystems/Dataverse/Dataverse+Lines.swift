import JSON
package import Model

extension Dataverse {
    /// Reads the lines of documents as rows of their own, found by the documents that they name.
    package func lines(
        of documents: [RecordID], in table: RemoteTable, from lines: LineTable, reading fields: [FieldName]
    ) async throws -> [RecordID: [RemoteRecord]] {
        guard let parent = lines.table.field(lines.parent) else {
            throw RemoteFailure(Problem(.schema, [lines.table.route.set], field: lines.parent, side: side))
        }
        let reading = lines.reading(fields)
        let asked = documents.filter { GUIDText.isGUID($0.text) }
        var found: [RecordID: [RemoteRecord]] = [:]
        for start in stride(from: 0, to: asked.count, by: LineTable.documentsAtOnce) {
            let chunk = asked[start..<min(start + LineTable.documentsAtOnce, asked.count)]
            let filters = chunk.compactMap { id in
                ODataLiteral.guid(id.text).map { ODataFilter.equals(RemoteTable.wireName(parent), $0) }
            }
            let filter = PercentEncoding.query(ODataFilter.any(filters).text)
            var next: String? =
                "\(address(of: lines.table))?$select=\(lines.table.dataverseSelection(of: reading))&$filter=\(filter)"
            var loop = PageLoop()
            while let url = next {
                let response = try await courier.read(
                    get(url, prefer: lines.table.dataversePreference(for: reading)), in: lines.table.declaration.table)
                guard response.status == 200 else { throw failure(response, lines.table) }
                guard let page = try? lines.table.dataverseReading(reading).page(response.body) else {
                    throw courier.unreadable(lines.table.route.set)
                }
                for record in page.records {
                    guard let document = record.fields[lines.parent]?.text else { continue }
                    found[RecordID(document), default: []].append(record)
                }
                next = try page.nextLink.map { try courier.admitted($0) }
                if let next, loop.isCircle(next) {
                    throw RemoteFailure(Problem(.unavailable, ["pagesRepeat", lines.table.route.set], side: side))
                }
            }
        }
        // No line says nothing of whether the document is there; one that is there now was there all the time.
        let bare = asked.filter { found[$0] == nil }
        for id in try await records(bare, of: table, reading: [table.declaration.key]).keys { found[id] = [] }
        return found.mapValues(lines.sorted)
    }

    /// How many operations a write is: a document is also read once more behind its lines.
    static func operations(of write: RemoteWrite) -> Int {
        guard case .new(_, let lines, _)? = write.lines else { return 1 }
        return 2 + lines.count
    }

    /// The writes of documents in groups that a batch can hold.
    static func batches(ofDocuments places: [Int], in writes: [RemoteWrite]) -> [[Int]] {
        var batches: [[Int]] = []
        var room = 0
        for place in places {
            let needed = operations(of: writes[place])
            if needed > room || batches.isEmpty {
                batches.append([])
                room = largestBatch
            }
            batches[batches.count - 1].append(place)
            room -= needed
        }
        return batches
    }

    /// Carries out documents with their lines, each in a change set of its own: it is carried out as a whole, or not at all.
    ///
    /// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api#change-sets>
    func documents(_ places: [Int], of plan: WritePlan) async -> BatchFate {
        var batch = MultipartBatch(boundary: boundary())
        var results: [WriteResult?] = Array(repeating: nil, count: places.count)
        for (number, place) in places.enumerated() {
            do {
                let write = plan.writes[place]
                batch.add(try changeSet(write, plan), boundary: "changeset_\(number)")
                // What was answered to the first operation of the set is the document before its lines were there.
                if let key = write.target {
                    batch.add(.get, target(key, plan.form(of: write).selection, plan.table), headers: [])
                }
            } catch {
                results[number] = .refused(error.problem)
            }
        }
        let sent = results.indices.filter { results[$0] == nil }
        guard !sent.isEmpty else { return .results(results.compactMap(\.self)) }
        switch await courier.write(self.batch(&batch), in: plan.table.declaration.table, notAfter: plan.notAfter) {
        case .notSent(let problem): return .results(results.map { $0 ?? .notSent(problem) })
        case .inDoubt(let problem): return .results(results.map { $0 ?? .inDoubt(problem) })
        case .answered(let response):
            let unclear = Problem(.unavailable, ["unanswered"], side: side, remote: .init(response))
            guard let answers = MultipartBatch.answers(response) else {
                if response.status >= 400 {
                    return .refused(RowJudgement.problem(.init(response), side: side, table: plan.table.route.set))
                }
                return .results(results.map { $0 ?? .inDoubt(unclear) })
            }
            for (order, number) in sent.enumerated() where order * 2 < answers.count {
                let read = order * 2 + 1 < answers.count ? answers[order * 2 + 1] : nil
                results[number] = result(answers[order * 2], read, places[number], plan)
            }
            return .results(results.map { $0 ?? .inDoubt(unclear) })
        }
    }

    private func changeSet(
        _ write: RemoteWrite, _ plan: WritePlan
    ) throws(RemoteFailure) -> [MultipartBatch.Part] {
        guard case .create(let key?) = write.operation, case .new(let lines, let rows, let returning)? = write.lines,
            GUIDText.isGUID(key.text), Self.operations(of: write) <= Self.largestBatch
        else { throw RemoteFailure(Problem(.invalid, ["lines"], side: side)) }
        var parts = [
            try creation(
                of: key, write.fields, in: plan.table, selection: plan.form(of: write).selection, under: nil)
        ]
        let selection = lines.table.dataverseSelection(of: lines.reading(returning))
        for row in rows {
            guard let id = row.key, GUIDText.isGUID(id.text) else {
                throw RemoteFailure(Problem(.invalid, field: lines.table.declaration.key, side: side))
            }
            var fields = row.fields
            fields[lines.parent] = .text(key.text)
            parts.append(
                try creation(of: id, fields, in: lines.table, selection: selection, under: lines.parent))
        }
        return parts
    }

    private func creation(
        of key: RecordID, _ fields: Fields, in table: RemoteTable, selection: String, under parent: FieldName?
    ) throws(RemoteFailure) -> MultipartBatch.Part {
        var body = JSONWriter()
        body.beginObject()
        for element in fields {
            guard let field = table.field(element.name) else {
                throw RemoteFailure(Problem(.schema, [table.route.set], field: element.name, side: side))
            }
            guard Self.write(element.value, of: field, to: &body) else {
                throw RemoteFailure(Problem(.invalid, field: element.name, side: side))
            }
        }
        body.endObject()
        return MultipartBatch.Part(
            method: .patch, target: target(key, selection, table),
            headers: [HTTPField("If-None-Match", "*"), HTTPField("Prefer", "return=representation")], body: body.bytes)
    }

    private func target(_ key: RecordID, _ selection: String, _ table: RemoteTable) -> String {
        "\(path(of: table))(\(key.text))?$select=\(selection)"
    }

    /// What became of a document, by the answer to its change set, and what was read of it behind that.
    private func result(
        _ answer: MultipartBatch.Answer, _ read: MultipartBatch.Answer?, _ place: Int, _ plan: WritePlan
    ) -> WriteResult {
        let write = plan.writes[place]
        let form = plan.form(of: write)
        let judgement = RowJudgement(write: write, side: side, table: plan.table, reading: form.reading)
        let unknown = WriteResult.inDoubt(Problem(.unavailable, ["unreadable"], side: side))
        // What is refused answers once for all of its operations, be it within a set or by itself.
        if let refusal = ([answer] + answer.set).first(where: { $0.status >= 400 }) { return judgement.result(refusal) }
        guard case .new(let lines, let rows, let returning)? = write.lines, answer.set.count == rows.count + 1,
            case .done(var record) = judgement.result(answer.set[0])
        else { return unknown }
        let reading = lines.table.dataverseReading(lines.reading(returning))
        for row in answer.set.dropFirst() {
            guard (200..<300).contains(row.status), let line = try? reading.record(row.body) else { return unknown }
            record.lines.append(line)
        }
        record.lines = lines.sorted(record.lines)
        // Without it the version of the document is stale: it comes again with the next feed, and is looked at then.
        if let read, read.status == 200, let whole = try? form.reading.record(read.body) {
            (record.version, record.fields) = (whole.version, whole.fields)
        }
        return .done(record)
    }
}

extension RemoteWrite {
    /// The record that is written to, where its identity is known beforehand.
    var target: RecordID? {
        switch operation {
        case .create(let key): key
        case .update(let id, _), .delete(let id, _): id
        }
    }
}

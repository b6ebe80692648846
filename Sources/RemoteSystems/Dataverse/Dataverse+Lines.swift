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
}

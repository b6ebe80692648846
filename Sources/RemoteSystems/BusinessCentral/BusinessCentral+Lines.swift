import JSON
package import Model

extension BusinessCentral {
    /// Reads the lines of documents together with these: asked for by themselves, Business Central gives those of one document only.
    package func lines(
        of documents: [RecordID], in table: RemoteTable, from lines: LineTable, reading fields: [FieldName]
    ) async throws -> [RecordID: [RemoteRecord]] {
        var found: [RecordID: [RemoteRecord]] = [:]
        var open = stride(from: 0, to: documents.count, by: LineTable.documentsAtOnce).map { start in
            Array(documents[start..<min(start + LineTable.documentsAtOnce, documents.count)])
        }
        while let chunk = open.popLast() {
            let filters = chunk.compactMap { id in
                ODataLiteral.guid(id.text).map { ODataFilter.equals(table.declaration.key, $0) }
            }
            guard !filters.isEmpty else { continue }
            let url =
                try await address(of: table) + "?$select=\(PercentEncoding.query(table.declaration.key))"
                + Self.expansion(lines, fields) + "&$filter=\(PercentEncoding.query(ODataFilter.any(filters).text))"
            let response = try await courier.read(get(url), in: table.declaration.table)
            guard response.status == 200 else { throw courier.failure(response, about: table.route.set) }
            do {
                let documents = try DocumentReading(lines, fields, key: table.declaration.key).page(response.body)
                // A document in the answer is there, with lines or without.
                for document in documents { found[document.id] = document.lines }
            } catch is DocumentReading.Partial where chunk.count > 1 {
                // Fewer at once have room in one answer.
                open.append(Array(chunk[..<(chunk.count / 2)]))
                open.append(Array(chunk[(chunk.count / 2)...]))
            } catch {
                throw courier.unreadable(table.route.set)
            }
        }
        return found
    }

    /// How the lines are asked for, to go behind `$select`.
    static func expansion(_ lines: LineTable, _ fields: [FieldName]) -> String {
        let set = PercentEncoding.query(lines.table.route.set)
        return "&$expand=\(set)($select=\(lines.table.selection(of: lines.reading(fields))))"
    }

    /// Writes the lines of a document into its body: a deep insert; returns why they can't be.
    ///
    /// <https://learn.microsoft.com/dynamics365/business-central/dev-itpro/developer/devenv-connect-apps-tips>
    func write(_ lines: LineTable, _ rows: [RemoteLine], to writer: inout JSONWriter) -> Problem? {
        writer.name(lines.table.route.set)
        writer.beginArray()
        for row in rows {
            if let problem = write(row.fields, of: lines, to: &writer) { return problem }
        }
        writer.endArray()
        return nil
    }

    /// The lines of a document that was made, as its answer has them; asked for where it has none.
    func completed(_ results: [WriteResult], of writes: [RemoteWrite], in table: RemoteTable) async -> [WriteResult] {
        var results = results
        let lacking = results.indices.filter { place in
            guard case .done(let record) = results[place], case .new(_, let rows, _)? = writes[place].lines else {
                return false
            }
            return record.lines.count < rows.count
        }
        guard let first = lacking.first, case .new(let lines, _, let returning)? = writes[first].lines else {
            return results
        }
        let ids = lacking.compactMap { place in if case .done(let record) = results[place] { record.id } else { nil } }
        do {
            let found = try await self.lines(of: ids, in: table, from: lines, reading: returning)
            for place in lacking {
                guard case .done(var record) = results[place] else { continue }
                record.lines = found[record.id] ?? []
                results[place] = .done(record)
            }
        } catch {
            // Made it was, but what its lines are called is not known: it is looked for later.
            let problem = Problem(.unavailable, ["unreadable"], side: side)
            for place in lacking { results[place] = .inDoubt(problem) }
        }
        return results
    }
}

/// How documents are read that come with their lines.
struct DocumentReading {
    private let lines: LineTable
    private let key: FieldName
    private let reading: RecordReading

    /// Prepares the reading of fields of lines.
    init(_ lines: LineTable, _ fields: [FieldName], key: FieldName) {
        self.lines = lines
        self.key = key
        reading = lines.table.reading(lines.reading(fields))
    }

    /// What can't be read as documents with their lines.
    private struct Unreadable: Error {}

    /// An answer that does not have all of the documents or of their lines.
    struct Partial: Error {}

    /// The documents of a page, which must be the only one.
    func page(_ body: [UInt8]) throws -> [(id: RecordID, lines: [RemoteRecord])] {
        var reader = JSONReader(body[...], limits: JSONLimits(depth: 32, members: 2_000))
        var documents: [(id: RecordID, lines: [RemoteRecord])] = []
        try reader.beginObject()
        while let name = try reader.nextName() {
            if name == "@odata.nextLink" { throw Partial() }
            guard name == "value" else { continue }
            try reader.beginArray()
            while try reader.nextElement() { documents.append(try document(&reader)) }
        }
        return documents
    }

    /// The lines in the answer to a deep insert; none where the answer has none.
    func lines(in body: ArraySlice<UInt8>) throws -> [RemoteRecord] {
        var reader = JSONReader(body, limits: JSONLimits(depth: 32, members: 2_000))
        return try document(&reader).lines
    }

    private func document(_ reader: inout JSONReader) throws -> (id: RecordID, lines: [RemoteRecord]) {
        var id: RecordID?
        var found: [RemoteRecord] = []
        try reader.beginObject()
        while let name = try reader.nextName() {
            if name == key { id = RecordID(GUIDText.canonical(try reader.string())) }
            // A part of the lines is no document.
            if name == "\(lines.table.route.set)@odata.nextLink" { throw Partial() }
            guard name == lines.table.route.set else { continue }
            var memory = RecordReading.Memory()
            try reader.beginArray()
            while try reader.nextElement() {
                guard case .record(let record, _) = try reading.element(from: &reader, &memory) else {
                    throw Unreadable()
                }
                found.append(record)
            }
        }
        guard let id else { throw Unreadable() }
        return (id, lines.sorted(found))
    }
}

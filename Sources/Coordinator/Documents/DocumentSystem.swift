import Foundation
import Model
import RemoteSystems

/// A system as an entity of documents sees it: where the lines are asked for, documents are read and written with them.
struct DocumentSystem: RemoteSystem {
    let system: any RemoteSystem
    let lines: LineTable
    /// The fields of a line that count.
    let reading: [FieldName]

    var side: Side { system.side }
    var longestExecution: Duration { system.longestExecution }
    var usage: RemoteUsage { get async { await system.usage } }

    func identity() async throws -> String { try await system.identity() }
    func table(for declaration: TableDeclaration) async throws -> RemoteTable {
        try await system.table(for: declaration)
    }
    func position(of table: RemoteTable, since time: Date) -> String? { system.position(of: table, since: time) }
    func count(of table: RemoteTable) async throws -> Int { try await system.count(of: table) }

    func page(of table: RemoteTable, reading fields: [FieldName], from cursor: PageCursor, size: Int) async throws
        -> RecordPage
    {
        guard let plain = plain(fields) else {
            return try await system.page(of: table, reading: fields, from: cursor, size: size)
        }
        var page = try await system.page(of: table, reading: plain, from: cursor, size: size)
        page.records = try await complete(page.records, of: table).compactMap(\.self)
        return page
    }

    func records(_ ids: [RecordID], of table: RemoteTable, reading fields: [FieldName]) async throws
        -> [RecordID: RemoteRecord]
    {
        guard let plain = plain(fields) else { return try await system.records(ids, of: table, reading: fields) }
        let found = try await system.records(ids, of: table, reading: plain)
        let asked = Array(found.keys)
        let records = try await complete(asked.compactMap { found[$0] }, of: table)
        return Dictionary(zip(asked, records).compactMap { id, record in record.map { (id, $0) } }) { first, _ in first
        }
    }

    func find(in table: RemoteTable, where criteria: Fields, reading fields: [FieldName], limit: Int) async throws
        -> [RemoteRecord]
    {
        guard let plain = plain(fields) else {
            return try await system.find(in: table, where: criteria, reading: fields, limit: limit)
        }
        let found = try await system.find(in: table, where: criteria, reading: plain, limit: limit)
        return try await complete(found, of: table).compactMap(\.self)
    }

    func lines(
        of documents: [RecordID], in table: RemoteTable, from lines: LineTable, reading fields: [FieldName]
    ) async throws -> [RecordID: [RemoteRecord]] {
        try await system.lines(of: documents, in: table, from: lines, reading: fields)
    }

    func write(_ writes: [RemoteWrite], to table: RemoteTable, notAfter: Date) async throws -> [WriteResult] {
        var plain = writes
        for place in plain.indices { plain[place].returning.removeAll { $0 == LineText.field } }
        var results = try await system.write(plain, to: table, notAfter: notAfter)
        for (place, write) in writes.enumerated() where write.returning.contains(LineText.field) {
            // What becomes of the lines of a document that is there already is not this write's business.
            guard case .create = write.operation, case .done(var record) = results[place] else { continue }
            record.fields.append(LineText.field, LineText.value(of: record.lines, reading: reading))
            results[place] = .done(record)
        }
        return results
    }

    private func plain(_ fields: [FieldName]) -> [FieldName]? {
        fields.contains(LineText.field) ? fields.filter { $0 != LineText.field } : nil
    }

    /// Documents with their lines; `nil` in the place of one that is not there any more, so that it never counts as one without lines.
    private func complete(_ records: [RemoteRecord], of table: RemoteTable) async throws -> [RemoteRecord?] {
        guard !records.isEmpty else { return [] }
        let found = try await system.lines(of: records.map(\.id), in: table, from: lines, reading: reading)
        return records.map { record in
            guard let lines = found[record.id] else { return nil }
            var record = record
            record.lines = lines
            record.fields.append(LineText.field, LineText.value(of: record.lines, reading: reading))
            return record
        }
    }
}

extension EffectsEnvironment {
    /// The environment in which an entity of documents reads them with their lines.
    func reading(linesOf shape: EntityShape) -> EffectsEnvironment {
        guard let lines = shape.lines else { return self }
        var environment = self
        environment.remotes = Sided { side in
            DocumentSystem(system: remotes[side], lines: lines.tables[side], reading: lines.layouts[side].fields)
        }
        return environment
    }
}

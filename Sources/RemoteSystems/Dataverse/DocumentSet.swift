import JSON
import Model

/// A document with its lines as one change set: carried out as a whole, or not at all.
///
/// A change set takes changes and actions, and no reading:
/// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api#change-sets>
struct DocumentSet {
    private let write: RemoteWrite
    private let table: RemoteTable
    private let form: WritePlan.Form
    /// The path of each table's set.
    private let path: (RemoteTable) -> String
    private(set) var parts: [MultipartBatch.Part] = []
    /// The places of the answers that show the document, and of those that show a line.
    private var headers: [Int] = []
    private var lines: [Int] = []

    /// Puts the parts together.
    init(
        _ write: RemoteWrite, to table: RemoteTable, _ form: WritePlan.Form, path: @escaping (RemoteTable) -> String
    ) throws(RemoteFailure) {
        (self.write, self.table, self.form, self.path) = (write, table, form, path)
        switch write.operation {
        case .create(let key?):
            try add(key, write.fields, HTTPField("If-None-Match", "*"))
            try addLines(of: key)
            try close(key)
        case .update(let id, let version):
            try open(id, version)
            try addLines(of: id)
            try close(id)
        case .create(nil), .delete: throw RemoteFailure(Problem(.invalid, field: table.declaration.key, side: .crm))
        }
        let count = Self.operations(of: write)
        guard count <= Dataverse.largestBatch else {
            throw RemoteFailure(
                Problem(
                    .refusedByRule, ["tooManyLines", "\(Dataverse.largestBatch - count + Self.lineCount(of: write))"],
                    side: .crm))
        }
    }

    /// How many operations a write is: a document is also read once more behind its set.
    static func operations(of write: RemoteWrite) -> Int {
        let states = write.detour.map { ($0.opening.isEmpty ? 0 : 1) + ($0.closing.isEmpty ? 0 : 1) } ?? 0
        return write.isDocument ? 2 + states + lineCount(of: write) : 1
    }

    private static func lineCount(of write: RemoteWrite) -> Int {
        switch write.lines {
        case .new(_, let rows, _): rows.count
        case .changed(_, let changes, _): changes.count
        case nil: 0
        }
    }

    /// The address of the document, with what is read of it.
    func target(_ id: RecordID) -> String { "\(path(table))(\(id.text))?$select=\(form.selection)" }

    // MARK: parts

    private static let representation = HTTPField("Prefer", "return=representation")

    /// Makes the document writable, and writes its fields; the first of the two is conditional on its version.
    private mutating func open(_ id: RecordID, _ version: RecordVersion) throws(RemoteFailure) {
        var condition = try Self.condition(version, table)
        if let detour = write.detour, !detour.opening.isEmpty {
            try add(id, detour.opening, condition)
            condition = HTTPField("If-Match", "*")
            guard !write.fields.isEmpty else { return }
        }
        // Also where only lines change: they are those of the document that was read.
        try add(id, write.fields, condition)
    }

    private mutating func close(_ id: RecordID) throws(RemoteFailure) {
        guard let detour = write.detour, !detour.closing.isEmpty else { return }
        guard let action = detour.action else { return try add(id, detour.closing, HTTPField("If-Match", "*")) }
        // -1 stands for the usual reason of the state.
        var status: Int64 = -1
        if let name = table.declaration.states?.reason, case .integer(let reason)? = detour.closing[name] {
            status = reason
        }
        var body = JSONWriter()
        body.beginObject()
        body.name(action.activity)
        body.beginObject()
        body.name("subject")
        body.string(action.name)
        body.name(table.declaration.key + "@odata.bind")
        body.string("/\(table.route.set)(\(id.text))")
        body.endObject()
        body.name("Status")
        body.integer(status)
        body.endObject()
        let root = path(table).split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        parts.append(
            MultipartBatch.Part(
                method: .post, target: "\(root)/\(PercentEncoding.segment(action.name))", headers: [],
                body: body.bytes))
    }

    private mutating func add(_ id: RecordID, _ fields: Fields, _ condition: HTTPField) throws(RemoteFailure) {
        guard GUIDText.isGUID(id.text) else {
            throw RemoteFailure(Problem(.invalid, [table.route.set], field: table.declaration.key, side: .crm))
        }
        headers.append(parts.count)
        parts.append(
            MultipartBatch.Part(
                method: .patch, target: target(id), headers: [condition, Self.representation],
                body: try Self.body(fields, of: table)))
    }

    private mutating func addLines(of document: RecordID) throws(RemoteFailure) {
        switch write.lines {
        case .new(let lines, let rows, let returning)?:
            for row in rows { try add(row, to: document, lines, returning) }
        case .changed(let lines, let changes, let returning)?:
            for change in changes { try add(change, to: document, lines, returning) }
        case nil: break
        }
    }

    private mutating func add(
        _ change: RemoteLineChange, to document: RecordID, _ lines: LineTable, _ returning: [FieldName]
    ) throws(RemoteFailure) {
        switch change {
        case .create(let row): try add(row, to: document, lines, returning)
        case .update(let id, let version, let fields):
            let condition = try Self.condition(version, lines.table)
            try addLine(id, fields, condition, lines, returning)
        case .delete(let id, let version):
            parts.append(
                MultipartBatch.Part(
                    method: .delete, target: "\(path(lines.table))(\(try Self.guid(id, lines.table)))",
                    headers: [try Self.condition(version, lines.table)], body: nil))
        }
    }

    private mutating func add(
        _ row: RemoteLine, to document: RecordID, _ lines: LineTable, _ returning: [FieldName]
    ) throws(RemoteFailure) {
        guard let id = row.key else {
            throw RemoteFailure(
                Problem(.invalid, [lines.table.route.set], field: lines.table.declaration.key, side: .crm))
        }
        var fields = row.fields
        fields[lines.parent] = .text(document.text)
        try addLine(id, fields, HTTPField("If-None-Match", "*"), lines, returning)
    }

    private mutating func addLine(
        _ id: RecordID, _ fields: Fields, _ condition: HTTPField, _ lines: LineTable, _ returning: [FieldName]
    ) throws(RemoteFailure) {
        let selection = lines.table.dataverseSelection(of: lines.reading(returning))
        self.lines.append(parts.count)
        parts.append(
            MultipartBatch.Part(
                method: .patch,
                target: "\(path(lines.table))(\(try Self.guid(id, lines.table)))?$select=\(selection)",
                headers: [condition, Self.representation], body: try Self.body(fields, of: lines.table)))
    }

    private static func guid(_ id: RecordID, _ table: RemoteTable) throws(RemoteFailure) -> String {
        guard GUIDText.isGUID(id.text) else {
            throw RemoteFailure(Problem(.invalid, [table.route.set], field: table.declaration.key, side: .crm))
        }
        return id.text
    }

    private static func condition(_ version: RecordVersion, _ table: RemoteTable) throws(RemoteFailure) -> HTTPField {
        guard let match = Dataverse.match(version) else {
            throw RemoteFailure(Problem(.invalid, [table.route.set], field: table.declaration.key, side: .crm))
        }
        return match
    }

    private static func body(_ fields: Fields, of table: RemoteTable) throws(RemoteFailure) -> [UInt8] {
        var body = JSONWriter()
        body.beginObject()
        for element in fields {
            guard let field = table.field(element.name) else {
                throw RemoteFailure(Problem(.schema, [table.route.set], field: element.name, side: .crm))
            }
            guard Dataverse.write(element.value, of: field, to: &body) else {
                throw RemoteFailure(Problem(.invalid, field: element.name, side: .crm))
            }
        }
        body.endObject()
        return body.bytes
    }

    // MARK: answers

    /// What became of it, by the answer to the set, and by what was read of the document behind it.
    func result(_ answer: MultipartBatch.Answer, _ read: MultipartBatch.Answer?) -> WriteResult {
        let unknown = WriteResult.inDoubt(Problem(.unavailable, ["unreadable"], side: .crm))
        let judgement = RowJudgement(write: write, side: .crm, table: table, reading: form.reading)
        // What is refused answers once for all of its operations, be it within a set or by itself.
        if let refusal = ([answer] + answer.set).first(where: { $0.status >= 400 }) {
            return judgement.refusal(ofSet: refusal)
        }
        guard answer.set.count == parts.count, let last = headers.last,
            answer.set.allSatisfy({ (200..<300).contains($0.status) }),
            var record = try? form.reading.record(answer.set[last].body)
        else { return unknown }
        if let lines = write.lines?.table, let returning = write.lines?.returning {
            let reading = lines.table.dataverseReading(lines.reading(returning))
            for place in self.lines {
                guard let line = try? reading.record(answer.set[place].body) else { return unknown }
                record.lines.append(line)
            }
            record.lines = lines.sorted(record.lines)
        }
        if let read, read.status == 200, let whole = try? form.reading.record(read.body) { settle(&record, whole) }
        return .done(record)
    }

    /// Takes over what the server made of the document since its own operation was answered: its version, its totals, its state.
    ///
    /// What people can edit is as the set left it: the reading is no part of the transaction, and what somebody edited in between is an
    /// edit. Then the version is that of the set, and the document comes again with the next feed.
    private func settle(_ record: inout RemoteRecord, _ whole: RemoteRecord) {
        let isReadOnly = Dictionary(table.fields.map { ($0.name, $0.isReadOnly) }) { first, _ in first }
        let ofState = write.detour?.action == nil ? [] : Set(write.detour?.closing.names ?? [])
        var isUntouched = true
        for field in whole.fields where record.fields[field.name] != field.value {
            if isReadOnly[field.name] == true || ofState.contains(field.name) {
                record.fields[field.name] = field.value
            } else {
                isUntouched = false
            }
        }
        if isUntouched { record.version = whole.version }
    }
}

extension RemoteLines {
    /// The table of the lines.
    var table: LineTable {
        switch self {
        case .new(let table, _, _), .changed(let table, _, _): table
        }
    }

    /// The fields that are given back of each.
    var returning: [FieldName] {
        switch self {
        case .new(_, _, let returning), .changed(_, _, let returning): returning
        }
    }
}

extension RemoteWrite {
    /// Whether it is more than one operation, all of which are carried out or none.
    var isDocument: Bool { lines != nil || detour != nil }
}

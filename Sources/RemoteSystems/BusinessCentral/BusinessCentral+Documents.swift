import JSON
import Model

extension BusinessCentral {
    /// The most lines of a document that are changed at once: the document itself is written first, and read last.
    static let mostLines = largestBatch - 2

    /// Changes a document together with some of its lines in one transaction.
    ///
    /// The condition on the document comes first. It holds for its lines as well, since a document has another version when one of its
    /// lines changes; a line has none of its own, for the server changes lines along with others, when it shares out a discount.
    func change(_ write: RemoteWrite, of plan: WritePlan, at path: String) async -> WriteResult {
        guard case .update(let id, let version) = write.operation,
            case .changed(let lines, let changes, let returning)? = write.lines, let key = plan.table.predicate(id)
        else { return .refused(Problem(.invalid, [plan.table.route.set], side: side)) }
        guard changes.count <= Self.mostLines else {
            return .refused(Problem(.refusedByRule, ["tooManyLines", "\(Self.mostLines)"], side: side))
        }
        var header = write
        header.lines = nil
        let document = inner(path, plan.table) + key
        let selection = plan.form(of: write).selection
        var batch = JSONBatch()
        var body = JSONWriter()
        if let problem = self.body(of: header, plan, to: &body) { return .refused(problem) }
        let bytes = body.bytes[...]
        batch.add(0, .patch, "\(document)?$select=\(selection)", match: version.text) { $0.raw(bytes) }
        for (number, change) in changes.enumerated() {
            if let problem = add(change, number + 1, of: document, lines, returning, to: &batch) {
                return .refused(problem)
            }
        }
        batch.add(changes.count + 1, .get, "\(document)?$select=\(selection)")
        switch await courier.write(
            transaction(batch.end(), plan.table), in: plan.table.declaration.table, notAfter: plan.notAfter)
        {
        case .notSent(let problem): return .notSent(problem)
        case .inDoubt(let problem): return .inDoubt(problem)
        case .answered(let response): return changed(write, response, plan)
        }
    }

    private func add(
        _ change: RemoteLineChange, _ number: Int, of document: String, _ lines: LineTable, _ returning: [FieldName],
        to batch: inout JSONBatch
    ) -> Problem? {
        let set = "\(document)/\(PercentEncoding.segment(lines.table.route.set))"
        let selection = "?$select=\(lines.table.selection(of: lines.reading(returning)))"
        let invalid = Problem(.invalid, [lines.table.route.set], field: lines.table.declaration.key, side: side)
        var body = JSONWriter()
        switch change {
        case .create(let row):
            if let problem = write(row.fields, of: lines, to: &body) { return problem }
            let bytes = body.bytes[...]
            batch.add(number, .post, set + selection) { $0.raw(bytes) }
        case .update(let id, _, let fields):
            guard let key = lines.table.predicate(id) else { return invalid }
            if let problem = write(fields, of: lines, to: &body) { return problem }
            let bytes = body.bytes[...]
            batch.add(number, .patch, set + key + selection, match: "*") { $0.raw(bytes) }
        case .delete(let id, _):
            guard let key = lines.table.predicate(id) else { return invalid }
            batch.add(number, .delete, set + key, match: "*")
        }
        return nil
    }

    private func changed(_ write: RemoteWrite, _ response: HTTPResponse, _ plan: WritePlan) -> WriteResult {
        guard response.status == 200 else {
            return .refused(WriteJudgement.problem(of: response, side: side, table: plan.table.route.set))
        }
        let unclear = WriteResult.inDoubt(Problem(.unavailable, ["unreadable"], side: side, remote: .init(response)))
        guard let answers = try? JSONBatch.answers(response.body), let lines = write.lines,
            case .changed(_, let changes, _) = lines
        else { return unclear }
        // What fails takes all with it.
        if let refusal = answers.first(where: { $0.status >= 400 }) {
            let result = judgement(write, plan).result(refusal)
            // A line may be the one that is not there.
            return result == .gone && refusal.place != 0 ? .versionChanged : result
        }
        guard answers.count == changes.count + 2, let last = answers.last,
            case .done(var record) = judgement(write, plan).result(last)
        else { return unclear }
        let reading = lines.table.table.reading(lines.table.reading(lines.returning))
        for (change, answer) in zip(changes, answers.dropFirst()) {
            if case .delete = change { continue }
            guard let line = try? reading.record(answer.body) else { return unclear }
            record.lines.append(line)
        }
        record.lines = lines.table.sorted(record.lines)
        return .done(record)
    }

    /// Writes the fields of a line as an object; returns why they can't be.
    func write(_ fields: Fields, of lines: LineTable, to writer: inout JSONWriter) -> Problem? {
        writer.beginObject()
        for element in fields {
            guard let field = lines.table.field(element.name) else {
                return Problem(.schema, [lines.table.route.set], field: element.name, side: side)
            }
            writer.name(field.name)
            guard Self.write(element.value, as: field.kind, to: &writer) else {
                return Problem(.invalid, field: element.name, side: side)
            }
        }
        writer.endObject()
        return nil
    }
}

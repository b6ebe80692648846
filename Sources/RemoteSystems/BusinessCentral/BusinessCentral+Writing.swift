#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif
import JSON
import Model

extension BusinessCentral {
    /// Carries out writes in batches of 100, each operation for itself; creates that can't be recognised go alone.
    package func write(
        _ writes: [RemoteWrite], to table: RemoteTable, notAfter: Date
    ) async throws -> [WriteResult] {
        let path = try await path(of: table)
        let plan = WritePlan(writes, to: table, notAfter: notAfter) {
            WritePlan.Form(reading: table.reading($0), selection: table.selection(of: $0))
        }
        let results = await courier.rounds(writes) { places in await send(places, of: plan, at: path) }
        guard writes.contains(where: { $0.lines != nil }) else { return results }
        return await uncancelled { await completed(results, of: writes, in: table) }
    }

    private func send(
        _ places: [Int], of plan: WritePlan, at path: String
    ) async -> [(place: Int, result: WriteResult)] {
        let alone = places.filter { plan.writes[$0].travelsAlone }
        let together = places.filter { !plan.writes[$0].travelsAlone }
        return await withTaskGroup(of: [(place: Int, result: WriteResult)].self) { group in
            for start in stride(from: 0, to: together.count, by: Self.largestBatch) {
                let chunk = Array(together[start..<min(start + Self.largestBatch, together.count)])
                group.addTask {
                    await courier.halving(chunk) { places in
                        await batch(places, of: plan, at: path)
                    }
                }
            }
            // As many at once as the budget lets through; no more tasks than that are of use.
            for lane in 0..<min(alone.count, Self.sideBySide) {
                group.addTask {
                    var results: [(place: Int, result: WriteResult)] = []
                    for place in stride(from: lane, to: alone.count, by: Self.sideBySide).map({ alone[$0] }) {
                        let write = plan.writes[place]
                        if case .changed? = write.lines {
                            results.append((place, await change(write, of: plan, at: path)))
                        } else {
                            results.append((place, await create(write, of: plan, at: path)))
                        }
                    }
                    return results
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
    }

    private static let sideBySide = 5

    // MARK: alone

    private func create(_ write: RemoteWrite, of plan: WritePlan, at path: String) async -> WriteResult {
        var writer = JSONWriter()
        if let problem = body(of: write, plan, to: &writer) { return .refused(problem) }
        let request = HTTPRequest(
            .post, "\(courier.root.text)\(path)?$select=\(plan.form(of: write).selection)\(Self.expansion(of: write))",
            headers: Self.reading + [HTTPField("Content-Type", "application/json")], body: writer.bytes,
            timeout: Self.timeout, limit: Self.limit)
        switch await courier.write(request, in: plan.table.declaration.table, notAfter: plan.notAfter) {
        case .notSent(let problem): return .notSent(problem)
        case .inDoubt(let problem): return .inDoubt(problem)
        case .answered(let response):
            return result(
                of: write, JSONBatch.Answer(place: nil, status: response.status, body: response.body[...]), plan)
        }
    }

    // MARK: together

    private func batch(
        _ places: [Int], of plan: WritePlan, at path: String
    ) async -> BatchFate {
        var batch = JSONBatch()
        var results: [WriteResult?] = Array(repeating: nil, count: places.count)
        let inner = inner(path, plan.table)
        for (number, place) in places.enumerated() {
            if let problem = add(plan.writes[place], number, to: &batch, plan, inner) {
                results[number] = .refused(problem)
            }
        }
        let unsent = results.filter { $0 == nil }.count
        guard unsent > 0 else { return .results(results.compactMap(\.self)) }
        let problem: Problem
        let request = self.batch(batch.end(), plan.table)
        switch await courier.write(request, in: plan.table.declaration.table, notAfter: plan.notAfter) {
        case .notSent(let found): return .results(results.map { $0 ?? .notSent(found) })
        case .inDoubt(let found): return .results(results.map { $0 ?? .inDoubt(found) })
        case .answered(let response):
            guard response.status == 200 else {
                return .refused(WriteJudgement.problem(of: response, side: side, table: plan.table.route.set))
            }
            problem = Problem(.unavailable, ["unanswered"], side: side, remote: .init(response))
            guard let answers = try? JSONBatch.answers(response.body) else {
                // It was answered, but not in words that we understand: what was done is unknown.
                return .results(results.map { $0 ?? .inDoubt(problem) })
            }
            var ended = false
            for answer in answers {
                guard let place = answer.place, places.indices.contains(place), results[place] == nil else { continue }
                results[place] = result(of: plan.writes[places[place]], answer, plan)
                ended = answer.status >= 400
            }
            // A list that ends with a failure ends there: what follows was not carried out.
            if ended {
                let rest = Problem(.unavailable, [WriteResult.insideBatch], side: side)
                return .results(results.map { $0 ?? .notSent(rest) })
            }
        }
        return .results(results.map { $0 ?? .inDoubt(problem) })
    }

    /// Adds a write; returns why it can't be one.
    private func add(
        _ write: RemoteWrite, _ number: Int, to batch: inout JSONBatch, _ plan: WritePlan, _ inner: String
    ) -> Problem? {
        switch write.operation {
        case .create:
            var body = JSONWriter()
            if let problem = self.body(of: write, plan, to: &body) { return problem }
            let bytes = body.bytes[...]
            batch.add(
                number, .post, "\(inner)?$select=\(plan.form(of: write).selection)\(Self.expansion(of: write))"
            ) { $0.raw(bytes) }
        case .update(let id, let version):
            guard let key = plan.table.predicate(id) else { return invalidKey(plan.table) }
            var body = JSONWriter()
            if let problem = self.body(of: write, plan, to: &body) { return problem }
            let bytes = body.bytes[...]
            batch.add(number, .patch, inner + key, match: version.text) { $0.raw(bytes) }
        case .delete(let id, let version):
            guard let key = plan.table.predicate(id) else { return invalidKey(plan.table) }
            batch.add(number, .delete, inner + key, match: version.text)
        }
        return nil
    }

    private func invalidKey(_ table: RemoteTable) -> Problem {
        Problem(.invalid, [table.route.set], field: table.declaration.key, side: side)
    }

    /// Writes the body of a write; returns why it has none.
    func body(of write: RemoteWrite, _ plan: WritePlan, to writer: inout JSONWriter) -> Problem? {
        writer.beginObject()
        for element in write.fields {
            guard let field = plan.field(element.name) else {
                return Problem(.schema, [plan.table.route.set], field: element.name, side: side)
            }
            writer.name(field.name)
            guard Self.write(element.value, as: field.kind, to: &writer) else {
                return Problem(.invalid, field: element.name, side: side)
            }
        }
        if case .new(let lines, let rows, _)? = write.lines, let problem = self.write(lines, rows, to: &writer) {
            return problem
        }
        writer.endObject()
        return nil
    }

    private static func expansion(of write: RemoteWrite) -> String {
        guard case .new(let lines, _, let returning)? = write.lines else { return "" }
        return expansion(lines, returning)
    }

    private func result(of write: RemoteWrite, _ answer: JSONBatch.Answer, _ plan: WritePlan) -> WriteResult {
        let result = judgement(write, plan).result(answer)
        guard case .done(var record) = result, case .new(let lines, _, let returning)? = write.lines else {
            return result
        }
        // What can't be read of the lines is asked for.
        let reading = DocumentReading(lines, returning, key: plan.table.declaration.key)
        record.lines = (try? reading.lines(in: answer.body)) ?? []
        return .done(record)
    }

    func judgement(_ write: RemoteWrite, _ plan: WritePlan) -> WriteJudgement {
        WriteJudgement(write: write, side: side, table: plan.table, reading: plan.form(of: write).reading)
    }
}

extension RemoteWrite {
    /// Whether it must not share a request: a create that can't be recognised when it is not answered, or a document that is changed
    /// together with its lines in a transaction of its own.
    fileprivate var travelsAlone: Bool {
        if case .changed? = lines { return true }
        if case .create(nil) = operation { return !isRecognisable }
        return false
    }
}

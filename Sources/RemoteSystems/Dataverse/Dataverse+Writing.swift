#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif
import JSON
import Model

extension Dataverse {
    /// Carries out writes in batches of 1,000, each operation for itself.
    package func write(
        _ writes: [RemoteWrite], to table: RemoteTable, notAfter: Date
    ) async throws -> [WriteResult] {
        if table.declaration.choice != nil { return try await choices(table).write(writes, notAfter: notAfter) }
        let plan = WritePlan(writes, to: table, notAfter: notAfter) {
            WritePlan.Form(
                reading: table.dataverseReading($0), selection: table.dataverseSelection(of: $0),
                preference: table.dataversePreference(for: $0))
        }
        return await courier.rounds(writes) { all in
            await withTaskGroup(of: [(place: Int, result: WriteResult)].self) { group in
                let documents = all.filter { plan.writes[$0].isDocument }
                let places = documents.isEmpty ? all : all.filter { !plan.writes[$0].isDocument }
                for chunk in Self.batches(ofDocuments: documents, in: plan.writes) {
                    group.addTask {
                        await courier.halving(chunk) { places in await self.documents(places, of: plan) }
                    }
                }
                for start in stride(from: 0, to: places.count, by: Self.largestBatch) {
                    let chunk = Array(places[start..<min(start + Self.largestBatch, places.count)])
                    group.addTask {
                        await courier.halving(chunk) { places in await batch(places, of: plan) }
                    }
                }
                return await group.reduce(into: []) { $0 += $1 }
            }
        }
    }

    private func batch(_ places: [Int], of plan: WritePlan) async -> BatchFate {
        var batch = MultipartBatch(boundary: boundary())
        var results: [WriteResult?] = Array(repeating: nil, count: places.count)
        for (number, place) in places.enumerated() {
            if let problem = add(plan.writes[place], to: &batch, plan) { results[number] = .refused(problem) }
        }
        let sent = results.indices.filter { results[$0] == nil }
        guard !sent.isEmpty else { return .results(results.compactMap(\.self)) }
        let request = self.batch(&batch)
        switch await courier.write(request, in: plan.table.declaration.table, notAfter: plan.notAfter) {
        case .notSent(let problem): return .results(results.map { $0 ?? .notSent(problem) })
        case .inDoubt(let problem): return .results(results.map { $0 ?? .inDoubt(problem) })
        case .answered(let response):
            guard let answers = MultipartBatch.answers(response) else {
                if response.status >= 400 {
                    return .refused(RowJudgement.problem(.init(response), side: side, table: plan.table.route.set))
                }
                // It was answered, but not in words that we understand: what was done is unknown.
                let problem = Problem(.unavailable, ["unreadable"], side: side, remote: .init(response))
                return .results(results.map { $0 ?? .inDoubt(problem) })
            }
            for (number, answer) in zip(sent, answers) {
                let write = plan.writes[places[number]]
                results[number] = RowJudgement(
                    write: write, side: side, table: plan.table, reading: plan.form(of: write).reading
                ).result(answer)
            }
            // Answers that end with a failure end there: what follows was not carried out.
            let isEnded = (answers.last?.status ?? 0) >= 400 && answers.count < sent.count
            let rest: WriteResult =
                isEnded
                ? .notSent(Problem(.unavailable, [WriteResult.insideBatch], side: side))
                : .inDoubt(Problem(.unavailable, ["unanswered"], side: side, remote: .init(response)))
            return .results(results.map { $0 ?? rest })
        }
    }

    /// Adds a write; returns why it can't be one.
    private func add(_ write: RemoteWrite, to batch: inout MultipartBatch, _ plan: WritePlan) -> Problem? {
        let path = path(of: plan.table)
        let form = plan.form(of: write)
        let selection = "?$select=\(form.selection)"
        let representation = HTTPField(
            "Prefer", ["return=representation", form.preference].compactMap(\.self).joined(separator: ","))
        var body = JSONWriter()
        if case .delete = write.operation {
        } else if let problem = self.body(of: write, plan, to: &body) {
            return problem
        }
        switch write.operation {
        case .create(let key?):
            guard GUIDText.isGUID(key.text) else { return invalidKey(plan.table) }
            batch.add(
                .patch, "\(path)(\(key.text))\(selection)",
                headers: [HTTPField("If-None-Match", "*"), representation], body: body.bytes)
        case .create(nil): batch.add(.post, path + selection, headers: [representation], body: body.bytes)
        case .update(let id, let version):
            guard GUIDText.isGUID(id.text), let match = Self.match(version) else { return invalidKey(plan.table) }
            batch.add(
                .patch, "\(path)(\(id.text))\(selection)", headers: [match, representation], body: body.bytes)
        case .delete(let id, let version):
            guard GUIDText.isGUID(id.text), let match = Self.match(version) else { return invalidKey(plan.table) }
            batch.add(.delete, "\(path)(\(id.text))", headers: [match])
        }
        return nil
    }

    /// A version must not end its line: it came from a server.
    static func match(_ version: RecordVersion) -> HTTPField? {
        guard !version.text.isEmpty, version.text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        return HTTPField("If-Match", version.text)
    }

    private func invalidKey(_ table: RemoteTable) -> Problem {
        Problem(.invalid, [table.route.set], field: table.declaration.key, side: side)
    }

    private func body(of write: RemoteWrite, _ plan: WritePlan, to writer: inout JSONWriter) -> Problem? {
        writer.beginObject()
        for element in write.fields {
            guard let field = plan.field(element.name) else {
                return Problem(.schema, [plan.table.route.set], field: element.name, side: side)
            }
            guard Self.write(element.value, of: field, to: &writer) else {
                return Problem(.invalid, field: element.name, side: side)
            }
        }
        writer.endObject()
        return nil
    }
}

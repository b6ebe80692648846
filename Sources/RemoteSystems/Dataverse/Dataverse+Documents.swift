import Model

extension Dataverse {
    /// The writes of documents in groups that a batch can hold.
    static func batches(ofDocuments places: [Int], in writes: [RemoteWrite]) -> [[Int]] {
        var batches: [[Int]] = []
        var room = 0
        for place in places {
            let needed = DocumentSet.operations(of: writes[place])
            if needed > room || batches.isEmpty {
                batches.append([])
                room = largestBatch
            }
            batches[batches.count - 1].append(place)
            room -= needed
        }
        return batches
    }

    /// Carries out documents with their lines and states, each in a change set of its own.
    func documents(_ places: [Int], of plan: WritePlan) async -> BatchFate {
        var batch = MultipartBatch(boundary: boundary())
        var results: [WriteResult?] = Array(repeating: nil, count: places.count)
        var sets: [Int: DocumentSet] = [:]
        for (number, place) in places.enumerated() {
            let write = plan.writes[place]
            do throws(RemoteFailure) {
                let set = try DocumentSet(write, to: plan.table, plan.form(of: write), path: path(of:))
                guard let id = write.target else { continue }
                batch.add(set.parts, boundary: "changeset_\(number)")
                // What is answered to an operation of the set is the document before the next one.
                batch.add(.get, set.target(id), headers: [])
                sets[number] = set
            } catch {
                results[number] = .refused(error.problem)
            }
        }
        let sent = results.indices.filter { sets[$0] != nil }
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
                results[number] = sets[number]?.result(answers[order * 2], read)
            }
            return .results(results.map { $0 ?? .inDoubt(unclear) })
        }
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

import Model
import PluginProtocol
import Reconciliation

extension PluginRun {
    /// The partners of some records came; `nil` when there are not as many answers as questions.
    mutating func received(
        _ states: [CouplingsResolve.State], for asked: [RecordReference], _ serial: RunBatch.Serial
    ) -> [RunStep]? {
        guard states.count == asked.count else { return nil }
        for (reference, state) in zip(asked, states) {
            switch state {
            case .coupled(let id): references[reference] = .coupled(id)
            case .missing: references[reference] = .missing
            case .waiting, .skipped, .outOfScope: references[reference] = .open
            }
        }
        return answered(serial)
    }

    /// Fields of partners came.
    mutating func received(
        _ records: [FoundRecord], for steps: [RecordID: [ResolvedReferences.Step]], _ serial: RunBatch.Serial
    ) -> [RunStep] {
        for record in records {
            for step in steps[record.id] ?? [] { references[step] = record.fields[step.field] }
        }
        return answered(serial)
    }

    /// What lookups found came.
    mutating func received(
        _ records: [FoundRecord], for lookups: [Lookup], _ serial: RunBatch.Serial
    ) -> [RunStep] {
        if let place = queue.firstIndex(where: { $0.serial == serial }) {
            for lookup in lookups {
                let own = records.filter { lookup.isAnswered(by: $0.id) }
                queue[place].found[lookup] = own.map { Lookup.Record(id: $0.id, fields: $0.fields) }
            }
        }
        return answered(serial)
    }

    /// What must be asked before a batch can be decided: the partners of what it refers to, and what the plugin looks up.
    func questions(about batch: inout RunBatch, _ facts: RunFacts) -> [RunStep] {
        let steps = resolutions(for: batch) + lookups(for: batch, facts)
        guard !steps.isEmpty else { return partnerQuestions(about: &batch) }
        batch.openQuestions = steps.count
        return steps
    }

    private func resolutions(for batch: RunBatch) -> [RunStep] {
        var seen: Set<RecordReference> = []
        let unknown = batch.pairs.flatMap(reconciler.references(in:)).filter {
            !references.knows($0) && seen.insert($0).inserted
        }
        // A reference takes 160 bytes at most.
        let most = max(1, min(CouplingsResolve.maximum, limits.frame / 160))
        return unknown.chunks(of: most).map { chunk in
            .resolve(CouplingsResolve.Parameters(runID: parameters.runID, references: chunk), batch.serial)
        }
    }

    private func lookups(for batch: RunBatch, _ facts: RunFacts) -> [RunStep] {
        var seen: Set<Lookup> = []
        let asked = batch.pairs.flatMap { plugin.lookups(about: $0, in: facts) }.filter { seen.insert($0).inserted }
        guard !asked.isEmpty else { return [] }
        var reads: [(table: LookupTable, lookups: [Lookup])] = []
        var steps: [RunStep] = []
        for lookup in asked {
            switch lookup.subject {
            case .matching(let values, let limit):
                let parameters = RecordsMatch.Parameters(
                    runID: parameters.runID, side: lookup.side, entity: lookup.entity,
                    all: values.map { RecordsMatch.Criterion($0.name, $0.value) },
                    limit: min(max(1, limit), RecordsMatch.maximum))
                steps.append(.match(parameters, lookup, batch.serial))
            case .record(_, let fields):
                let table = LookupTable(side: lookup.side, entity: lookup.entity, fields: fields)
                if let place = reads.firstIndex(where: { $0.table == table }) {
                    reads[place].lookups.append(lookup)
                } else {
                    reads.append((table, [lookup]))
                }
            }
        }
        return steps + reads.flatMap { self.reads(of: $0.table, $0.lookups, batch.serial) }
    }

    private func reads(of table: LookupTable, _ lookups: [Lookup], _ serial: RunBatch.Serial) -> [RunStep] {
        lookups.chunks(of: RecordsGet.maximum).map { chunk in
            let asked = RecordsGet.Parameters(
                runID: parameters.runID, side: table.side, entity: table.entity, ids: chunk.compactMap(\.identity),
                fields: table.fields)
            return .look(asked, chunk, serial)
        }
    }

    /// What must be asked when the partners are known: those of their fields that stand for them.
    private func partnerQuestions(about batch: inout RunBatch) -> [RunStep] {
        batch.hasAskedPartners = true
        var asked: [PartnerTable: [RecordID: [ResolvedReferences.Step]]] = [:]
        for step in batch.pairs.flatMap(reconciler.steps(in:)) where references[step] == nil {
            guard case .coupled(let id) = references[step.reference] else { continue }
            let table = PartnerTable(entity: step.reference.entity, field: step.field)
            if asked[table]?[id]?.contains(step) != true { asked[table, default: [:]][id, default: []].append(step) }
        }
        // In a fixed order, so that the same conversation asks the same questions.
        let questions = asked.sorted { $0.key < $1.key }.flatMap { table, steps in
            steps.keys.sorted().chunks(of: RecordsGet.maximum).map { ids in
                RunStep.read(
                    RecordsGet.Parameters(
                        runID: parameters.runID, side: .crm, entity: table.entity, ids: ids, fields: [table.field]),
                    steps: steps.filter { ids.contains($0.key) }, batch.serial)
            }
        }
        batch.openQuestions = questions.count
        return questions
    }

    private mutating func answered(_ serial: RunBatch.Serial) -> [RunStep] {
        guard let place = queue.firstIndex(where: { $0.serial == serial }) else { return proceed() }
        queue[place].openQuestions -= 1
        guard queue[place].openQuestions == 0, !queue[place].hasAskedPartners else { return [] }
        return partnerQuestions(about: &queue[place])
    }
}

/// Where fields of partners are read.
private struct PartnerTable: Hashable, Comparable {
    var entity: EntityName
    var field: FieldName

    static func < (left: PartnerTable, right: PartnerTable) -> Bool {
        (left.entity, left.field) < (right.entity, right.field)
    }
}

/// Where records that are looked up by their identities are read.
private struct LookupTable: Equatable {
    var side: Side
    var entity: EntityName?
    var fields: [FieldName]
}

extension Lookup {
    /// The record that is looked up by its identity.
    fileprivate var identity: RecordID? {
        switch subject {
        case .record(let id, _): id
        case .matching: nil
        }
    }

    /// Whether a record that came is what was looked for.
    fileprivate func isAnswered(by id: RecordID) -> Bool { identity == nil || identity == id }
}

extension Array {
    /// The elements in pieces of at most so many, in order.
    fileprivate func chunks(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}

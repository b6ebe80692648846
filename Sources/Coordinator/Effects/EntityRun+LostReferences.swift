import Model
import RemoteSystems

extension EntityRun {
    /// Sets aside, in a plan, what would refer to a record of the ERP that is not there any more: the server would refuse it.
    ///
    /// The ERP does not report what was deleted, so that the store takes such a record for coupled until the next sweep. A run learns
    /// it from the refusal; a plan, which sends nothing, has to look.
    func markLost(_ works: inout [BatchWork]) async throws {
        guard plan.entries.count < PlanReport.keptEntries else { return }
        var named: [Int: [RecordReference]] = [:]
        for (place, work) in works.enumerated() where !work.isOvertaken {
            let references = work.named(on: .erp, shape)
            if !references.isEmpty { named[place] = references }
        }
        try await look(for: Set(named.values.joined()).subtracting(looked.keys))
        for (place, references) in named {
            guard let lost = references.first(where: { looked[$0] == false }) else { continue }
            let field = works[place].field(naming: lost, shape)
            works[place].decision.action = .setAside(Problem(.invalid, field: field, side: .erp))
        }
    }

    /// Notes which of some records are there; the values of choices, and what this very plan makes, are taken to be.
    private func look(for references: Set<RecordReference>) async throws {
        for (entity, references) in Dictionary(grouping: references, by: \.entity) {
            for reference in references { looked[reference] = true }
            guard let table = try await tables(entity)?.erp, table.declaration.choice == nil else { continue }
            var stored: [RecordReference] = []
            for reference in references where await overlay?.partner(of: reference) == nil { stored.append(reference) }
            guard !stored.isEmpty else { continue }
            let there = try await environment.remotes.erp.records(
                stored.map(\.id), of: table, reading: [table.declaration.key])
            for reference in stored { looked[reference] = there[reference.id] != nil }
        }
    }
}

extension BatchWork {
    /// The records that the decision would have a side refer to.
    fileprivate func named(on side: Side, _ shape: EntityShape) -> [RecordReference] {
        let entities = shape.references[side]
        return decision.action.written.filter { $0.0 == side }.flatMap { _, fields in
            fields.compactMap { field in
                guard let entity = entities[field.name], let id = field.value.text.map({ RecordID($0) }), id != .zero,
                    !id.text.isEmpty
                else { return nil }
                return RecordReference(entity: entity, side: side, id: id)
            }
        }
    }

    /// The field in which the decision would refer to a record.
    fileprivate func field(naming reference: RecordReference, _ shape: EntityShape) -> FieldName? {
        decision.action.written.first { $0.0 == reference.side }?.1.first { field in
            shape.references[reference.side][field.name] == reference.entity && field.value.text == reference.id.text
        }?.name
    }
}

import Model
import PluginProtocol
import RemoteSystems
import SyncStore

/// The store takes a record for coupled until a feed, or a sweep, says that it was deleted; who refers to it before that is refused by the
/// server. Such a pair waits for the record: it goes by itself when that is coupled again.
extension EntityRun {
    /// Has what would refer to a record that is not there wait for it, in a plan: a run learns it from the refusal, a plan has to look.
    func markLost(_ works: inout [BatchWork]) async throws {
        guard plan.entries.count < PlanReport.keptEntries else { return }
        for side in Side.allCases {
            let places = works.indices.filter { !works[$0].isOvertaken }
            let named = try await partners(among: places.flatMap { works[$0].named(on: side, shape) })
            let fresh = named.subtracting(looked.keys)
            let lost = try await lost(among: fresh, on: side)
            for reference in fresh { looked[reference] = !lost.contains(reference) }
            let gone = named.filter { looked[$0] == false }
            for place in places {
                if let lost = works[place].lost(among: gone, on: side, shape) {
                    works[place].decision.action = lost.action
                }
            }
        }
    }

    /// Notes of what was refused whether it referred to a record that is not there.
    func markRefused(_ works: inout [BatchWork]) async throws {
        for side in Side.allCases {
            let places = works.indices.filter { works[$0].isRefused(on: side) }
            let named = try await partners(among: places.flatMap { works[$0].named(on: side, shape) })
            let lost = try await lost(among: named, on: side)
            for place in places where works[place].lost == nil {
                works[place].lost = works[place].lost(among: lost, on: side, shape)
            }
        }
    }

    /// The records that the store couples with what they came from.
    ///
    /// A field may also name something else by way of that, as a product names the unit of its group: nobody can look for it in the
    /// entity's table.
    private func partners(
        among named: [(reference: RecordReference, origin: RecordReference?)]
    ) async throws -> Set<RecordReference> {
        let known = named.filter { $0.origin != nil }
        let states = try await environment.store.resolve(known.compactMap(\.origin))
        return Set(
            zip(known, states).compactMap { named, state in
                if case .coupled(named.reference.id) = state { named.reference } else { nil }
            })
    }

    /// Those of some records that are not there; the values of choices, and what a plan makes itself, are taken to be.
    private func lost(among references: Set<RecordReference>, on side: Side) async throws -> Set<RecordReference> {
        var lost: Set<RecordReference> = []
        for (entity, references) in Dictionary(grouping: references, by: \.entity) {
            guard let table = try await tables(entity)?[side], table.declaration.choice == nil else { continue }
            var stored: [RecordReference] = []
            for reference in references where await overlay?.partner(of: reference) == nil { stored.append(reference) }
            guard !stored.isEmpty else { continue }
            let there = try await environment.remotes[side].records(
                stored.map(\.id), of: table, reading: [table.declaration.key])
            lost.formUnion(stored.filter { there[$0.id] == nil })
        }
        return lost
    }
}

extension BatchWork {
    /// Whether a write to a side was refused for what it holds: systems have many words for a reference to nothing.
    fileprivate func isRefused(on side: Side) -> Bool {
        results.contains { planned, result in
            guard planned.side == side else { return false }
            return switch result {
            case .refused(let problem): problem.code.problemClass == .record
            // The record itself, or one that it was to refer to: it is read anew first.
            case .gone: nominee.tries >= BatchLedger.tries
            case .done, .inDoubt, .versionChanged, .exists, .notSent: false
            }
        }
    }

    /// The records that the decision would have a side refer to.
    fileprivate func named(
        on side: Side, _ shape: EntityShape
    ) -> [(reference: RecordReference, origin: RecordReference?)] {
        fields(on: side, shape).map { name, reference in
            (reference, origin(of: name, reference, on: side, shape))
        }
    }

    /// The first field that would name one of some records.
    fileprivate func lost(
        among records: Set<RecordReference>, on side: Side, _ shape: EntityShape
    ) -> LostReference? {
        guard !records.isEmpty,
            let (field, reference) = fields(on: side, shape).first(where: { records.contains($0.reference) })
        else { return nil }
        return LostReference(field: field, side: side, origin: origin(of: field, reference, on: side, shape))
    }

    private func fields(on side: Side, _ shape: EntityShape) -> [(name: FieldName, reference: RecordReference)] {
        let entities = shape.references[side]
        return decision.action.written.filter { $0.0 == side }.flatMap { _, fields in
            fields.compactMap { field in
                guard let entity = entities[field.name], let id = field.value.text.map({ RecordID($0) }), id != .zero,
                    !id.text.isEmpty
                else { return nil }
                return (field.name, RecordReference(entity: entity, side: side, id: id))
            }
        }
    }

    /// The record of the other side that a field was written from.
    private func origin(
        of field: FieldName, _ reference: RecordReference, on side: Side, _ shape: EntityShape
    ) -> RecordReference? {
        let source = nominee.sides[side.opposite].fields
        let origins = shape.description.fields.lazy.filter { (side == .erp ? $0.erp : $0.crm) == field }.compactMap {
            mapped in (side == .erp ? mapped.crm : mapped.erp).flatMap { source[$0]?.text }
        }
        guard let id = origins.first.map({ RecordID($0) }), id != .zero, !id.text.isEmpty else { return nil }
        return RecordReference(entity: reference.entity, side: side.opposite, id: id)
    }
}

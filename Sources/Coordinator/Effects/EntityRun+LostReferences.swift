import Model
import PluginProtocol
import RemoteSystems
import SyncStore

/// The store takes a record for coupled until a feed, or a sweep, says that it was deleted; who refers to it before that is refused by the
/// server. Such a pair waits for the record: it goes by itself when that coupling ended, or is another one.
extension EntityRun {
    /// Has what would refer to a record that is not there wait for it, in a plan: a run learns it from the refusal, a plan has to look.
    func markLost(_ works: inout [BatchWork]) async throws {
        for side in Side.allCases {
            let places = works.indices.filter { !works[$0].isOvertaken }
            let named = places.flatMap { works[$0].named(on: side, shape) }.filter { !looked.contains($0.reference) }
            let coupled = try await partners(among: named, on: side)
            let fresh = named.map(\.reference).unique().filter { coupled[$0] != nil }
            let asked = fresh.prefix(max(0, environment.limits.lookUps - looked.count))
            for reference in await lost(among: Set(asked), on: side) { gone[reference] = coupled[reference] }
            looked.formUnion(asked)
            let beyond = Set(fresh.dropFirst(asked.count))
            for place in places {
                if !beyond.isEmpty, works[place].names(oneOf: beyond, on: side, shape) { unlooked += 1 }
                if let lost = works[place].lost(among: gone, on: side, shape) { works[place].lose(lost, on: side) }
            }
        }
    }

    /// Notes of what was refused whether it referred to a record that is not there.
    func markRefused(_ works: inout [BatchWork]) async throws {
        for side in Side.allCases {
            let places = works.indices.filter { works[$0].isRefused(on: side) }
            let named = try await partners(among: places.flatMap { works[$0].named(on: side, shape) }, on: side)
            let lost = await lost(among: Set(named.keys), on: side)
            let gone = named.filter { lost.contains($0.key) }
            for place in places where works[place].lost == nil {
                works[place].lost = works[place].lost(among: gone, on: side, shape)
            }
        }
    }

    /// The records of a side that the store couples with what they came from, and how.
    ///
    /// A field may also name something else by way of that, as a product names the unit of its group: nobody can look for it in the
    /// entity's table.
    private func partners(
        among named: [(reference: RecordReference, origin: RecordReference)], on side: Side
    ) async throws -> [RecordReference: LostReference] {
        var partners: [RecordReference: LostReference] = [:]
        for (entity, named) in Dictionary(grouping: named, by: \.reference.entity) {
            let couplings = try await environment.store.couplings(
                of: entity, side: side, ids: named.map(\.reference.id).unique())
            let known = Dictionary(couplings.map { ($0.ids[side], $0) }) { first, _ in first }
            for (reference, origin) in named {
                guard let coupling = known[reference.id], let row = coupling.id,
                    coupling.ids[side.opposite] == origin.id
                else { continue }
                partners[reference] = LostReference(origin: origin, coupling: row)
            }
        }
        return partners
    }

    /// Those of some records that are not there; the values of choices, and what a plan makes itself, are taken to be.
    ///
    /// Of a table that can't be read nobody knows: then a refusal stays what the server called it, and the batch goes on.
    private func lost(among references: Set<RecordReference>, on side: Side) async -> Set<RecordReference> {
        var lost: Set<RecordReference> = []
        for (entity, references) in Dictionary(grouping: references, by: \.entity) {
            var stored: [RecordReference] = []
            for reference in references where await overlay?.partner(of: reference) == nil { stored.append(reference) }
            guard !stored.isEmpty else { continue }
            do {
                guard let table = try await tables(entity)?[side], table.declaration.choice == nil else { continue }
                let there = try await environment.remotes[side].records(
                    stored.map(\.id), of: table, reading: [table.declaration.key])
                lost.formUnion(stored.filter { there[$0.id] == nil })
            } catch {
                continue
            }
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
            case .gone: nominee.isTriedOut
            case .done, .inDoubt, .versionChanged, .exists, .notSent: false
            }
        }
    }

    /// The records that the decision would have a side refer to, with those of the other side that they came from.
    fileprivate func named(
        on side: Side, _ shape: EntityShape
    ) -> [(reference: RecordReference, origin: RecordReference)] {
        let entities = shape.references[side]
        let source = nominee.sides[side.opposite].fields
        return decision.action.written.filter { $0.0 == side }.flatMap { _, fields in
            fields.compactMap { field in
                guard let entity = entities[field.name], let id = Self.identity(field.value) else { return nil }
                let origin = shape.counterparts(of: field.name, on: side).lazy
                    .compactMap { source[$0].flatMap(Self.identity) }.first
                guard let origin else { return nil }
                return (
                    RecordReference(entity: entity, side: side, id: id),
                    RecordReference(entity: entity, side: side.opposite, id: origin)
                )
            }
        }
    }

    /// The first of some records that it would refer to.
    fileprivate func lost(
        among records: [RecordReference: LostReference], on side: Side, _ shape: EntityShape
    ) -> LostReference? {
        guard !records.isEmpty else { return nil }
        // A field that names another record by way of this one is not looked for.
        return named(on: side, shape).lazy
            .compactMap { named in records[named.reference].flatMap { $0.origin == named.origin ? $0 : nil } }.first
    }

    /// Whether it would refer to one of some records.
    fileprivate func names(oneOf records: Set<RecordReference>, on side: Side, _ shape: EntityShape) -> Bool {
        named(on: side, shape).contains { records.contains($0.reference) }
    }

    /// Foresees that the write to a side is refused: what goes to the other side is written, and the pair waits.
    fileprivate mutating func lose(_ reference: LostReference, on side: Side) {
        lost = reference
        if case .updateBoth(let fields) = decision.action, decision.isWritten(side.opposite) {
            decision.action = .update(side.opposite, fields[side.opposite])
            decision.lines[side].removeAll { !$0.isMerelyCoupled }
        } else {
            decision.replace(.wait(reference.origin))
        }
    }

    private static func identity(_ value: FieldValue) -> RecordID? {
        value.text.flatMap { $0.isEmpty || $0 == RecordID.zero.text ? nil : RecordID($0) }
    }
}

import Model
import PluginProtocol
import RemoteSystems
import SyncStore

/// Finds out what records that others refer to are coupled with and, where they are coupled with nothing, why not.
struct PartnerSearch: Sendable {
    let store: any SyncStore
    let remotes: Sided<any RemoteSystem>
    /// What a dry run is about to couple.
    let overlay: RunOverlay?
    /// The tables of other entities.
    let tables: @Sendable (EntityName) async throws -> Sided<RemoteTable>?
    let scopes: EntityScopes
    /// The entities that must be coupled before a record can cross.
    ///
    /// Of the others, a record that is not coupled is nobody's hindrance, and is not looked for.
    let needed: Set<EntityName>

    /// Where records of one kind are.
    private struct Place: Hashable {
        var entity: EntityName
        var side: Side
    }

    /// The state of each reference, in order.
    func states(of references: [RecordReference]) async throws -> [CouplingsResolve.State] {
        let stored = try await store.resolve(references)
        var states: [CouplingsResolve.State] = []
        var aside: [Place: [RecordID: [Int]]] = [:]
        var unknown: [Place: [RecordID: [Int]]] = [:]
        for (index, reference) in references.enumerated() {
            let place = Place(entity: reference.entity, side: reference.side)
            if let overlay, let planned = await overlay.partner(of: reference) {
                // Planned to be coupled; or not to be any more, which the store would know nothing of then.
                if planned == nil { unknown[place, default: [:]][reference.id, default: []].append(index) }
                states.append(planned.map { .coupled($0) } ?? .waiting)
                continue
            }
            switch stored[index] {
            case .coupled(let id):
                states.append(.coupled(id))
                continue
            case .waiting: aside[place, default: [:]][reference.id, default: []].append(index)
            case .unknown: unknown[place, default: [:]][reference.id, default: []].append(index)
            }
            states.append(.waiting)
        }
        for (place, indices) in aside {
            for id in try await skipped(Array(indices.keys), place) {
                for index in indices[id] ?? [] { states[index] = .skipped }
            }
        }
        for (place, indices) in unknown where needed.contains(place.entity) {
            for (id, state) in try await absent(Array(indices.keys), place) {
                for index in indices[id] ?? [] { states[index] = state }
            }
        }
        return states
    }

    /// The records that are set aside; the others wait themselves.
    private func skipped(_ ids: [RecordID], _ place: Place) async throws -> [RecordID] {
        try await store.asides(of: place.entity, side: place.side, ids: ids).compactMap { aside in
            guard case .problem = aside.cause else { return nil }
            return aside.ids[place.side]
        }
    }

    /// The records that are not there, or that the filter of their entity leaves out.
    ///
    /// An entity that never was through all of its records may know them before long: then nobody says that one is not
    /// there. The values of a choice column are no rows, and the zero identity is the ERP's local currency.
    private func absent(_ ids: [RecordID], _ place: Place) async throws -> [RecordID: CouplingsResolve.State] {
        for side in Side.allCases where try await store.feed(of: place.entity, side: side) == nil { return [:] }
        guard let table = try await tables(place.entity)?[place.side], table.declaration.choice == nil else {
            return [:]
        }
        let wanted = ids.filter { $0 != .zero }
        guard !wanted.isEmpty else { return [:] }
        let filter = scopes[place.entity]?[place.side]
        let reading = filter.map { $0.conditions.map(\.field).unique() } ?? []
        let found = try await remotes[place.side].records(
            wanted, of: table, reading: reading.isEmpty ? [table.declaration.key] : reading)
        var states: [RecordID: CouplingsResolve.State] = [:]
        for id in wanted {
            guard let record = found[id] else {
                // Read from the primary by its identity, and not there: that proves it.
                states[id] = .missing
                continue
            }
            if filter?.includes(record.fields) == false { states[id] = .outOfScope }
        }
        return states
    }
}

import Model
import PluginProtocol
import RemoteSystems
import SyncStore

/// Reads records and couplings of one entity, and compares the two.
///
/// It holds no state.
struct SideReader: Sendable {
    let store: any SyncStore
    let remotes: Sided<any RemoteSystem>
    let shape: EntityShape
    let attempts: Attempts
    /// What a dry run planned so far.
    var overlay: RunOverlay?

    /// How many identities go into one question to the store.
    private static let chunk = 500

    /// The couplings of identities on a side.
    func couplings(_ side: Side, _ ids: [RecordID]) async throws -> [RecordID: Coupling] {
        var found: [RecordID: Coupling] = [:]
        for chunk in ids.chunks(of: Self.chunk) {
            for coupling in try await store.couplings(of: shape.entity, side: side, ids: chunk) {
                found[coupling.ids[side]] = coupling
            }
        }
        return found
    }

    /// The set-asides that may be tried again now: as the store says, and in a dry run as it would say by what is planned.
    func ready(limit: Int) async throws -> [Aside] {
        guard let overlay else { return try await store.ready(for: shape.entity, limit: limit) }
        // What the plan decided about is ready no more, and must not hide what comes after it.
        let decided = await overlay.decided(of: shape.entity)
        let ready = try await store.ready(for: shape.entity, limit: limit + decided.count)
            .filter { !decided.contains($0.subject) }.prefix(limit)
        let known = Set(ready.map(\.subject))
        let planned = await overlay.readyAsides(of: shape.entity).filter { !known.contains($0.subject) }
        return Array(ready) + planned.prefix(limit - ready.count)
    }

    /// The couplings of which somebody found the record of a side not there, and waits for it since.
    func missed() async throws -> Sided<Set<Coupling.ID>> {
        var missed: Sided<Set<Coupling.ID>> = Sided(erp: [], crm: [])
        for aside in try await store.asides(of: nil, limit: .max) {
            guard case .waiting(let reference) = aside.cause, reference.entity == shape.entity,
                let dead = aside.waitsAfter
            else { continue }
            missed[reference.side.opposite].insert(dead)
        }
        return missed
    }

    /// Has coupled pairs that wait for a record decided whole once that record is coupled: what they wait for is no change of theirs.
    func noteReferences(of nominees: inout [Nominee]) async throws {
        let waiting: [(index: Int, reference: RecordReference)] = nominees.indices.compactMap { index in
            guard nominees[index].coupling != nil, nominees[index].cause != .verify,
                case .waiting(let reference) = nominees[index].aside?.cause
            else { return nil }
            return (index, reference)
        }
        guard !waiting.isEmpty else { return }
        for ((index, reference), stored) in zip(waiting, try await store.resolve(waiting.map(\.reference))) {
            if let planned = await overlay?.partner(of: reference) {
                if planned != nil { nominees[index].cause = .referenceReady }
            } else if case .coupled = stored {
                nominees[index].cause = .referenceReady
            }
        }
    }

    /// Those of some identities on a side that belong to no pair, nor would by what is planned.
    func free(_ side: Side, _ ids: [RecordID]) async throws -> Set<RecordID> {
        let coupled = try await couplings(side, ids)
        var free: Set<RecordID> = []
        for id in ids where coupled[id] == nil {
            if try await !isPlanned(side, id) { free.insert(id) }
        }
        return free
    }

    /// Whether a record would be coupled by what is planned.
    func isPlanned(_ side: Side, _ id: RecordID) async throws -> Bool {
        guard let overlay else { return false }
        let reference = RecordReference(entity: shape.entity, side: side, id: id)
        guard case .some(.some) = await overlay.partner(of: reference) else { return false }
        return true
    }

    /// The set-asides that concern identities on a side.
    func asides(_ side: Side, _ ids: [RecordID]) async throws -> [RecordID: Aside] {
        var found: [RecordID: Aside] = [:]
        for chunk in ids.chunks(of: Self.chunk) {
            for aside in try await store.asides(of: shape.entity, side: side, ids: chunk) {
                if let id = aside.ids[side] { found[id] = aside }
            }
        }
        return found
    }

    /// A page of a side.
    ///
    /// Taken apart beside the run, which goes on with its batches meanwhile.
    @concurrent func page(_ side: Side, from cursor: PageCursor, size: Int) async throws -> RecordPage {
        try await remotes[side].page(
            of: shape.tables[side], reading: shape.layouts[side].fields, from: cursor, size: size)
    }

    /// Records of a side, by identity.
    func records(_ side: Side, _ ids: [RecordID]) async throws -> [RecordID: RemoteRecord] {
        guard !ids.isEmpty else { return [:] }
        return try await remotes[side].records(
            ids, of: shape.tables[side], reading: shape.layouts[side].fields)
    }

    /// What a record that was read is to its coupling.
    func reading(
        of record: RemoteRecord, on side: Side, coupling: Coupling?, belief: BaseBelief = .everything
    ) -> SideReading {
        let hashes = shape.layouts[side].hashes(of: record.fields)
        let isInScope = shape.description.filters[side].includes(record.fields)
        return SideReading(
            presence: isInScope ? .present : .outOfScope, id: record.id, version: record.version, fields: record.fields,
            hashes: hashes, change: change(of: hashes, record.id, side, coupling, belief),
            lineMarks: shape.lines?.marks(of: record.lines, on: side) ?? [:])
    }

    /// What differs from the base, as far as it is believed.
    private func change(
        of hashes: [UInt8], _ id: RecordID, _ side: Side, _ coupling: Coupling?, _ belief: BaseBelief
    ) -> SideState.Change {
        guard let base = coupling?.bases[side], belief != .nothing else { return .unknown }
        let comparison = shape.comparisons[side]
        let changed = comparison.changed(hashes, from: base, late: attempts.late(id, on: side))
        guard belief == .edits else { return .fields(changed) }
        let edited = comparison.known(changed, in: base)
        return edited.isEmpty ? .unknown : .fields(edited)
    }

    /// What records that were read are to their couplings, in order.
    ///
    /// Hashed beside the run, which goes on with its batches meanwhile.
    @concurrent func readings(
        of records: [RemoteRecord], on side: Side, couplings: [RecordID: Coupling], belief: BaseBelief
    ) async -> [SideReading] {
        records.map { reading(of: $0, on: side, coupling: couplings[$0.id], belief: belief) }
    }

    /// A side that nobody nominated: as the store knows it.
    func unread(_ side: Side, of coupling: Coupling) -> SideReading {
        SideReading(
            presence: .present, id: coupling.ids[side], version: coupling.bases[side].version, change: .fields([]))
    }

    /// The base of a reading; `nil` when it was not read.
    func base(of reading: SideReading, on side: Side) -> Base? { shape.base(of: reading, on: side) }

    /// Pairs read anew on both sides, by identity: for what is retried, selected, compared afresh, or was overtaken.
    ///
    /// One for each that is wanted, in the same order; `nil` when nothing of it is left.
    func pairs(_ wanted: [Nominee], belief: BaseBelief = .everything) async throws -> [Nominee?] {
        var couplings: [Coupling.ID: Coupling] = [:]
        var bySide: Sided<[RecordID: Coupling]> = Sided(erp: [:], crm: [:])
        for side in Side.allCases {
            bySide[side] = try await self.couplings(side, wanted.compactMap { $0.sides[side].id })
            for coupling in bySide[side].values {
                if let row = coupling.id { couplings[row] = coupling }
            }
        }
        let current = wanted.map { nominee in
            Side.allCases.lazy.compactMap { side in nominee.sides[side].id.flatMap { bySide[side][$0] } }.first
        }
        async let erp = records(.erp, zip(wanted, current).compactMap { $1?.ids.erp ?? $0.sides.erp.id }.unique())
        async let crm = records(.crm, zip(wanted, current).compactMap { $1?.ids.crm ?? $0.sides.crm.id }.unique())
        let read = Sided(erp: try await erp, crm: try await crm)

        return zip(wanted, current).map { nominee, coupling in
            var nominee = nominee
            nominee.coupling = coupling
            for side in Side.allCases {
                guard let id = coupling?.ids[side] ?? nominee.sides[side].id else { continue }
                if let record = read[side][id] {
                    nominee.sides[side] = reading(of: record, on: side, coupling: coupling, belief: belief)
                } else if coupling != nil {
                    // Read from the primary by its identity, and not there: that proves it.
                    nominee.sides[side] = SideReading(presence: .deleted, id: id)
                } else {
                    nominee.sides[side] = .absent
                }
            }
            if coupling != nil { nominee.match = nil }
            nominee.tellEdits()
            let isLeft = coupling != nil || Side.allCases.contains { nominee.sides[$0].presence == .present }
            return isLeft ? nominee : nil
        }
    }
}

extension [Nominee] {
    /// Replaces the nominees at some places by what was read of them, and leaves out those of which nothing is left.
    mutating func replace(_ places: [Int], by read: [Nominee?]) {
        var gone: Set<Int> = []
        for (place, nominee) in zip(places, read) {
            if let nominee { self[place] = nominee } else { gone.insert(place) }
        }
        self = indices.filter { !gone.contains($0) }.map { self[$0] }
    }
}

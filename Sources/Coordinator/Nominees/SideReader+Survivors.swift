import Model
import SyncStore

extension SideReader {
    /// The records among these that stayed when their partner was deleted, by identity.
    func survivors(_ side: Side, _ ids: [RecordID]) async throws -> [RecordID: Survivor] {
        var found: [RecordID: Survivor] = [:]
        for chunk in ids.chunks(of: 500) {
            for survivor in try await store.survivors(of: shape.entity, side: side, ids: chunk) {
                found[survivor.record.id] = survivor
            }
        }
        return found
    }

    /// The nominees without records whose partner a person deleted, and that nobody edited since: they are not made anew.
    ///
    /// They count as skipped; what is set aside for one is over. A record that was found to belong to another is no such one.
    func withoutSurvivors(_ nominees: [Nominee], noting found: inout Findings) async throws -> [Nominee] {
        var gone: Set<Aside.Subject> = []
        for side in Side.allCases {
            let alone = nominees.filter { $0.isAlone(on: side) }
            guard !alone.isEmpty else { continue }
            let survivors = try await survivors(side, alone.compactMap { $0.sides[side].id })
            for nominee in alone where !survivors.isEmpty {
                guard let id = nominee.sides[side].id, let hashes = nominee.sides[side].hashes,
                    let survivor = survivors[id], isAsItWas(survivor, hashes)
                else { continue }
                gone.insert(.record(side, id))
                found.skipped += 1
                if let aside = nominee.aside { found.cleared.append(aside.subject) }
            }
        }
        guard !gone.isEmpty else { return nominees }
        return nominees.filter { nominee in
            !Side.allCases.contains { side in
                nominee.isAlone(on: side) && nominee.sides[side].id.map { gone.contains(.record(side, $0)) } ?? false
            }
        }
    }

    /// Whether nobody edited a record since its coupling ended.
    private func isAsItWas(_ survivor: Survivor, _ hashes: [UInt8]) -> Bool {
        let side = survivor.record.side
        return shape.comparisons[side].changed(
            hashes, from: survivor.base, late: attempts.late(survivor.record.id, on: side)
        ).isEmpty
    }
}

extension Nominee {
    /// Whether nothing is known but a record of a side: no coupling, no partner, no record that it may belong to.
    fileprivate func isAlone(on side: Side) -> Bool {
        coupling == nil && match == nil && sides[side].presence == .present && sides[side.opposite].id == nil
    }
}

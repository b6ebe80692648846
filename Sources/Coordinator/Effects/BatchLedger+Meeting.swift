import Model
import PluginProtocol
import RemoteSystems
import SyncStore

extension BatchLedger {
    /// Couples two records that met for the first time when one of their writes was carried out, or may have been.
    ///
    /// Were they to meet again, what was copied from one to the other would stand against an edit made since.
    mutating func meet(_ work: BatchWork, _ done: [Side: RemoteRecord]) {
        let nominee = work.nominee
        guard nominee.coupling == nil, work.mayBeMet, let erp = nominee.sides.erp.id, let crm = nominee.sides.crm.id,
            let bases = meeting(work, done)
        else { return }
        for (side, fields) in work.decision.action.written where done[side] != nil {
            commit.counters.modified[side] += 1
            note(work, .updated, side, fields: fields.names)
        }
        // Their lines are not written when two documents meet: those that say the same are coupled, whatever became of the rest.
        let lines = shape.lines?.agreed(of: nominee, joining: work.decision.lines)
        commit.couplings.append(
            Coupling(
                ids: Sided(erp: erp, crm: crm), generation: planner.generations[erp] ?? 0, bases: bases, lines: lines))
        commit.counters.coupled += 1
    }

    private func meeting(_ work: BatchWork, _ done: [Side: RemoteRecord]) -> Sided<Base>? {
        guard let erp = planner.base(of: .erp, work.nominee), let crm = planner.base(of: .crm, work.nominee) else {
            return nil
        }
        let parts = work.decision.action.written.filter { !$0.1.isEmpty }.map { side, fields in
            Meeting.Part(
                side: side, fields: fields.names, written: done[side].map { base(side, $0, fields, work) })
        }
        var bases = Meeting(shape: shape, read: Sided(erp: erp, crm: crm)).bases(after: parts)
        // A reference that was left out is not delivered: it is decided, and noted, again.
        for side in Side.allCases {
            for field in planner.leftOut(work.decision, on: side, work.nominee) {
                shape.layouts[side].set(FieldLayout.unknown, for: field, in: &bases[side].hashes)
            }
        }
        return bases
    }
}

extension BatchWork {
    /// Whether something of its update arrived, or may have, and both records are there still.
    fileprivate var mayBeMet: Bool {
        switch decision.action {
        case .update, .updateBoth: break
        case .create, .delete, .couple, .uncouple, .none, .setAside, .wait: return false
        }
        var hasArrived = false
        for (_, result) in results {
            switch result {
            case .done, .inDoubt: hasArrived = true
            case .gone: return false
            case .versionChanged, .exists, .refused, .notSent: continue
            }
        }
        return hasArrived
    }
}

import Model
import RemoteSystems
import SyncStore

extension BatchLedger {
    mutating func unchanged(_ work: BatchWork) -> Outcome {
        commit.counters.unchanged += 1
        if let coupling = work.nominee.coupling, coupling.id != nil {
            var agreed = coupling
            if Side.allCases.allSatisfy({ work.nominee.sides[$0].presence == .present }) {
                agreed.bases = Sided { planner.base(of: $0, work.nominee) ?? coupling.bases[$0] }
                if let lines = shape.lines {
                    agreed.lines = lines.agreed(of: work.nominee, joining: work.decision.lines)
                }
            }
            noteLeft(work, &agreed)
            let unequal = unequalTotals(after: work)
            let isSame = agreed == coupling && unequal == nil
            // What is the same is stored already.
            if agreed.lines == coupling.lines { agreed.lines = nil }
            agreed.unequalTotals = unequal
            if !isSame { commit.couplings.append(agreed) }
        }
        clearAside(work)
        return .unchanged
    }

    mutating func coupled(_ work: BatchWork) -> Outcome {
        couple(work, ids: nil, bases: [:])
        note(work, .coupled, nil)
        return .done
    }

    /// The record that an earlier attempt of ours made: what that attempt sent is agreed, what changed since is decided now.
    mutating func adopted(_ work: BatchWork, _ coupling: Coupling) -> Outcome {
        if let row = work.nominee.coupling?.id { commit.uncoupled.append(row) }
        commit.couplings.append(coupling)
        commit.counters.coupled += 1
        commit.counters.inserted.crm += 1
        note(work, .created, .crm, ids: Sided { coupling.ids[$0] })
        // What is set aside for it stays until it is decided: the host may die before.
        var nominee = work.nominee
        for side in Side.allCases { nominee.sides[side].id = coupling.ids[side] }
        end.again.append(nominee.decidedAnew())
        return .done
    }

    mutating func uncoupled(_ work: BatchWork) -> Outcome {
        // What is to be written to a record first comes first: until it was, the coupling stays.
        if work.decision.writes > 0 { return written(work) }
        return parted(work, [:])
    }

    /// The coupling ends; `written` is what became of records that something was written to for that.
    mutating func parted(_ work: BatchWork, _ written: [Side: Base]) -> Outcome {
        if let row = work.nominee.coupling?.id { commit.uncoupled.append(row) }
        remember(work, written)
        commit.counters.uncoupled += 1
        clearAside(work)
        note(work, .uncoupled, nil)
        return .done
    }

    /// A record that stays is remembered as it was seen: a listing must neither make its partner anew nor couple the two again.
    private mutating func remember(_ work: BatchWork, _ written: [Side: Base]) {
        for side in Side.allCases {
            let nominee = work.nominee
            guard nominee.coupling != nil, let id = nominee.sides[side].id,
                let partner = nominee.sides[side.opposite].id,
                let base = written[side] ?? planner.base(of: side, nominee)
            else { continue }
            switch nominee.sides[side].presence {
            case .present, .outOfScope:
                commit.survivors.append(
                    Survivor(
                        record: RecordReference(entity: shape.entity, side: side, id: id), partner: partner, since: now,
                        base: base))
            case .deleted, .absent: continue
            }
        }
    }

    mutating func setAside(
        _ work: BatchWork, _ cause: Aside.Cause, also others: [RecordReference] = [], after dead: Coupling.ID? = nil
    ) -> Outcome {
        guard let subject = work.nominee.subject else { return .unchanged }
        let earlier = work.nominee.aside
        if let earlier, earlier.subject != subject { commit.cleared.append(earlier.subject) }
        takeBack(earlier)
        commit.asides.append(
            Aside(
                entity: shape.entity, subject: subject, ids: work.nominee.ids, cause: cause,
                candidates: work.nominee.match?.ambiguous ?? [], tries: (earlier?.tries ?? 0) + 1,
                since: earlier?.since ?? now, triedAt: now, waitsAfter: dead, alsoWaitsFor: others))
        switch cause {
        case .problem(let problem):
            commit.counters.failed += 1
            if problem.code == .conflict { commit.counters.conflicts += 1 }
            note(work, .setAside, problem.side, problem: problem)
            return .setAside(problem)
        case .waiting(let reference):
            commit.counters.waiting += 1
            note(work, .waited, nil)
            return .waiting(reference)
        }
    }
}

import Model
import RemoteSystems
import SyncStore

extension BatchLedger {
    mutating func unchanged(_ work: BatchWork) -> Outcome {
        commit.counters.unchanged += 1
        if let coupling = work.nominee.coupling, coupling.id != nil {
            let bases = Sided { planner.base(of: $0, work.nominee) ?? coupling.bases[$0] }
            if bases != coupling.bases, Side.allCases.allSatisfy({ work.nominee.sides[$0].presence == .present }) {
                var agreed = coupling
                agreed.bases = bases
                commit.couplings.append(agreed)
            }
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
        if !work.results.isEmpty { return written(work) }
        return parted(work)
    }

    mutating func parted(_ work: BatchWork) -> Outcome {
        if let row = work.nominee.coupling?.id { commit.uncoupled.append(row) }
        commit.counters.uncoupled += 1
        clearAside(work)
        note(work, .uncoupled, nil)
        return .done
    }

    mutating func setAside(_ work: BatchWork, _ cause: Aside.Cause) -> Outcome {
        guard let subject = work.nominee.subject else { return .unchanged }
        let earlier = work.nominee.aside
        if let earlier, earlier.subject != subject { commit.cleared.append(earlier.subject) }
        takeBack(earlier)
        commit.asides.append(
            Aside(
                entity: shape.entity, subject: subject, ids: work.nominee.ids, cause: cause,
                candidates: work.nominee.match?.ambiguous ?? [], tries: (earlier?.tries ?? 0) + 1,
                since: earlier?.since ?? now, triedAt: now))
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

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Model
import PluginProtocol
import RemoteSystems
import SyncStore

/// Turns what became of a batch's writes into the one commit that makes it true.
///
/// Pure.
struct BatchLedger: Sendable {
    let shape: EntityShape
    let planner: WritePlanner
    let attempts: Attempts
    let now: Date
    /// When the run began: what it counted about a pair since is taken back when the pair is settled otherwise.
    let since: Date?
    /// Whether any write of the batch was sent before its time was over.
    var isMoving = true
    /// How often a pair is decided again in one run when another wrote first.
    static let tries = 3

    private(set) var commit: EffectCommit
    private(set) var end = BatchEnd()

    init(shape: EntityShape, planner: WritePlanner, attempts: Attempts, commit: EffectCommit, since: Date?) {
        self.shape = shape
        self.planner = planner
        self.attempts = attempts
        self.commit = commit
        self.since = since
        now = commit.at
    }

    /// Takes in one decision with the results of its writes.
    mutating func settle(_ work: BatchWork) {
        let outcome: Outcome
        if work.isOvertaken {
            outcome = again(work, Problem(.versionChanged))
        } else if let coupling = work.adopts {
            outcome = adopted(work, coupling)
        } else {
            outcome =
                switch work.decision.action {
                case .none: unchanged(work)
                case .couple: coupled(work)
                case .uncouple: uncoupled(work)
                case .setAside(let problem): setAside(work, .problem(problem))
                case .wait(let reference): setAside(work, .waiting(reference))
                case .create, .update, .updateBoth, .delete: written(work)
                }
        }
        end.outcomes.append((work.decision.pair, outcome))
        guard outcome == .done || outcome == .unchanged, work.adopts == nil else { return }
        if let open = work.leftOut(shape) { leaveOut(open, of: work) }
    }

    /// The pair is in step, but for a reference: it is looked at again when the record that is referred to is coupled.
    private mutating func leaveOut(_ reference: RecordReference, of work: BatchWork) {
        let made = commit.couplings.last { coupling in
            coupling.id == nil && Side.allCases.contains { coupling.ids[$0] == work.nominee.sides[$0].id }
        }
        let ids = Sided { made?.ids[$0] ?? work.nominee.sides[$0].id }
        // Its coupling has no row yet: it is found by the record that was there first.
        let subject = work.nominee.coupling?.id.map { .coupling($0) } ?? work.nominee.subject
        guard let subject else { return }
        commit.cleared.removeAll { $0 == subject }
        if let earlier = work.nominee.aside, earlier.subject != subject { commit.cleared.append(earlier.subject) }
        commit.asides.append(
            Aside(
                entity: shape.entity, subject: subject, ids: ids, cause: .waiting(reference), tries: 0,
                since: work.nominee.aside?.since ?? now, triedAt: now))
        commit.history.append(
            HistoryEntry(
                run: commit.run, entity: shape.entity, at: now, ids: ids, operation: .waited,
                reason: Reason("leftOut", [reference.entity.text])))
    }

    /// What this run counted about the pair before it was decided again.
    private mutating func takeBack(_ aside: Aside?) {
        guard let aside, let since, aside.triedAt >= since, aside.tries > 0 else { return }
        switch aside.cause {
        case .waiting: commit.counters.waiting -= 1
        case .problem(let problem):
            commit.counters.failed -= 1
            if problem.code == .conflict { commit.counters.conflicts -= 1 }
        }
    }

    // MARK: without a write

    private mutating func unchanged(_ work: BatchWork) -> Outcome {
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

    private mutating func coupled(_ work: BatchWork) -> Outcome {
        couple(work, ids: nil, bases: [:])
        note(work, .coupled, nil)
        return .done
    }

    /// The record that an earlier attempt of ours made: what that attempt sent is agreed, what changed since is decided now.
    private mutating func adopted(_ work: BatchWork, _ coupling: Coupling) -> Outcome {
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

    private mutating func uncoupled(_ work: BatchWork) -> Outcome {
        // What is to be written to a record first comes first: until it was, the coupling stays.
        if !work.results.isEmpty { return written(work) }
        return parted(work)
    }

    private mutating func parted(_ work: BatchWork) -> Outcome {
        if let row = work.nominee.coupling?.id { commit.uncoupled.append(row) }
        commit.counters.uncoupled += 1
        clearAside(work)
        note(work, .uncoupled, nil)
        return .done
    }

    private mutating func setAside(_ work: BatchWork, _ cause: Aside.Cause) -> Outcome {
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

    // MARK: with writes

    private mutating func written(_ work: BatchWork) -> Outcome {
        var done: [Side: RemoteRecord] = [:]
        var doubt: [PlannedWrite] = []
        var overtaken: Problem?
        var refused: Problem?
        var passing: Problem?
        var late: Side?
        for (planned, result) in work.results {
            switch result {
            case .done(let record): done[planned.side] = record
            case .inDoubt(let problem):
                doubt.append(planned)
                passing = passing ?? problem
            case .versionChanged: overtaken = Problem(.versionChanged, side: planned.side)
            case .exists: overtaken = Problem(.duplicateKey, side: planned.side)
            case .gone:
                if case .delete = planned.write.operation {
                    done[planned.side] = RemoteRecord(
                        id: planned.intent.target ?? .zero, version: nil, fields: Fields())
                } else {
                    overtaken = Problem(.gone, side: planned.side)
                }
            case .refused(let problem) where problem.code == .locked: overtaken = problem
            case .refused(let problem): refused = problem
            case .notSent(let problem) where problem.code == .deadline: late = planned.side
            case .notSent(let problem):
                end.holds = true
                passing = problem
            }
        }
        // A record whose version is not known was not written to.
        if work.results.count < work.decision.action.writes { overtaken = overtaken ?? Problem(.versionChanged) }
        let isWhole = done.count == work.decision.action.writes
        if !isWhole { agreePartly(work, done) }
        if !doubt.isEmpty {
            commit.keepsOpen += doubt.map(\.intent)
            let problem = passing ?? Problem(.timeout)
            _ = setAside(
                work, .problem(Problem(.timeout, problem.arguments, side: doubt[0].side, remote: problem.remote)))
            return .inDoubt
        }
        if let overtaken { return again(work, overtaken) }
        if let refused {
            if refused.code.problemClass == .configuration {
                end.stop = end.stop ?? refused
                end.holds = true
            }
            return setAside(work, .problem(refused))
        }
        if let passing {
            end.stop = end.stop ?? passing
            return .setAside(passing)
        }
        if let late { return decidedLater(work, late) }
        return agreed(work, done)
    }

    /// Every write of the decision was carried out.
    private mutating func agreed(_ work: BatchWork, _ done: [Side: RemoteRecord]) -> Outcome {
        switch work.decision.action {
        case .create(let side, let fields, _):
            guard let record = done[side] else { return .unchanged }
            var ids = Sided(erp: record.id, crm: record.id)
            ids[side.opposite] = work.nominee.sides[side.opposite].id ?? record.id
            couple(work, ids: ids, bases: [side: base(side, record, fields, work)])
            commit.counters.inserted[side] += 1
            note(work, .created, side, fields: fields.names, ids: Sided { ids[$0] })
        case .update(let side, let fields):
            agree(work, [(side, fields, done[side])])
        case .updateBoth(let fields):
            agree(work, [(.erp, fields.erp, done[.erp]), (.crm, fields.crm, done[.crm])])
        case .delete(let side):
            if let row = work.nominee.coupling?.id { commit.uncoupled.append(row) }
            commit.counters.deleted[side] += 1
            commit.counters.uncoupled += 1
            clearAside(work)
            note(work, .deleted, side)
        case .uncouple(let fields):
            for side in Side.allCases where done[side] != nil {
                commit.counters.modified[side] += 1
                note(work, .updated, side, fields: fields[side].names)
            }
            return parted(work)
        case .none, .couple, .setAside, .wait: break
        }
        return .done
    }

    private mutating func agree(_ work: BatchWork, _ writes: [(side: Side, fields: Fields, record: RemoteRecord?)]) {
        var bases: [Side: Base] = [:]
        for write in writes {
            guard let record = write.record else { continue }
            bases[write.side] = base(write.side, record, write.fields, work)
            commit.counters.modified[write.side] += 1
            note(work, .updated, write.side, fields: write.fields.names)
        }
        couple(work, ids: nil, bases: bases)
    }

    /// Couples the pair, or moves the bases of its coupling: as written where it was, as read where it was not.
    private mutating func couple(_ work: BatchWork, ids: Sided<RecordID>?, bases: [Side: Base]) {
        let nominee = work.nominee
        let paired =
            ids ?? nominee.sides.erp.id.flatMap { erp in nominee.sides.crm.id.map { Sided(erp: erp, crm: $0) } }
        guard let paired else { return }
        let agreed = Sided { side in
            bases[side] ?? planner.base(of: side, nominee) ?? shape.layouts[side].emptyBase(version: nil)
        }
        if var coupling = nominee.coupling, ids == nil {
            coupling.bases = agreed
            commit.couplings.append(coupling)
        } else {
            // A record that was created anew: its old coupling ends with the one that begins.
            if let row = nominee.coupling?.id { commit.uncoupled.append(row) }
            let generation =
                ids == nil
                ? (nominee.sides.erp.id.flatMap { planner.generations[$0] } ?? 0) : planner.generation(nominee)
            commit.couplings.append(Coupling(ids: paired, generation: generation, bases: agreed))
            commit.counters.coupled += 1
        }
        clearAside(work)
    }

    /// The base of a written side: as the server returned it; where it returned nothing of a field, as it was sent, else as it was.
    private func base(_ side: Side, _ record: RemoteRecord, _ sent: Fields, _ work: BatchWork) -> Base {
        let layout = shape.layouts[side]
        var base = layout.base(of: record)
        let before = work.nominee.sides[side].presence == .present ? planner.base(of: side, work.nominee) : nil
        for field in layout.fields where layout.hash(of: field, in: base.hashes) == nil {
            if let value = sent[field] {
                layout.set(planner.hasher.hash(value, of: field, on: side), for: field, in: &base.hashes)
            } else if let before, let hash = layout.hash(of: field, in: before.hashes) {
                layout.set(Array(hash), for: field, in: &base.hashes)
            }
        }
        return base
    }

    /// One of two writes was carried out: only what it wrote is agreed; everything else is decided again from the old base.
    private mutating func agreePartly(_ work: BatchWork, _ done: [Side: RemoteRecord]) {
        guard !done.isEmpty, case .updateBoth(let fields) = work.decision.action,
            var coupling = work.nominee.coupling ?? meeting(work)
        else { return }
        for side in Side.allCases { coupling.bases[side] = shape.comparisons[side].translated(coupling.bases[side]) }
        for (side, record) in done {
            let layout = shape.layouts[side]
            let returned = layout.hashes(of: record.fields)
            for field in fields[side] {
                let hash =
                    layout.hash(of: field.name, in: returned).map(Array.init)
                    ?? planner.hasher.hash(field.value, of: field.name, on: side)
                layout.set(hash, for: field.name, in: &coupling.bases[side].hashes)
            }
            coupling.bases[side].version = record.version
            commit.counters.modified[side] += 1
            note(work, .updated, side, fields: fields[side].names)
        }
        commit.couplings.append(coupling)
    }

    /// Two records that met for the first time, and of which nothing is agreed yet: one has got something of the other already, and
    /// they must not lose each other.
    private mutating func meeting(_ work: BatchWork) -> Coupling? {
        guard let erp = work.nominee.sides.erp.id, let crm = work.nominee.sides.crm.id else { return nil }
        commit.counters.coupled += 1
        return Coupling(
            ids: Sided(erp: erp, crm: crm), generation: planner.generation(work.nominee),
            bases: Sided { shape.layouts[$0].emptyBase(version: nil) })
    }

    /// Another wrote first: read anew and decided again, three times at most.
    private mutating func again(_ work: BatchWork, _ problem: Problem) -> Outcome {
        guard work.nominee.tries < Self.tries else { return setAside(work, .problem(problem)) }
        for nominee in work.isOvertaken ? work.nominee.apart : [work.nominee] {
            end.again.append(nominee.decidedAnew())
        }
        return .setAside(problem)
    }

    /// The time for its write was over before its turn came: decided again as things are then.
    ///
    /// Not for ever: a system that lets nothing through ends the run.
    private mutating func decidedLater(_ work: BatchWork, _ side: Side) -> Outcome {
        let problem = Problem(.throttled, side: side)
        guard isMoving || work.nominee.tries < Self.tries else {
            end.holds = true
            end.stop = end.stop ?? problem
            return .setAside(problem)
        }
        end.again.append(work.nominee.decidedAnew(isTry: !isMoving))
        return .setAside(problem)
    }

    // MARK: notes

    private mutating func clearAside(_ work: BatchWork) {
        takeBack(work.nominee.aside)
        if let aside = work.nominee.aside { commit.cleared.append(aside.subject) }
        // What either record was set aside for before the two met is over as well.
        if work.nominee.coupling == nil { commit.cleared += work.nominee.subjects }
    }

    private mutating func note(
        _ work: BatchWork, _ operation: HistoryEntry.Operation, _ side: Side?, fields: [FieldName] = [],
        problem: Problem? = nil, ids: Sided<RecordID?>? = nil
    ) {
        commit.history.append(
            HistoryEntry(
                run: commit.run, entity: shape.entity, at: now, ids: ids ?? work.nominee.ids, operation: operation,
                side: side, fields: fields, reason: work.decision.reason, problem: problem,
                settled: work.decision.settled))
    }
}

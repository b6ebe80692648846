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
    var commit: EffectCommit
    var end = BatchEnd()

    init(shape: EntityShape, planner: WritePlanner, attempts: Attempts, commit: EffectCommit, since: Date?) {
        self.shape = shape
        self.planner = planner
        self.attempts = attempts
        self.commit = commit
        self.since = since
        now = commit.at
    }

    /// The ledger with the decisions of a batch taken in, in order.
    ///
    /// Beside the run, which goes on with other batches meanwhile.
    @concurrent func settled(_ works: [BatchWork]) async -> BatchLedger {
        var ledger = self
        for work in works { ledger.settle(work) }
        return ledger
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
                case .wait(let reference): setAside(work, .waiting(reference), also: work.decision.leftOut)
                case .create, .update, .updateBoth, .delete: written(work)
                }
        }
        end.outcomes.append((work.decision.pair, outcome))
        guard outcome == .done || outcome == .unchanged, work.adopts == nil else { return }
        if let open = work.leftOut(shape) { leaveOut(open, of: work) }
    }

    /// The pair is in step, but for a reference: it is looked at again when the record that is referred to is coupled.
    mutating func leaveOut(_ reference: RecordReference, of work: BatchWork) {
        let made = commit.couplings.last { coupling in
            coupling.id == nil && Side.allCases.contains { coupling.ids[$0] == work.nominee.sides[$0].id }
        }
        let ids = Sided { made?.ids[$0] ?? work.nominee.sides[$0].id }
        guard let subject = work.subjectOfWhatIsLeftOut else { return }
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
    mutating func takeBack(_ aside: Aside?) {
        guard let aside, let since, aside.triedAt >= since, aside.tries > 0 else { return }
        switch aside.cause {
        case .waiting: commit.counters.waiting -= 1
        case .problem(let problem):
            commit.counters.failed -= 1
            if problem.code == .conflict { commit.counters.conflicts -= 1 }
        }
    }

    // MARK: with writes

    mutating func written(_ work: BatchWork) -> Outcome {
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
        if work.results.count < work.decision.writes { overtaken = overtaken ?? Problem(.versionChanged) }
        let isWhole = done.count == work.decision.writes
        if !isWhole { agreePartly(work, done) }
        if !doubt.isEmpty {
            commit.keepsOpen += doubt.map(\.intent)
            let problem = passing ?? Problem(.timeout)
            _ = setAside(
                work, .problem(Problem(.timeout, problem.arguments, side: doubt[0].side, remote: problem.remote)))
            return .inDoubt
        }
        // What ends the run comes before what only this record lacks.
        let isOfRun = refused?.code.problemClass == .configuration || passing != nil
        if let lost = work.lost, !isOfRun { return setAside(work, .waiting(lost.origin), after: lost.coupling) }
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
    mutating func agreed(_ work: BatchWork, _ done: [Side: RemoteRecord]) -> Outcome {
        switch work.decision.action {
        case .create(let side, let fields, _):
            guard let record = done[side] else { return .unchanged }
            var ids = Sided(erp: record.id, crm: record.id)
            ids[side.opposite] = work.nominee.sides[side.opposite].id ?? record.id
            var made = base(side, record, fields, work)
            let isWhole = isWhole(record, side, work)
            if !isWhole { shape.layouts[side].set(FieldLayout.unknown, for: LineText.field, in: &made.hashes) }
            couple(work, ids: ids, bases: [side: made])
            commit.counters.inserted[side] += 1
            note(work, .created, side, fields: fields.names, ids: Sided { ids[$0] })
            if !isWhole { lookAgain(at: ids, work) }
        case .update, .updateBoth:
            let fields = work.decision.fieldsWritten
            agree(work, [(.erp, fields.erp, done[.erp]), (.crm, fields.crm, done[.crm])])
        case .delete(let side):
            if let row = work.nominee.coupling?.id { commit.uncoupled.append(row) }
            commit.counters.deleted[side] += 1
            commit.counters.uncoupled += 1
            clearAside(work)
            note(work, .deleted, side)
        case .uncouple(let fields):
            var left: [Side: Base] = [:]
            for (side, record) in done {
                commit.counters.modified[side] += 1
                note(work, .updated, side, fields: fields[side].names)
                left[side] = base(side, record, fields[side], work)
            }
            return parted(work, left)
        case .none, .couple, .setAside, .wait: break
        }
        return .done
    }

    /// A document that has other lines than it was written with: they are looked at now; if the host dies before, they are when the feed
    /// tells of it.
    mutating func lookAgain(at ids: Sided<RecordID>, _ work: BatchWork) {
        guard !work.nominee.isTriedOut else { return }
        var nominee = work.nominee
        for side in Side.allCases { nominee.sides[side].id = ids[side] }
        end.again.append(nominee.decidedAnew())
    }

    /// Another wrote first: read anew and decided again, three times at most.
    mutating func again(_ work: BatchWork, _ problem: Problem) -> Outcome {
        guard !work.nominee.isTriedOut else { return setAside(work, .problem(problem)) }
        for nominee in work.isOvertaken ? work.nominee.apart : [work.nominee] {
            end.again.append(nominee.decidedAnew())
        }
        return .setAside(problem)
    }

    /// The time for its write was over before its turn came: decided again as things are then.
    ///
    /// Not for ever: a system that lets nothing through ends the run.
    mutating func decidedLater(_ work: BatchWork, _ side: Side) -> Outcome {
        let problem = Problem(.throttled, side: side)
        guard isMoving || !work.nominee.isTriedOut else {
            end.holds = true
            end.stop = end.stop ?? problem
            return .setAside(problem)
        }
        end.again.append(work.nominee.decidedAnew(isTry: !isMoving))
        return .setAside(problem)
    }

    // MARK: notes

    mutating func clearAside(_ work: BatchWork) {
        takeBack(work.nominee.aside)
        if let aside = work.nominee.aside { commit.cleared.append(aside.subject) }
        // What either record was set aside for before the two met is over as well.
        if work.nominee.coupling == nil { commit.cleared += work.nominee.subjects }
    }

    mutating func note(
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

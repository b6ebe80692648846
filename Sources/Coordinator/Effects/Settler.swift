#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Model
import RemoteSystems
import SyncStore

/// Settles what earlier runs of an entity left open, before its plugin is started: reads, decides by the table, commits.
struct Settler: Sendable {
    let environment: EffectsEnvironment
    let shape: EntityShape

    /// How long after a server's longest execution time a probe is believed: clocks and queues are not exact.
    static let margin: TimeInterval = 60

    /// How many set-asides are looked through at first for what a person wants to be tried again.
    private static let usuallyRetried = 1_000

    /// Settles open intents of the entity; returns those that stay open, and what was counted of this run's own.
    ///
    /// What an earlier run had under way counts in that run's job, which did it.
    func settle(_ open: [StoredIntentBatch], run: RunID) async throws -> (attempts: Attempts, counted: Counters) {
        var attempts = Attempts()
        var counted = Counters()
        for stored in open {
            let (kept, counters) = try await settle(stored, run: run)
            for intent in kept { attempts.note(intent, isDocument: shape.lines != nil) }
            if stored.batch.run == run { counted.add(counters) }
        }
        return (attempts, counted)
    }

    /// Intents that are open, without touching anything: for a dry run.
    func attempts(in open: [StoredIntentBatch]) -> Attempts {
        var attempts = Attempts()
        for intent in open.flatMap(\.batch.intents) { attempts.note(intent, isDocument: shape.lines != nil) }
        return attempts
    }

    private struct Facts {
        var couplings: [Int: Coupling] = [:]
        var seen: [Int: [Settling.Seen]] = [:]
        /// Creates that can't be asked for: the source no longer has what was sent, or the system can't be asked by it.
        var unaskable: Set<Int> = []
        /// Creates whose source is gone: nothing is to be made any more.
        var sourceless: Set<Int> = []
        /// Sources of writes of which only a person can say what became of them, and who wants them to be tried again.
        var retried: Set<RecordID> = []
        /// Creates whose coupling is stored already.
        var coupled: Set<Int> = []
        /// What the written side was, for writes to records that had just met, and are still nobody's partners.
        var met: [Int: Base] = [:]
        /// The couplings of the lines of documents whose lines were to be changed.
        var lines: [Coupling.ID: [LineCoupling]] = [:]
    }

    private func settle(_ stored: StoredIntentBatch, run: RunID) async throws -> (kept: [Intent], counted: Counters) {
        try await environment.crash(.beforeSettlementRead)
        let batch = stored.batch
        let facts = try await facts(about: batch.intents, sentAt: batch.sentAt)
        var written: [Int: Base] = [:]
        var kept: [Intent] = []
        var retry: [RecordID] = []
        var held: Set<RecordID> = []
        var commit = EffectCommit(
            run: batch.run, entity: shape.entity, batch: nil, at: environment.now(), settles: stored.id)
        var bases: [Coupling.ID: Patch] = [:]

        for (index, intent) in batch.intents.enumerated() {
            if facts.coupled.contains(index) { continue }
            let settlement = settlement(of: intent, at: index, facts, notAfter: batch.notAfter)
            switch settlement {
            case .wait:
                kept.append(intent)
                held.formUnion([intent.source, intent.target].compactMap(\.self))
            case .notYet:
                kept.append(intent)
                retry += [intent.source, intent.target].compactMap(\.self)
            case .notApplied:
                retry += [intent.source, intent.target].compactMap(\.self)
            case .applied(let id, let base):
                retry += [intent.source, id].compactMap(\.self)
                if case .update = intent.operation {
                    written[index] = base
                    guard let coupling = facts.couplings[index], let row = coupling.id else { break }
                    var patch = bases[row] ?? Patch(coupling: coupling)
                    patch.targets.append((intent, base, facts.seen[index]?.first?.record.lines ?? []))
                    if let source = shape.delivered(by: intent) { patch.sources.append((intent.side.opposite, source)) }
                    bases[row] = patch
                } else if let source = intent.source {
                    let made = facts.seen[index]?.first { $0.id == id }
                    couple(source, id, base, intent, made, into: &commit)
                }
            case .deleted:
                if let row = intent.coupling, facts.couplings[index] != nil {
                    commit.uncoupled.append(row)
                    commit.cleared.append(.coupling(row))
                    commit.counters.deleted[intent.side] += 1
                    commit.counters.uncoupled += 1
                }
            case .unclear(let problem, let candidates):
                setAside(intent, problem, candidates, into: &commit)
            }
            if settlement != .wait { commit.history.append(history(of: intent, settlement, run)) }
        }
        commit.couplings += bases.map { row, patch in patched(patch, facts.lines[row] ?? []) }
        for meeting in meetings(batch.intents, among: facts.met.keys) {
            guard let coupling = coupling(meeting, batch.intents, written: written) else { continue }
            commit.couplings.append(coupling)
            commit.counters.coupled += 1
        }
        if kept.count(where: isUnrecognised) < batch.intents.count(where: isUnrecognised) {
            retry += try await perhapsMade()
        }
        // What a person has to look at first only a person has tried again.
        retry.removeAll(where: held.contains)
        // Before the intents are cleared: what was set aside while in doubt may be decided again.
        if !retry.isEmpty {
            try await environment.crash(.beforeRetryRequest)
            _ = try await environment.store.requestRetry(of: shape.entity, ids: retry.unique(), at: environment.now())
        }
        guard kept.count < batch.intents.count else { return (kept, Counters()) }
        commit.keepsOpen = kept
        try await environment.crash(.beforeSettlement)
        _ = try await environment.store.commit(commit)
        try await environment.crash(.afterSettlement)
        return (kept, commit.counters)
    }

    private func settlement(of intent: Intent, at index: Int, _ facts: Facts, notAfter: Date) -> Settlement {
        let longest = environment.remotes[intent.side].longestExecution
        let until = notAfter.addingTimeInterval(TimeInterval(longest.components.seconds) + Self.margin)
        let settling = Settling(shape: shape, mayStillLand: environment.now() < until)
        // What landed is a record without a partner like any other.
        if facts.sourceless.contains(index) { return settling.mayStillLand ? .wait : .notApplied }
        if facts.unaskable.contains(index) {
            // Whether it was made nobody can say but a person, who looks, and has it tried again. Until then its record waits.
            let isAsked = intent.source.map(facts.retried.contains) ?? false
            return !settling.mayStillLand && isAsked ? .notApplied : .wait
        }
        let seen = facts.seen[index] ?? []
        let before = facts.couplings[index]?.bases[intent.side] ?? facts.met[index]
        let settlement = settling.settle(intent, before: before, seen: seen)
        guard case .unclear = settlement, case .update = intent.operation else { return settlement }
        // Which lines are ours nobody can say but a person: the document waits as it is.
        return intent.source.map(facts.retried.contains) ?? false ? .notApplied : .wait
    }

    // MARK: reading

    private func facts(about intents: [Intent], sentAt: Date) async throws -> Facts {
        var facts = Facts()
        let reader = SideReader(
            store: environment.store, remotes: environment.remotes, shape: shape, attempts: Attempts())
        for side in Side.allCases {
            let indices = intents.indices.filter { intents[$0].side == side }
            guard !indices.isEmpty else { continue }
            let targets = indices.compactMap { intents[$0].target }.unique()
            let couplings = try await reader.couplings(side, targets)
            let records = try await reader.seen(side, targets)
            let probed = indices.filter { intents[$0].isProbed }
            let sources = probed.compactMap { intents[$0].source }.unique()
            let coupled = try await reader.couplings(side.opposite, indices.compactMap { intents[$0].source }.unique())
            let sourceRecords = try await reader.records(side.opposite, sources)
            for index in indices {
                let intent = intents[index]
                if let target = intent.target {
                    facts.couplings[index] = couplings[target]
                    facts.seen[index] = records[target].map { [$0] } ?? []
                    // A key may lead to a record that goes by another identity: a choice value has a number.
                    let isCoupled = couplings[target] != nil || isCoupledSince(intent, coupled)
                    if case .createKeyed = intent.operation, isCoupled { facts.coupled.insert(index) }
                    if case .update = intent.operation, intent.coupling == nil, !isCoupled {
                        facts.met[index] = intent.targetBase
                    }
                    continue
                }
                if isCoupledSince(intent, coupled) {
                    facts.coupled.insert(index)
                    continue
                }
                let probe = Probe(reader: reader, hasher: environment.hasher)
                let source = intent.source.flatMap { sourceRecords[$0] }
                if source == nil {
                    facts.sourceless.insert(index)
                } else if let source, let criteria = probe.criteria(of: intent, source: source),
                    let seen = try await probe.find(intent, from: source, by: criteria, sentAt: sentAt)
                {
                    facts.seen[index] = seen
                } else {
                    facts.unaskable.insert(index)
                }
            }
        }
        let changed = intents.indices.filter { !intents[$0].lines.isEmpty }.compactMap { facts.couplings[$0]?.id }
        facts.lines = try await environment.store.lines(of: changed)
        if !facts.unaskable.isEmpty || intents.contains(where: \.makesNumberedLines) {
            var limit = Self.usuallyRetried
            var ready = try await environment.store.ready(for: shape.entity, limit: limit)
            while ready.count == limit {
                limit *= 8
                ready = try await environment.store.ready(for: shape.entity, limit: limit)
            }
            facts.retried = Set(ready.filter { $0.isInDoubt }.flatMap { [$0.ids.erp, $0.ids.crm] }.compactMap(\.self))
        }
        return facts
    }

    /// Whether the source was coupled since, by a later attempt or a person.
    private func isCoupledSince(_ intent: Intent, _ couplings: [RecordID: Coupling]) -> Bool {
        guard let source = intent.source, let coupling = couplings[source] else { return false }
        return coupling.id != intent.coupling
    }

    /// Whether nothing makes its record unique.
    private func isUnrecognised(_ intent: Intent) -> Bool {
        switch intent.operation {
        case .createKeyless: true
        case .createNatural: shape.lines != nil
        case .createKeyed, .update, .delete: false
        }
    }

    /// The records that are set aside since they may be what a create made that was not answered.
    private func perhapsMade() async throws -> [RecordID] {
        try await environment.store.asides(of: shape.entity, limit: .max).compactMap { aside in
            guard aside.isInDoubt, case .record(_, let id) = aside.subject else { return nil }
            return id
        }
    }

    // MARK: what is committed

    private func couple(
        _ source: RecordID, _ id: RecordID, _ base: Base, _ intent: Intent, _ made: Settling.Seen?,
        into commit: inout EffectCommit
    ) {
        var ids = Sided(erp: source, crm: source)
        ids[intent.side] = id
        guard !commit.couplings.contains(where: { $0.ids.erp == ids.erp || $0.ids.crm == ids.crm }) else { return }
        var bases = Sided(erp: base, crm: base)
        let other = intent.side.opposite
        bases[other] =
            intent.sourceBase.map { shape.comparisons[other].translated($0) }
            ?? shape.layouts[other].emptyBase(version: nil)
        if let row = intent.coupling { commit.uncoupled.append(row) }
        let lines = shape.lines?.couplings(after: intent, made: made?.record.lines ?? [], asSent: true)
        commit.couplings.append(Coupling(ids: ids, generation: intent.generation, bases: bases, lines: lines))
        // What is set aside for either stays, and is decided again: it may have been edited while it was in doubt.
        commit.counters.inserted[intent.side] += 1
        commit.counters.coupled += 1
    }

    private func setAside(
        _ intent: Intent, _ problem: Problem, _ candidates: [RecordID], into commit: inout EffectCommit
    ) {
        guard let source = intent.source else { return }
        var ids = Sided<RecordID?>(erp: nil, crm: nil)
        ids[intent.side.opposite] = source
        commit.asides.append(
            Aside(
                entity: shape.entity, subject: .record(intent.side.opposite, source), ids: ids,
                cause: .problem(problem),
                candidates: candidates, since: environment.now(), triedAt: environment.now()))
        commit.counters.failed += 1
    }

    private func history(of intent: Intent, _ settlement: Settlement, _ run: RunID) -> HistoryEntry {
        var ids = Sided<RecordID?>(erp: nil, crm: nil)
        ids[intent.side.opposite] = intent.source
        ids[intent.side] = intent.target
        let reason: String
        switch settlement {
        case .applied(let id, _):
            ids[intent.side] = id
            reason = "settledApplied"
        case .deleted: reason = "settledApplied"
        case .notApplied, .notYet: reason = "settledNotApplied"
        case .wait: reason = "settledWaiting"
        case .unclear: reason = "settledUnclear"
        }
        return HistoryEntry(
            run: run, entity: shape.entity, at: environment.now(), ids: ids, operation: .settled, side: intent.side,
            fields: intent.sent.map(\.name) + (intent.lines.isEmpty ? [] : [LineText.group]), reason: Reason(reason))
    }
}

extension Intent {
    /// The record that is written to, where its identity is known beforehand.
    var target: RecordID? {
        switch operation {
        case .createKeyed(let id), .update(let id, _), .delete(let id, _): id
        case .createNatural, .createKeyless: nil
        }
    }

    /// Whether it makes lines in a document that are known by their numbers alone.
    var makesNumberedLines: Bool {
        guard case .update = operation else { return false }
        return lines.contains { $0.operation == .create && $0.key == nil }
    }

    /// Whether its record must be looked for by its values.
    var isProbed: Bool { target == nil }
}

extension Aside {
    /// Whether nobody knows if what was sent for it was carried out.
    fileprivate var isInDoubt: Bool {
        if case .problem(let problem) = cause { problem.code == .timeout } else { false }
    }
}

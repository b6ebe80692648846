#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import JSON
import JSONRPC
import Model
package import PluginProtocol
import RemoteSystems
import SyncStore

extension EntityRun {
    package func apply(_ parameters: DecisionsApply.Parameters) async throws -> DecisionsApply.Result {
        try check(parameters.runID)
        if let answer = try repeated(parameters) { return answer }
        // The atom: once begun it is carried out, whatever becomes of the plugin's request.
        return try await Task { try await self.carryOut(parameters) }.value
    }

    /// The answer that the batch got before, when it is a repetition.
    private func repeated(_ parameters: DecisionsApply.Parameters) throws -> DecisionsApply.Result? {
        guard let answer = answered[parameters.batch] else { return nil }
        guard answer.results.map(\.pair) == parameters.decisions.map(\.pair) else {
            throw failed(Violation.otherBatch(parameters.batch))
        }
        return answer
    }

    private func carryOut(_ parameters: DecisionsApply.Parameters) async throws -> DecisionsApply.Result {
        // (1) No write yet: decisions, selection, guards.
        var works = try validated(parameters.decisions)
        if let stop { return guarded(parameters, stop) }
        var counted = tally
        for work in works { counted.count(work.decision.action, work.nominee) }
        if effect == .write, let problem = exceeded(by: counted) {
            stop = problem
            return guarded(parameters, problem)
        }
        tally = counted
        for work in works {
            handedOut[work.decision.pair] = nil
            applying[work.decision.pair] = work.nominee
        }
        let ids = Set(works.map(\.decision.pair))
        defer {
            for id in ids { applying[id] = nil }
            wake()
        }
        do {
            let answer: DecisionsApply.Result
            switch effect {
            case .dryRun: answer = try await planned(works)
            case .write:
                let number = batchOffset + parameters.batch
                lastBatch = max(lastBatch, number)
                answer = try await written(&works, number: number, checkpoint: parameters.checkpoint)
            }
            done += works.count
            answered = answered.filter { $0.key > parameters.batch - 32 }
            answered[parameters.batch] = answer
            await report(RunProgress(.deciding, counters: counters, done: done, total: source.total))
            if effect == .write { try await environment.crash(.beforeAnswer) }
            return answer
        } catch {
            throw failed(error)
        }
    }

    private func validated(_ decisions: [Decision]) throws -> [BatchWork] {
        let rules = DecisionRules(shape: shape)
        var seen: Set<RecordPair.ID> = []
        return try decisions.map { decision in
            guard let nominee = handedOut[decision.pair], seen.insert(decision.pair).inserted else {
                throw failed(Violation.unknownPair(decision.pair))
            }
            if let violation = rules.violation(of: decision, about: nominee) { throw failed(violation) }
            return BatchWork(decision: decision, nominee: nominee)
        }
    }

    /// The guard that the writes so far, with this batch, would trip.
    private func exceeded(by counted: WriteTally) -> Problem? {
        if let approved {
            return counted.isWithin(approved) ? nil : guards.problem(with: counted)
        }
        return guards.problem(with: counted)
    }

    private func guarded(_ parameters: DecisionsApply.Parameters, _ problem: Problem) -> DecisionsApply.Result {
        DecisionsApply.Result(
            results: parameters.decisions.map { PairOutcome(pair: $0.pair, .guarded(problem)) }, stop: problem)
    }

    // MARK: writing

    private func written(
        _ works: inout [BatchWork], number: Int, checkpoint: String
    ) async throws -> DecisionsApply.Result {
        try await markOvertaken(&works)
        defer { release(works) }
        try await markOscillating(&works)
        let planner = WritePlanner(
            shape: shape, hasher: environment.hasher, keys: environment.keys,
            generations: try await generations(of: works))
        let writes = works.indices.flatMap { index in
            works[index].isOvertaken
                ? [] : planner.writes(works[index].decision, at: index, about: works[index].nominee)
        }
        let sentAt = environment.now()
        let notAfter = sentAt.addingTimeInterval(environment.sendWindow)

        // (2) Intents, durable before anything leaves.
        var intents: IntentBatch.ID?
        if !writes.isEmpty {
            try await environment.crash(.beforeIntents)
            intents = try await environment.store.open(
                IntentBatch(
                    run: run, entity: shape.entity, batch: number, sentAt: sentAt, notAfter: notAfter,
                    intents: writes.map(\.intent)))
            try await environment.crash(.afterIntents)
        }

        // (3) Remote writes, each conditional.
        if !writes.isEmpty {
            try await environment.crash(.beforeSend)
            let results = await send(writes, notAfter: notAfter)
            for (planned, result) in zip(writes, results) { works[planned.decision].results.append((planned, result)) }
            try await environment.crash(.afterReply)
            try await adoptExisting(&works)
        }

        // (4) Everything that became true, in one transaction.
        var ledger = BatchLedger(
            shape: shape, planner: planner, attempts: reader.attempts,
            commit: EffectCommit(
                run: run, entity: shape.entity, batch: number, at: environment.now(), settles: intents), since: since)
        ledger.isMoving = works.contains { $0.wasSent }
        for work in works { ledger.settle(work) }
        let end = ledger.end
        if end.holds { holds = true }
        if let problem = end.stop { stop = stop ?? problem }
        let answer = DecisionsApply.Result(
            results: end.outcomes.map { PairOutcome(pair: $0.pair, $0.outcome) }, stop: end.stop)
        var commit = ledger.commit
        commit.checkpoint = checkpoint
        commit.reply = JSON.encode(answer)
        commit.feeds = positions(settling: Set(works.map(\.decision.pair)), again: !end.again.isEmpty)
        try await environment.crash(.beforeCommit)
        _ = try await store(commit)
        if !commit.feeds.isEmpty { notePositions() }
        counters.add(commit.counters)
        for case (_, .setAside(let problem)) in end.outcomes { note(problem) }
        try await environment.crash(.afterCommit)

        if !end.again.isEmpty {
            let anew = try await reader.pairs(end.again)
            findings.clearAsides(of: end.again, goneFrom: anew)
            let matched = try await Matcher(reader: reader).match(anew.compactMap(\.self))
            fetched += try await admitted(matched).reversed()
        }
        return answer
    }

    /// Remembers a problem for the side that could not be written; for both when it is neither's, as a conflict.
    private func note(_ problem: Problem) {
        for side in problem.side.map({ [$0] }) ?? Side.allCases { directions[side] = problem }
    }

    /// Sends the writes of both sides at once.
    ///
    /// A create under a key that we chose is repeated when it was not answered: that changes nothing.
    private func send(_ writes: [PlannedWrite], notAfter: Date) async -> [WriteResult] {
        var results = [WriteResult](repeating: .notSent(Problem(.unavailable)), count: writes.count)
        let bySide = Sided { side in writes.indices.filter { writes[$0].side == side } }
        async let erp = send(bySide.erp.map { writes[$0] }, to: .erp, notAfter)
        async let crm = send(bySide.crm.map { writes[$0] }, to: .crm, notAfter)
        let answers = Sided(erp: await erp, crm: await crm)
        for side in Side.allCases {
            for (index, answer) in zip(bySide[side], answers[side]) { results[index] = answer }
        }
        let repeatable = writes.indices.filter {
            if case .inDoubt = results[$0], case .createKeyed = writes[$0].intent.operation { true } else { false }
        }
        if !repeatable.isEmpty {
            let again = await send(repeatable.map { writes[$0] }, to: .crm, notAfter)
            for (index, answer) in zip(repeatable, again) {
                switch answer {
                case .done, .exists: results[index] = answer
                // Whatever became of the repetition, the first attempt may land still.
                case .versionChanged, .gone, .refused, .notSent, .inDoubt: continue
                }
            }
        }
        return results
    }

    /// Throws nothing: a call that failed as a whole sent nothing, and each of its writes says so.
    private func send(_ writes: [PlannedWrite], to side: Side, _ notAfter: Date) async -> [WriteResult] {
        guard !writes.isEmpty else { return [] }
        do {
            return try await environment.remotes[side].write(
                writes.map(\.write), to: shape.tables[side], notAfter: notAfter)
        } catch {
            return writes.map { _ in .notSent(Problem(ending: error)) }
        }
    }

    /// Creates that met a record under our key: an earlier attempt of ours.
    ///
    /// It is taken over as the attempt that it resembles most left it.
    private func adoptExisting(_ works: inout [BatchWork]) async throws {
        var met: [Int: RecordID] = [:]
        for index in works.indices {
            for (_, result) in works[index].results {
                if case .exists(let id) = result { met[index] = id }
            }
        }
        guard !met.isEmpty else { return }
        let records = try await reader.seen(.crm, Array(met.values))
        let settling = Settling(shape: shape, mayStillLand: true)
        for (index, id) in met {
            guard let seen = records[id], let source = works[index].nominee.sides.erp.id,
                let intent = works[index].results.first?.planned.intent
            else { continue }
            let earlier = reader.attempts.creates(from: .erp, source)
            let made = settling.resembled(seen, earlier + [intent]) ?? intent
            if made == intent, settling.isUntouched(seen, by: intent) {
                works[index].results = works[index].results.map { ($0.planned, .done(seen.record)) }
                continue
            }
            let sourceBase = made.sourceBase ?? intent.sourceBase ?? shape.layouts.erp.emptyBase(version: nil)
            works[index].adopts = Coupling(
                ids: Sided(erp: source, crm: id), generation: intent.generation,
                bases: Sided(erp: sourceBase, crm: settling.base(of: seen, as: made)))
        }
    }

    // MARK: before the intents

    /// The generations of records that were coupled before: they are created under another key than last time.
    func generations(of works: [BatchWork]) async throws -> [RecordID: Int] {
        guard !guards.isFirstRun || guards.couplings > 0 else { return [:] }
        let joining = works.filter { $0.joins && $0.nominee.coupling == nil }.compactMap { $0.nominee.sides.erp.id }
        return joining.isEmpty ? [:] : try await environment.store.generations(of: shape.entity, erp: joining)
    }

    /// Uncoupled pairs one of whose records was coupled since, or is being coupled by another decision.
    func markOvertaken(_ works: inout [BatchWork]) async throws {
        let joining = works.indices.filter { works[$0].joins }
        guard !joining.isEmpty else { return }
        // Claimed first, read then: who claims later sees what was committed before.
        for index in joining { claim(&works[index]) }
        for side in Side.allCases {
            let ids = joining.compactMap { works[$0].nominee.sides[side].id }
            let coupled = try await reader.couplings(side, ids)
            for index in joining {
                guard let id = works[index].nominee.sides[side].id else { continue }
                if let coupling = coupled[id] {
                    if coupling.id != works[index].nominee.coupling?.id { works[index].isOvertaken = true }
                } else if try await reader.isPlanned(side, id) {
                    works[index].isOvertaken = true
                }
            }
        }
    }

    private func claim(_ work: inout BatchWork) {
        for side in Side.allCases {
            guard let id = work.nominee.sides[side].id else { continue }
            if claimed[side].insert(id).inserted { work.claims[side] = id } else { work.isOvertaken = true }
        }
    }

    func release(_ works: [BatchWork]) {
        for work in works {
            for side in Side.allCases {
                if let id = work.claims[side] { claimed[side].remove(id) }
            }
        }
    }

    /// Pairs whose values went back and forth between the two systems without rest are set aside.
    func markOscillating(_ works: inout [BatchWork]) async throws {
        guard mode == .incremental else { return }
        for index in works.indices where works[index].nominee.coupling != nil {
            guard case .update(let side, let fields) = works[index].decision.action,
                let id = works[index].nominee.sides[side].id
            else { continue }
            let history = try await environment.store.history(
                of: shape.entity, id: id, limit: Oscillation.entries)
            let oscillation = Oscillation(groups: shape.groups, now: environment.now())
            guard oscillation.isFound(in: history, writing: fields.names, to: side) else { continue }
            works[index].decision.action = .setAside(Problem(.oscillating, field: fields.names.first, side: side))
        }
    }
}

extension BatchWork {
    /// Whether the decision makes a coupling.
    fileprivate var joins: Bool {
        switch decision.action {
        case .create: true
        case .update, .updateBoth, .couple: nominee.coupling == nil
        case .none, .delete, .uncouple, .setAside, .wait: false
        }
    }
}

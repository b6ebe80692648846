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
        return try await uncancelled { try await self.carryOut(parameters) }
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
        for index in works.indices { counted.count(works[index].decision, &works[index].nominee) }
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
                answer = try await written(&works, number: number, keeping: takePuts())
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
        // What was approved needs no second word; what came up beside it is held to the usual limits.
        guards.problem(with: approved.map { counted.exceeding($0) } ?? counted)
    }

    private func guarded(_ parameters: DecisionsApply.Parameters, _ problem: Problem) -> DecisionsApply.Result {
        DecisionsApply.Result(
            results: parameters.decisions.map { PairOutcome(pair: $0.pair, .guarded(problem)) }, stop: problem)
    }

    // MARK: writing

    private func written(
        _ works: inout [BatchWork], number: Int, keeping kept: [String: [UInt8]]
    ) async throws -> DecisionsApply.Result {
        try await markOvertaken(&works)
        defer { release(works) }
        try await markOscillating(&works)
        let planner = try await planner(for: works)
        let intents = try await sent(&works, number: number, planner)

        // (4) Everything that became true, in one transaction.
        var ledger = BatchLedger(
            shape: shape, planner: planner, attempts: reader.attempts,
            commit: EffectCommit(
                run: run, entity: shape.entity, batch: number, at: environment.now(), settles: intents), since: since)
        ledger.isMoving = works.contains { $0.wasSent }
        ledger = await ledger.settled(works)
        for work in works where work.isCreateInDoubt {
            for side in Side.allCases { if let id = work.nominee.sides[side].id { doubtful[side].insert(id) } }
        }
        let end = ledger.end
        if end.holds { holds = true }
        if let problem = end.stop { stop = stop ?? problem }
        let answer = DecisionsApply.Result(
            results: end.outcomes.map { PairOutcome(pair: $0.pair, $0.outcome) }, stop: end.stop)
        var commit = ledger.commit
        commit.pluginState = kept
        commit.feeds = positions(settling: Set(works.map(\.decision.pair)), again: !end.again.isEmpty)
        try await environment.crash(.beforeCommit)
        _ = try await store(commit)
        if !commit.feeds.isEmpty { notePositions() }
        counters.add(commit.counters)
        for case (_, .setAside(let problem)) in end.outcomes { note(problem) }
        try await environment.crash(.afterCommit)
        try await fetchAnew(end.again)
        return answer
    }

    /// Stores the intents of a batch, then sends its writes; returns the stored intents, where there were any.
    private func sent(
        _ works: inout [BatchWork], number: Int, _ planner: WritePlanner
    ) async throws -> IntentBatch.ID? {
        let writes = await planner.writes(of: works)
        guard !writes.isEmpty else { return nil }
        // (2) Intents, durable before anything leaves.
        let sentAt = environment.now()
        let notAfter = sentAt.addingTimeInterval(environment.sendWindow)
        try await environment.crash(.beforeIntents)
        let intents = try await environment.store.open(
            IntentBatch(
                run: run, entity: shape.entity, batch: number, sentAt: sentAt, notAfter: notAfter,
                intents: writes.map(\.intent)))
        try await environment.crash(.afterIntents)

        // (3) Remote writes, each conditional.
        try await environment.crash(.beforeSend)
        let results = await send(writes, notAfter: notAfter)
        for (planned, result) in zip(writes, results) { works[planned.decision].results.append((planned, result)) }
        try await environment.crash(.afterReply)
        try await adoptExisting(&works)
        try await markRefused(&works)
        return intents
    }

    /// Pairs that another wrote to first, as they are now.
    private func fetchAnew(_ nominees: [Nominee]) async throws {
        guard !nominees.isEmpty else { return }
        let anew = try await reader.pairs(nominees)
        findings.clearAsides(of: nominees, goneFrom: anew)
        let matched = try await Matcher(reader: reader).match(anew.compactMap(\.self))
        fetched += try await admitted(matched).reversed()
    }

    /// Remembers a problem for the side that could not be written; for both when it is neither's, as a conflict.
    private func note(_ problem: Problem) {
        for side in problem.side.map({ [$0] }) ?? Side.allCases { directions[side] = problem }
    }

}

import JSON
import Model
import PluginProtocol

extension ConformanceCheck {
    /// What the plugin decides, and how it behaves while it does.
    mutating func checkRuns() {
        let pairs = SamplePairs(sample).all
        let whole = run(HostScript(pages: [pairs]))
        let paged = run(HostScript(pages: pairs.map { [$0] }))
        lull()
        let again = run(HostScript(pages: [pairs]))
        if whole?.decisions != again?.decisions { broke(.deterministic, "decides otherwise when asked again") }
        if byPair(whole) != byPair(paged) { broke(.deterministic, "decides otherwise when the pages are smaller") }
        guard let whole else { return }
        for batches in [whole.batches, paged?.batches ?? []] where batches != Array(1..<(batches.count + 1)) {
            broke(.batchesInOrder, "numbers its batches \(batches)")
        }
        check(whole, about: pairs)
        checkSettling(whole, pairs)
        checkResuming(whole, pairs)
        checkStopping(pairs)
        checkWaiting(pairs)
    }

    /// Checks no more than that each pair is decided as it was described: for a plugin that keeps the other rules, under other settings.
    package mutating func checkDecisions() {
        let question = self.question
        session { check, host in
            guard case .success(let description)? = host.call(EntityDescribe.self, question) else {
                return check.broke(.everyRequestAnswered, "does not describe a tenant that has all it may want")
            }
            check.description = description
        }
        guard description != nil else { return }
        let pairs = SamplePairs(sample).all
        if let whole = run(HostScript(pages: [pairs])) { check(whole, about: pairs) }
    }

    private mutating func check(_ run: HostedRun, about pairs: [RecordPair]) {
        for decision in run.decisions {
            guard let pair = pairs.first(where: { $0.id == decision.pair }) else { continue }
            check(decision, about: pair)
        }
    }

    private func byPair(_ run: HostedRun?) -> [RecordPair.ID: Decision] {
        Dictionary(run?.decisions.map { ($0.pair, $0) } ?? []) { first, _ in first }
    }

    /// One run in a session of its own; `nil` when there was no session.
    private mutating func run(_ script: HostScript, from checkpoint: String? = nil) -> HostedRun? {
        var result: HostedRun?
        session { check, host in
            check.describe(host)
            var parameters = check.parameters
            parameters.checkpoint = checkpoint
            result = host.run(parameters, check.knowing(script))
        }
        for violation in result?.violations ?? [] { broke(violation.rule, violation.detail) }
        return result
    }

    /// A script with what the sample knows of partners.
    func knowing(_ script: HostScript) -> HostScript {
        var script = script
        script.couplings = sample.couplings
        script.records = sample.partners
        // An identity that both forms of a reference can hold: a row's, and the number of a choice value.
        script.otherwise = .coupled(RecordID("9"))
        return script
    }

    /// Has the plugin describe the sample's tenant, as the host does in most sessions.
    func describe(_ host: ScriptedHost) {
        _ = host.call(EntityDescribe.self, question)
    }

    /// What a plugin is asked about the sample's tenant.
    var question: EntityDescribe.Parameters {
        EntityDescribe.Parameters(
            metadata: sample.metadata, config: sample.configuration, lines: sample.lines?.metadata)
    }

    var parameters: SyncRun.Parameters {
        SyncRun.Parameters(
            runID: RunID("00000000-0000-7000-8000-000000000001"), entity: manifest?.entity ?? "sample", mode: .full,
            now: "2026-01-31T12:00:00Z", seed: 42, config: sample.configuration,
            fingerprint: description?.fingerprint ?? "")
    }

    private mutating func check(_ decision: Decision, about pair: RecordPair) {
        if let detail = DecisionFit.misfit(decision.action, pair) {
            broke(.decisionFits, "pair \(pair.id): \(detail)")
        }
        if pair.isCoupled, pair.sides.erp.change == .fields([]), pair.sides.crm.change == .fields([]),
            pair.sides.erp.presence == .present, pair.sides.crm.presence == .present, !pair.hasLineEdits,
            decision.action != .none
        {
            broke(.unchangedLeftAlone, "pair \(pair.id) did not change, and the decision is \(JSON.text(decision))")
        }
        for side in Side.allCases {
            for field in decision.action.fields(on: side) where !isDescribed(field.name, on: side) {
                broke(.writesWhatIsDescribed, "writes \(side.rawValue).\(field.name), which it never described")
            }
        }
        checkLines(decision, pair)
        checkSilence(decision, pair)
    }

    private func isDescribed(_ field: FieldName, on side: Side) -> Bool {
        description?.fields.contains { mapped in
            mapped.direction.writes(to: side) && (side == .erp ? mapped.erp : mapped.crm) == field
        } ?? false
    }

    /// Names may be told, values may not.
    private mutating func checkSilence(_ decision: Decision, _ pair: RecordPair) {
        var told = decision.reason.arguments + decision.settled.map(\.group)
        if case .setAside(let problem) = decision.action { told += problem.arguments }
        let values = Side.allCases.flatMap { side in
            ([pair.sides[side].fields] + pair.sides[side].lines.map(\.fields)).flatMap { $0.compactMap(\.value.text) }
        }.filter { $0.count > 2 }
        for word in told where values.contains(word) {
            broke(.noValuesTold, "the reason for pair \(pair.id) tells a value of the record")
        }
    }

    /// What a decision wrote is read back: now there is nothing left to write.
    private mutating func checkSettling(_ run: HostedRun, _ pairs: [RecordPair]) {
        let settled = run.decisions.compactMap { decision in
            pairs.first { $0.id == decision.pair }.flatMap { SettledPair.pair(after: decision, $0, sample) }
        }
        guard let second = self.run(HostScript(pages: [settled])) else { return }
        for decision in second.decisions where decision.action != .none && decision.action != .couple {
            broke(.settles, "writes pair \(decision.pair) again: \(JSON.text(decision))")
        }
    }

    /// A run that begins at any checkpoint decides about the rest as the whole run did.
    private mutating func checkResuming(_ run: HostedRun, _ pairs: [RecordPair]) {
        let whole = byPair(run)
        for place in pairs.indices.dropFirst() {
            let rest = self.run(HostScript(pages: pairs[place...].map { [$0] }), from: "page \(place)")
            for (pair, decision) in byPair(rest) where whole[pair] != decision {
                return broke(.resumes, "from checkpoint «page \(place)», it decides otherwise about pair \(pair)")
            }
        }
    }

    /// While its questions wait for an answer, a plugin keeps to the limits, and lives.
    private mutating func checkWaiting(_ pairs: [RecordPair]) {
        converse { check, host in
            let limits = Limits(frame: 256 << 10, batch: 64 << 10, inFlight: 2)
            guard case .success(let result) = host.initialize(limits: limits) else {
                return check.broke(.limitsKept, "refuses lower limits")
            }
            check.describe(host)
            let waiting = host.runWaiting(check.parameters, check.knowing(HostScript(pages: pairs.map { [$0] })))
            let most = min(limits.inFlight, result.limits?.inFlight ?? limits.inFlight)
            if waiting.requests > most {
                check.broke(.limitsKept, "has \(waiting.requests) requests in flight, where \(most) are allowed")
            }
            if !waiting.answersPing {
                check.broke(.pingAnswered, "does not answer a ping while it waits for the host")
            }
        }
    }

    private mutating func checkStopping(_ pairs: [RecordPair]) {
        var stopping = HostScript(pages: pairs.map { [$0] })
        stopping.stopsAfter = 1
        if let run = run(stopping) {
            guard case .success(let result) = run.result, result.outcome == .partial else {
                return broke(.stopsWhenTold, "does not say that a stopped run was partial")
            }
            if run.pagesAfterStop > 1 || run.batches.count > PluginDepth.batches {
                broke(.stopsWhenTold, "goes on after the host said stop")
            }
        }
        var cancelled = HostScript(pages: pairs.map { [$0] })
        cancelled.isCancelling = true
        if let run = run(cancelled) {
            if run.result == nil { broke(.cancelAnswered, "does not answer a cancelled run") }
            if run.pagesAfterCancel > PluginDepth.pages {
                broke(.cancelAnswered, "asks for \(run.pagesAfterCancel) more pages after it was asked to stop")
            }
        }
        var refusing = HostScript(pages: [])
        refusing.refusal = Problem(.unavailable)
        if let run = run(refusing), run.result?.code != 3001 {
            broke(.failuresPassedOn, "does not pass on the failure 3001 with which the host refused")
        }
    }
}

/// How much may be on its way when the host says stop.
private enum PluginDepth {
    static let batches = 4
    static let pages = 8
}

extension Decision.Action {
    /// What is written on a side.
    func fields(on side: Side) -> Fields {
        switch self {
        case .create(side, let fields, _), .update(side, let fields): fields
        case .updateBoth(let fields), .uncouple(let fields): fields[side]
        case .create, .update, .none, .delete, .couple, .setAside, .wait: Fields()
        }
    }
}

import JSON
import JSONRPC
import Model
import PluginProtocol

/// What answers a plugin during a run: the script, and how far it got.
struct RunDesk {
    private let parameters: SyncRun.Parameters
    private let script: HostScript
    private var page = 0
    private var open: [RecordPair.ID: String] = [:]
    private var isStopped = false
    private var hasCancelled = false
    var run = HostedRun()

    init(_ parameters: SyncRun.Parameters, _ script: HostScript) {
        self.parameters = parameters
        self.script = script
    }

    /// Whether now is the time to ask for the run's end; once.
    mutating func takesCancel() -> Bool {
        guard script.isCancelling, page > 0, !hasCancelled else { return false }
        hasCancelled = true
        return true
    }

    /// The answer to a question of the plugin.
    mutating func answer(_ id: RequestID, _ method: String, _ text: JSONText) -> Message {
        do {
            switch method {
            case ChangesNext.name: return next(id)
            case CouplingsResolve.name:
                let references = try text.decode(CouplingsResolve.Parameters.self).references
                let states = references.map { script.couplings[$0] ?? script.otherwise }
                return .result(id, JSONText(CouplingsResolve.Result(states: states)))
            case RecordsGet.name: return .result(id, JSONText(records(try text.decode(RecordsGet.Parameters.self))))
            case RecordsMatch.name:
                var asked = try text.decode(RecordsMatch.Parameters.self)
                asked.runID = RunID("")
                return .result(id, JSONText(RecordsMatch.Result(candidates: script.matches[asked] ?? [])))
            case StateGet.name:
                let key = try text.decode(StateGet.Parameters.self).key
                return .result(id, JSONText(StateGet.Result(value: run.kept[key] ?? script.kept[key])))
            case StatePut.name:
                let put = try text.decode(StatePut.Parameters.self)
                run.kept[put.key] = put.value
                return .result(id, JSONText(Nothing()))
            case DecisionsApply.name:
                return .result(id, JSONText(apply(try text.decode(DecisionsApply.Parameters.self))))
            default: return .failure(id, .methodNotFound(method))
            }
        } catch {
            run.violations.append(Violation(.onlyMessages, "asks \(method) in a form that can't be read: \(error)"))
            return .failure(id, .invalidParameters(error))
        }
    }

    /// The run is answered.
    mutating func finish(_ text: JSONText) {
        do {
            run.result = .success(try text.decode(SyncRun.Result.self))
        } catch {
            run.violations.append(Violation(.everyRequestAnswered, "answers sync/run in a form that can't be read"))
            run.result = .failure(HostFailure(code: 0, message: "\(error)"))
        }
        checkOpenPairs()
    }

    /// The run is answered with a failure.
    mutating func finish(_ failure: HostFailure) {
        run.result = .failure(failure)
        // What the host itself refused or cancelled may stay undecided.
        if script.refusal == nil, !hasCancelled { checkOpenPairs() }
    }

    private mutating func checkOpenPairs() {
        guard !isStopped, !open.isEmpty else { return }
        let pairs = open.keys.sorted().map(\.description).joined(separator: ", ")
        run.violations.append(Violation(.everyPairDecided, "ends the run without a decision about \(pairs)"))
    }

    private mutating func next(_ id: RequestID) -> Message {
        if let refusal = script.refusal {
            return .failure(id, RPCFailure(.init(rawValue: refusal.code.rawValue), "refused by the script"))
        }
        if isStopped { run.pagesAfterStop += 1 }
        if hasCancelled { run.pagesAfterCancel += 1 }
        guard page < script.pages.count else {
            return .result(id, JSONText(ChangesNext.Result(isEnd: true, checkpoint: "end")))
        }
        let pairs = script.pages[page]
        page += 1
        for pair in pairs { open[pair.id] = "page \(page)" }
        return .result(id, JSONText(ChangesNext.Result(pairs: pairs, checkpoint: "page \(page)")))
    }

    private func records(_ asked: RecordsGet.Parameters) -> RecordsGet.Result {
        let found = asked.ids.compactMap { id in
            script.records[HostScript.Place(asked.side, asked.entity, id)].map { fields in
                FoundRecord(id: id, fields: Fields(fields.filter { asked.fields.contains($0.name) }))
            }
        }
        return RecordsGet.Result(
            records: found, missing: asked.ids.filter { id in !found.contains { $0.id == id } })
    }

    private mutating func apply(_ batch: DecisionsApply.Parameters) -> DecisionsApply.Result {
        run.batches.append(batch.batch)
        run.checkpoints.append(batch.checkpoint)
        var results: [PairOutcome] = []
        for decision in batch.decisions {
            guard let checkpoint = open.removeValue(forKey: decision.pair) else {
                let detail = "decides about pair \(decision.pair), which is not open"
                run.violations.append(Violation(.everyPairDecided, detail))
                continue
            }
            if checkpoint != batch.checkpoint {
                let detail = "gives back checkpoint «\(batch.checkpoint)» for pairs of «\(checkpoint)»"
                run.violations.append(Violation(.batchesInOrder, detail))
            }
            run.decisions.append(decision)
            results.append(PairOutcome(pair: decision.pair, script.outcomes[decision.pair] ?? .done))
        }
        isStopped = script.stopsAfter.map { run.batches.count >= $0 } ?? false
        return DecisionsApply.Result(results: results, stop: isStopped ? Problem(.guardCreates) : nil)
    }
}

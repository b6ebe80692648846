import JSON
import JSONRPC
import Model
import PluginProtocol
import Reconciliation

extension Session {
    /// Does what the run wants done: as many questions at once as the host takes, the others when it has answered some.
    mutating func take(_ steps: [RunStep]) {
        for step in steps {
            switch step {
            case .progress(let parameters): output.notice(Progress.self, parameters)
            case .finish(let result): finish(result)
            case .recall, .next, .resolve, .read, .match, .look, .keep, .apply:
                if waiting.isEmpty, calls.count < limits.inFlight { ask(step) } else { waiting.append(step) }
            }
        }
    }

    private mutating func askWaiting() {
        while !waiting.isEmpty, calls.count < limits.inFlight { ask(waiting.removeFirst()) }
    }

    private mutating func ask(_ step: RunStep) {
        switch step {
        case .recall(let parameters): ask(StateGet.self, parameters, .recall(parameters.key))
        case .next(let parameters): ask(ChangesNext.self, parameters, .next)
        case .resolve(let parameters, let serial):
            ask(CouplingsResolve.self, parameters, .resolve(parameters.references, serial))
        case .read(let parameters, let steps, let serial): ask(RecordsGet.self, parameters, .read(steps, serial))
        case .match(let parameters, let lookup, let serial):
            ask(RecordsMatch.self, parameters, .match(lookup, serial))
        case .look(let parameters, let lookups, let serial): ask(RecordsGet.self, parameters, .look(lookups, serial))
        case .keep(let parameters): ask(StatePut.self, parameters, .keep)
        case .apply(let batch): hand(over: batch)
        case .progress, .finish: preconditionFailure("what needs no answer is not asked")
        }
    }

    private mutating func ask<Method: RPCMethod>(
        _ method: Method.Type, _ parameters: Method.Parameters, _ call: Call
    ) {
        lastID += 1
        calls[RequestID(lastID)] = call
        output.request(RequestID(lastID), method, parameters)
    }

    /// Hands over decisions; in two batches, when a frame can't hold them.
    private mutating func hand(over batch: DecidedBatch) {
        guard let run else { return }
        let start = output.count
        let runID = run.parameters.runID
        let number = self.run?.numberBatch() ?? 1
        ask(
            DecisionsApply.self,
            DecisionsApply.Parameters(
                runID: runID, batch: number, decisions: batch.decisions, checkpoint: batch.checkpoint),
            .apply(pairs: batch.decisions.count))
        guard output.count - start - 1 > limits.frame else { return }
        output.takeBack(to: start)
        calls[RequestID(lastID)] = nil
        lastID -= 1
        self.run?.takeBackNumber()
        if batch.decisions.count > 1 { handOverHalves(of: batch) } else { setAside(batch) }
    }

    private mutating func handOverHalves(of batch: DecidedBatch) {
        let half = batch.decisions.count / 2
        run?.splitBatch()
        let second = DecidedBatch(decisions: Array(batch.decisions[half...]), checkpoint: batch.checkpoint)
        waiting.insert(.apply(second), at: 0)
        hand(over: DecidedBatch(decisions: Array(batch.decisions[..<half]), checkpoint: batch.checkpoint))
        askWaiting()
    }

    /// What no frame can hold is one record's failure, not the run's.
    private mutating func setAside(_ batch: DecidedBatch) {
        let decisions = batch.decisions.map {
            Decision(pair: $0.pair, action: .setAside(Problem(.tooLong)), reason: Reason("tooLargeForFrame"))
        }
        guard decisions != batch.decisions else {
            return fail(RPCFailure(.tooLarge, "a frame can't hold the shortest decision"))
        }
        hand(over: DecidedBatch(decisions: decisions, checkpoint: batch.checkpoint))
    }

    private mutating func finish(_ result: Result<SyncRun.Result, RPCFailure>) {
        tellLog()
        run = nil
        waiting = []
        calls = calls.mapValues { _ in .abandoned }
        guard let id = runRequest else { return }
        runRequest = nil
        switch result {
        case .success(let result): output.result(id, result)
        case .failure(let failure): output.failure(id, failure)
        }
    }

    /// Passes on what hooks said, as far as the host wants to hear it.
    mutating func tellLog() {
        guard let (entries, dropped) = run?.log.take() else { return }
        for entry in entries where entry.level >= trace {
            let fields = entry.fields.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .string($0.value)) }
            output.notice(
                Log.self,
                Log.Parameters(
                    level: Log.Level(entry.level), message: entry.message,
                    fields: fields.isEmpty ? nil : .object(fields)))
        }
        guard dropped > 0 else { return }
        output.notice(
            Log.self,
            Log.Parameters(
                level: .warning, message: "messages were dropped", fields: ["dropped": .number("\(dropped)")]))
    }

    /// The host answered.
    mutating func received(_ result: JSONText, of id: RequestID) {
        guard let call = calls.removeValue(forKey: id) else {
            return fault = "the host answered request \(id), which was never sent"
        }
        do {
            if let steps = try steps(after: call, result) {
                take(steps)
            } else {
                fail(RPCFailure(.internal, "the host answers other questions than it was asked"))
            }
        } catch {
            fail(RPCFailure(.internal, "an answer of the host can't be read", data: ["problem": .string("\(error)")]))
        }
        askWaiting()
    }

    /// What follows from an answer; `nil` when it does not fit the question.
    private mutating func steps(after call: Call, _ result: JSONText) throws(JSONError) -> [RunStep]? {
        guard run != nil else { return [] }
        switch call {
        case .recall(let key):
            return run?.received(try result.decode(StateGet.Result.self).value?.string, of: key)
        case .next: return run?.received(try result.decode(ChangesNext.Result.self))
        case .resolve(let asked, let serial):
            return run?.received(try result.decode(CouplingsResolve.Result.self).states, for: asked, serial)
        case .read(let steps, let serial):
            return run?.received(try result.decode(RecordsGet.Result.self).records, for: steps, serial)
        case .look(let lookups, let serial):
            return run?.received(try result.decode(RecordsGet.Result.self).records, for: lookups, serial)
        case .match(let lookup, let serial):
            return run?.received(try result.decode(RecordsMatch.Result.self).candidates, for: [lookup], serial)
        case .keep: return run?.receivedKeeping()
        case .apply(let pairs):
            let answer = try result.decode(DecisionsApply.Result.self)
            guard answer.results.count == pairs || answer.stop != nil else { return nil }
            return run?.received(answer)
        case .abandoned: return []
        }
    }

    /// The host refused to answer.
    mutating func received(_ failure: RPCFailure, of id: RequestID) {
        guard let call = calls.removeValue(forKey: id) else {
            return fault = "the host answered request \(id), which was never sent"
        }
        if case .abandoned = call {} else { fail(failure) }
        askWaiting()
    }

    private mutating func fail(_ failure: RPCFailure) { take(run?.failed(failure) ?? []) }
}

extension PluginLog.Level {
    /// A level as it came.
    init(_ level: Log.Level) {
        self =
            switch level {
            case .debug: .debug
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
    }
}

extension Log.Level {
    /// A level as it travels.
    fileprivate init(_ level: PluginLog.Level) {
        self =
            switch level {
            case .debug: .debug
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
    }
}

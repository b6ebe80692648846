import JSON
import JSONRPC
import Model
import PluginProtocol

extension Transcript {
    /// Has a plugin at the other end of a line live through a conversation again, and says where it decides or answers otherwise; nothing, when all is as it was.
    ///
    /// What the host knew is taken from the conversation, so that the order in which the plugin asks for it may change.
    package func differences(with link: any PluginLink) -> [String] {
        let recorded = Recording(self)
        let host = ScriptedHost(link)
        var differences: [String] = []
        for question in recorded.questions {
            if question.method == SyncRun.name {
                differences += replay(question, recorded, host)
            } else {
                let answer = host.call(question.method, question.parameters)
                if question.answer != answer { differences.append("\(question.method) is answered otherwise") }
            }
        }
        return differences + host.violations.map(\.description)
    }

    /// How many decisions were recorded.
    package var decisionCount: Int { Recording(self).decisions.count }

    private func replay(_ question: Recording.Question, _ recorded: Recording, _ host: ScriptedHost) -> [String] {
        guard let parameters = try? question.parameters.decode(SyncRun.Parameters.self) else {
            return ["sync/run can't be read"]  // Which byte it is, the conversation's own test tells.
        }
        let run = host.run(parameters, recorded.script)
        var old = recorded.decisions
        let changed = run.decisions.compactMap { decision -> String? in
            guard let before = old.removeValue(forKey: decision.pair) else {
                return "pair \(decision.pair) was not decided before: \(JSON.text(decision))"
            }
            return before == decision
                ? nil : "pair \(decision.pair) was \(JSON.text(before)), and is \(JSON.text(decision))"
        }
        let lost = old.keys.sorted().map { "pair \($0) is not decided any more" }
        return changed + lost + run.violations.map(\.description)
    }
}

/// What a conversation tells: the host's questions and their answers, and what the host knew.
private struct Recording {
    struct Question {
        var method: String
        var parameters: JSONText
        var answer: Result<JSONText, HostFailure>?
    }

    var questions: [Question] = []
    var script = HostScript(pages: [])
    var decisions: [RecordPair.ID: Decision] = [:]
    private var hostQuestions: [RequestID: Int] = [:]
    private var pluginQuestions: [RequestID: (method: String, parameters: JSONText)] = [:]

    init(_ transcript: Transcript) {
        for line in transcript.lines {
            guard let message = try? Message(line.message.bytes) else { continue }  // Stray lines are nobody's words.
            switch line.speaker {
            case .host: host(message)
            case .plugin: plugin(message)
            }
        }
    }

    private mutating func host(_ message: Message) {
        switch message {
        case .request(let id, let method, let parameters):
            hostQuestions[id] = questions.count
            questions.append(Question(method: method, parameters: parameters))
        case .result(let id, let result):
            // An answer that can't be read is left out: the replay then shows what is missing.
            if let asked = pluginQuestions[id] { try? learn(asked.method, asked.parameters, result) }
        case .notice, .failure: break
        }
    }

    private mutating func plugin(_ message: Message) {
        switch message {
        case .request(let id, let method, let parameters): pluginQuestions[id] = (method, parameters)
        case .result(let id, let result):
            if let place = hostQuestions[id] { questions[place].answer = .success(result) }
        case .failure(let id?, let failure):
            if let place = hostQuestions[id] {
                questions[place].answer = .failure(
                    HostFailure(code: failure.code.rawValue, message: failure.message))
            }
        case .notice, .failure(nil, _): break
        }
    }

    private mutating func learn(_ method: String, _ parameters: JSONText, _ result: JSONText) throws(JSONError) {
        switch method {
        case ChangesNext.name:
            let page = try result.decode(ChangesNext.Result.self).pairs
            if !page.isEmpty { script.pages.append(page) }
        case CouplingsResolve.name:
            let references = try parameters.decode(CouplingsResolve.Parameters.self).references
            let states = try result.decode(CouplingsResolve.Result.self).states
            for (reference, state) in zip(references, states) { script.couplings[reference] = state }
        case RecordsGet.name:
            let asked = try parameters.decode(RecordsGet.Parameters.self)
            for record in try result.decode(RecordsGet.Result.self).records {
                script.records[HostScript.Place(asked.side, asked.entity, record.id)] = record.fields
            }
        case RecordsMatch.name:
            var asked = try parameters.decode(RecordsMatch.Parameters.self)
            asked.runID = RunID("")
            script.matches[asked] = try result.decode(RecordsMatch.Result.self).candidates
        case StateGet.name:
            let key = try parameters.decode(StateGet.Parameters.self).key
            if script.kept[key] == nil { script.kept[key] = try result.decode(StateGet.Result.self).value }
        case DecisionsApply.name:
            for decision in try parameters.decode(DecisionsApply.Parameters.self).decisions {
                decisions[decision.pair] = decision
            }
            for outcome in try result.decode(DecisionsApply.Result.self).results {
                script.outcomes[outcome.pair] = outcome.outcome
            }
        default: break
        }
    }
}

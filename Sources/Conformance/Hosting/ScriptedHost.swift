package import JSON
import JSONRPC
import Model
package import PluginProtocol

/// A host that says what a script says, and writes down all that is said.
package final class ScriptedHost {
    private let link: any PluginLink
    private var lastID = 0
    private var answered: Set<RequestID> = []
    private var longestFrame = Limits.standard.frame
    /// The conversation so far.
    package private(set) var transcript = Transcript()
    /// The rules that the plugin broke so far.
    package private(set) var violations: [Violation] = []

    /// Sits down at one end of a line.
    package init(_ link: any PluginLink) { self.link = link }

    /// Asks something that is answered without questions back; `nil` when no answer came.
    package func call<Method: RPCMethod>(
        _ method: Method.Type, _ parameters: Method.Parameters
    ) -> Result<Method.Result, HostFailure>? {
        switch call(Method.name, parameters) {
        case nil: return nil
        case .failure(let failure): return .failure(failure)
        case .success(let text):
            do {
                return .success(try text.decode(Method.Result.self))
            } catch {
                broke(.everyRequestAnswered, "the answer to \(Method.name) is not one: \(error)")
                return nil
            }
        }
    }

    /// Asks by name; the answer as text.
    package func call(_ method: String, _ parameters: some JSONWritable) -> Result<JSONText, HostFailure>? {
        let id = send(method, parameters)
        while let message = receive() {
            switch message {
            case .result(id, let result):
                answered.insert(id)
                return .success(result)
            case .failure(id, let failure):
                answered.insert(id)
                return .failure(HostFailure(code: failure.code.rawValue, message: failure.message))
            case .result(let other, _), .failure(let other?, _): strange(other)
            case .request(_, let name, _): broke(.everyRequestAnswered, "asks \(name) outside of a run")
            case .notice, .failure(nil, _): break
            }
        }
        broke(.everyRequestAnswered, "does not answer \(method)")
        return nil
    }

    /// Begins the session.
    package func initialize(
        versions: [Int] = [1], limits: Limits = .standard, capabilities: [String] = [Capabilities.state]
    ) -> Result<Initialize.Result, HostFailure>? {
        longestFrame = limits.frame
        return call(
            Initialize.self,
            Initialize.Parameters(
                versions: versions.map { ProtocolVersion($0) },
                host: Initialize.Product(name: "scripted-host", version: "1.0.0"), limits: limits,
                capabilities: Capabilities(capabilities)))
    }

    /// Has the plugin carry out a run.
    package func run(_ parameters: SyncRun.Parameters, _ script: HostScript) -> HostedRun {
        var desk = RunDesk(parameters, script)
        finish(send(SyncRun.name, parameters), &desk)
        return desk.run
    }

    /// Answers the plugin until it answers the run.
    private func finish(_ id: RequestID, _ desk: inout RunDesk) {
        while desk.run.result == nil, let message = receive() {
            switch message {
            case .request(let number, let name, let text):
                transmit(desk.answer(number, name, text))
                if desk.takesCancel() { notify(CancelRequest.self, CancelRequest.Parameters(id: id.number)) }
            case .result(id, let result): desk.finish(result)
            case .failure(id, let failure):
                desk.finish(HostFailure(code: failure.code.rawValue, message: failure.message))
            case .result(let other, _), .failure(let other?, _): strange(other)
            case .notice, .failure(nil, _): break
            }
        }
        answered.insert(id)
        if desk.run.result == nil { broke(.everyRequestAnswered, "does not answer sync/run") }
    }

    /// Has the plugin begin a run, and lets it wait for its first answers: what it does meanwhile, and the run to its end.
    package func runWaiting(_ parameters: SyncRun.Parameters, _ script: HostScript) -> WaitingRun {
        var waiting = WaitingRun()
        var desk = RunDesk(parameters, script)
        let run = send(SyncRun.name, parameters)
        var questions: [(id: RequestID, method: String, text: JSONText)] = []
        var message = receive()
        while let next = message {
            if case .request(let id, let method, let text) = next { questions.append((id, method, text)) }
            message = receive(within: .milliseconds(300))
        }
        waiting.requests = questions.count
        let ping = send(Ping.name, Nothing())
        while !waiting.answersPing, let next = receive() {
            switch next {
            case .result(ping, _): waiting.answersPing = true
            case .request(let id, let method, let text): questions.append((id, method, text))
            case .result, .failure, .notice: break
            }
        }
        answered.insert(ping)
        for question in questions { transmit(desk.answer(question.id, question.method, question.text)) }
        if waiting.answersPing { finish(run, &desk) }
        waiting.run = desk.run
        return waiting
    }

    /// Has the plugin begin a run, and leaves it there.
    package func beginRun(_ parameters: SyncRun.Parameters) { _ = send(SyncRun.name, parameters) }

    /// Sends a notice.
    package func notify<Notice: RPCNotice>(_ notice: Notice.Type, _ parameters: Notice.Parameters) {
        transmit(Message.notice(method: Notice.name, parameters: JSONText(parameters)))
    }

    private func send(_ method: String, _ parameters: some JSONWritable) -> RequestID {
        lastID += 1
        let id = RequestID(lastID)
        transmit(Message.request(id, method: method, parameters: JSONText(parameters)))
        return id
    }

    private func transmit(_ message: Message) {
        let frame = message.frame
        transcript.lines.append(Transcript.Line(.host, JSONText(checked: frame.dropLast())))
        link.send(frame)
    }

    private func receive(within time: Duration? = nil) -> Message? {
        while let line = time.map({ link.receive(within: $0) }) ?? link.receive() {
            if line.count > longestFrame { broke(.limitsKept, "sends a line of \(line.count) bytes") }
            switch LineReading(line) {
            case .message(let message, let frame, let stray):
                if !stray.isEmpty { broke(.onlyMessages, "prints something in front of a message") }
                transcript.lines.append(Transcript.Line(.plugin, JSONText(checked: frame)))
                return message
            case .unusable, .invalid: broke(.onlyMessages, "sends a message that can't be read")
            case .stray: broke(.onlyMessages, "prints a line of its own to standard output")
            }
        }
        return nil
    }

    private func strange(_ id: RequestID) {
        let isTwice = answered.contains(id)
        broke(.everyRequestAnswered, isTwice ? "answers request \(id) twice" : "answers \(id), which nobody asked")
    }

    private func broke(_ rule: Violation.Rule, _ detail: String) { violations.append(Violation(rule, detail)) }
}

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
        while let message = receive(whileWaitingFor: method) {
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
        let id = send(SyncRun.name, parameters)
        while desk.run.result == nil, let message = receive(whileWaitingFor: SyncRun.name) {
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
        return desk.run
    }

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

    private func receive(whileWaitingFor method: String) -> Message? {
        while let line = link.receive() {
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

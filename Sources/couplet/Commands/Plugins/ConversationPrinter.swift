import Conformance
import JSON
import JSONRPC
import Model

/// Shows a conversation: who says what, a message a line, counted rather than told.
struct ConversationPrinter {
    let session: Session
    let showsValues: Bool

    /// Shows the messages in their order; for programs, each as one document.
    func show(_ transcript: Transcript) {
        var methods: [Transcript.Speaker: [RequestID: String]] = [.host: [:], .plugin: [:]]
        for line in transcript.lines {
            if session.options.json {
                session.console.print((told(line) as JSONValue).line)
                continue
            }
            let isHost = line.speaker == .host
            let arrow = isHost ? "→" : "←"
            guard let message = try? Message(line.message.bytes) else { continue }  // Stray lines are nobody's words.
            let asker: Transcript.Speaker = isHost ? .plugin : .host
            let (head, body) = words(message, line.speaker, asker, &methods)
            session.console.print("\(arrow) \(head.padded(to: 18)) \(body)".harmless)
        }
    }

    private func told(_ line: Transcript.Line) -> JSONValue {
        let message = (try? JSON.decode(JSONValue.self, from: Array(line.message.bytes))) ?? .null
        return .object([.init(line.speaker.rawValue, message)])
    }

    private func words(
        _ message: Message, _ speaker: Transcript.Speaker, _ asker: Transcript.Speaker,
        _ methods: inout [Transcript.Speaker: [RequestID: String]]
    ) -> (String, String) {
        switch message {
        case .request(let id, let method, let parameters):
            methods[speaker]?[id] = method
            return (method, body(parameters))
        case .notice(let method, let parameters): return (method, body(parameters))
        case .result(let id, let result):
            let method = methods[asker]?[id] ?? ""
            return ("  " + method, body(result))
        case .failure(let id, let failure):
            let method = id.flatMap { methods[asker]?[$0] } ?? ""
            return ("  " + method, "\(failure.code.rawValue) \(failure.message)")
        }
    }

    private func body(_ text: JSONText) -> String {
        guard let value = try? JSON.decode(JSONValue.self, from: Array(text.bytes)) else { return "" }
        return showsValues ? value.line : value.summary
    }
}

extension JSONValue {
    /// What a message comes to, without the values of records.
    fileprivate var summary: String {
        (object ?? []).filter { $0.name != "runId" }.compactMap { member in
            switch (member.name, member.value) {
            case ("decisions", .array(let decisions)): Self.counted(decisions, by: "do")
            case ("results", .array(let results)): Self.counted(results, by: "outcome")
            case ("states", .array(let states)): Self.counted(states, by: "state")
            case ("pairs", .array(let pairs)): "pairs: \(pairs.count)"
            case ("problem", let problem), ("stop", let problem):
                "\(member.name): \(problem["code"]?.numberText ?? "?")"
            case (let name, .array(let elements)): "\(name): \(elements.count)"
            case (let name, .object(let members)) where members.isEmpty: "\(name): {}"
            case (let name, .object(let members)): "\(name): {\(members.map(\.name).joined(separator: ", "))}"
            case ("value", _): "value"
            case (let name, .string(let text)): "\(name): \(text.prefix(60))"
            case (let name, .number(let text)): "\(name): \(text)"
            case (let name, .boolean(let truth)): "\(name): \(truth)"
            case (_, .null): nil
            }
        }.joined(separator: ", ")
    }

    /// So many of each kind: `create 3, none 9`.
    private static func counted(_ elements: [JSONValue], by name: String) -> String {
        let kinds = Dictionary(grouping: elements) { $0[name]?.string ?? "?" }
        return kinds.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.count)" }.joined(separator: ", ")
    }
}

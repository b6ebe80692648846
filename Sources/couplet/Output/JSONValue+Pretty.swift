import JSON

extension JSONValue {
    /// The value as people read and edit it: a member a line, short lists in one.
    func pretty(_ margin: String = "") -> String {
        let inner = margin + "  "
        switch self {
        case .object(let members) where !members.isEmpty:
            let lines = members.map { inner + JSONValue.string($0.name).text + ": " + $0.value.pretty(inner) }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(margin)}"
        case .array(let elements) where elements.contains { $0.object != nil || $0.array != nil }:
            let lines = elements.map { inner + ($0.isShort ? $0.text : $0.pretty(inner)) }
            return "[\n" + lines.joined(separator: ",\n") + "\n\(margin)]"
        case .array(let elements): return "[" + elements.map(\.text).joined(separator: ", ") + "]"
        case .null, .boolean, .number, .string, .object: return text
        }
    }

    /// Whether it may stand in one line.
    private var isShort: Bool { text.utf8.count <= 100 }

    /// The value in one line, with a blank after commas and colons.
    private var text: String {
        switch self {
        case .object(let members):
            "{" + members.map { "\(JSONValue.string($0.name).text): \($0.value.text)" }.joined(separator: ", ") + "}"
        case .array(let elements): "[" + elements.map(\.text).joined(separator: ", ") + "]"
        case .null, .boolean, .number, .string: String(decoding: JSON.encode(self), as: UTF8.self)
        }
    }
}

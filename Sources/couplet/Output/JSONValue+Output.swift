import JSON
import Model

extension JSONValue {
    /// A whole number.
    static func whole(_ number: Int) -> JSONValue { .number("\(number)") }

    /// A text, or null.
    static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

    /// The value as one line of JSON, which a terminal can show too.
    var line: String {
        var writer = JSONWriter()
        write(to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self).escapedForTerminals
    }
}

extension FieldValue {
    /// The value as JSON: a number that has a fraction stays text, as everywhere.
    var json: JSONValue {
        switch self {
        case .null: .null
        case .boolean(let truth): .boolean(truth)
        case .integer(let number): .number("\(number)")
        case .text(let text): .string(text)
        }
    }
}

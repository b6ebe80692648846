/// Splits OData text into its words.
struct ODataLexer {
    /// A word.
    enum Token: Sendable, Hashable {
        /// A name, with dots if it has any: `name`, `Microsoft.Dynamics.CRM.In`.
        case word(String)
        /// A value.
        case literal(ODataLiteral)
        /// One of `( ) , / : = ; [ ] $ *`.
        case mark(Character)
        /// The end.
        case end
    }

    private let bytes: [UInt8]
    private let text: String
    private var place = 0

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    /// The error for something unexpected at the place where the lexer stands.
    var failure: ODataSyntaxError { ODataSyntaxError("Syntax error at position \(place) in '\(text)'.") }

    /// The next word.
    mutating func next() throws -> Token {
        while place < bytes.count, bytes[place] == 32 || bytes[place] == 9 { place += 1 }
        guard place < bytes.count else { return .end }
        let byte = bytes[place]
        switch byte {
        case UInt8(ascii: "'"): return .literal(.string(try quoted()))
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: "/"), UInt8(ascii: ":"),
            UInt8(ascii: "="), UInt8(ascii: ";"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "*"):
            place += 1
            return .mark(Character(Unicode.Scalar(byte)))
        case UInt8(ascii: "\""): return .literal(.string(try doubleQuoted()))
        default: return try word()
        }
    }

    private mutating func quoted() throws -> String {
        var value: [UInt8] = []
        place += 1
        while place < bytes.count {
            if bytes[place] == UInt8(ascii: "'") {
                guard place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "'") else {
                    place += 1
                    return String(decoding: value, as: UTF8.self)
                }
                place += 1
            }
            value.append(bytes[place])
            place += 1
        }
        throw ODataSyntaxError("There is an unterminated string literal at position \(place) in '\(text)'.")
    }

    private mutating func doubleQuoted() throws -> String {
        let start = place + 1
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\"")) else { throw failure }
        place = end + 1
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private mutating func word() throws -> Token {
        let start = place
        while place < bytes.count, Self.isInWord(bytes[place]) || isInNumberOrTime(from: start) { place += 1 }
        guard place > start else { throw failure }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        return Self.token(text)
    }

    /// A colon or a plus sign belongs to the word when the word began as a time does.
    private func isInNumberOrTime(from start: Int) -> Bool {
        guard bytes[place] == UInt8(ascii: ":") || bytes[place] == UInt8(ascii: "+"), (48...57).contains(bytes[start])
        else { return false }
        return bytes[start..<place].contains(UInt8(ascii: "T")) || bytes[start..<place].contains(UInt8(ascii: "t"))
            || bytes[start..<place].contains(UInt8(ascii: "E")) || bytes[start..<place].contains(UInt8(ascii: "e"))
    }

    private static func isInWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "@"),
            UInt8(ascii: "$"), UInt8(ascii: "{"), UInt8(ascii: "}"), 0x80...:
            true
        default: false
        }
    }

    private static func token(_ text: String) -> Token {
        switch text {
        case "null": return .literal(.null)
        case "true": return .literal(.boolean(true))
        case "false": return .literal(.boolean(false))
        default: break
        }
        if let guid = GUIDText.canonical(text) { return .literal(.guid(guid)) }
        guard let first = text.utf8.first, (48...57).contains(first) || first == UInt8(ascii: "-") else {
            return .word(text)
        }
        if let moment = Moment(iso: text) {
            return .literal(text.utf8.count == 10 ? .date(text) : .instant(moment, text))
        }
        var number = text
        if let last = number.last, "LlMmDdFf".contains(last) { number.removeLast() }
        return DecimalText.canonical(number) == nil ? .word(text) : .literal(.number(number))
    }
}

/// Takes the text of a SELECT apart.
struct SQLTokens {
    /// What a SELECT is made of.
    enum Token: Sendable, Hashable {
        /// A keyword or a name, as it is written.
        case word(String)
        /// A text in quotes.
        case text(String)
        /// A number.
        case number(String)
        /// `, ( ) * . = <> < > <= >=`
        case mark(String)
    }

    private(set) var tokens: [Token] = []
    private var place = 0

    init(_ text: String) throws(DataverseError) {
        var rest = Array(text)[...]
        while let character = rest.first {
            if character.isWhitespace {
                rest = rest.dropFirst()
            } else if character == "'" {
                tokens.append(.text(try Self.quoted(&rest)))
            } else if character == "[" {
                tokens.append(.word(String(rest.dropFirst().prefix { $0 != "]" })))
                rest = rest.drop { $0 != "]" }.dropFirst()
            } else if character.isNumber || character == "-" {
                tokens.append(.number(String(Self.take(&rest) { $0.isNumber || $0 == "." || $0 == "-" })))
            } else if character.isLetter || character == "_" {
                tokens.append(.word(String(Self.take(&rest) { $0.isLetter || $0.isNumber || $0 == "_" })))
            } else {
                let isLong = "<>!".contains(character) && rest.dropFirst().first.map { "=>".contains($0) } == true
                tokens.append(.mark(String(rest.prefix(isLong ? 2 : 1))))
                rest = rest.dropFirst(isLong ? 2 : 1)
            }
        }
    }

    /// Whether everything was read.
    var isAtEnd: Bool { place == tokens.count }

    /// The next token, which stays the next.
    var next: Token? { place < tokens.count ? tokens[place] : nil }

    /// Passes over a keyword, whatever its case; says whether it was there.
    mutating func take(_ keyword: String) -> Bool {
        guard case .word(let word)? = next, word.lowercased() == keyword else { return false }
        place += 1
        return true
    }

    /// Passes over a mark; says whether it was there.
    mutating func take(mark: String) -> Bool {
        guard next == .mark(mark) else { return false }
        place += 1
        return true
    }

    /// The next token, which is passed over.
    mutating func pop() -> Token? {
        guard let token = next else { return nil }
        place += 1
        return token
    }

    /// A name, whose table or alias in front is left out.
    mutating func name() throws(DataverseError) -> String {
        while case .word(let word)? = pop() {
            if !take(mark: ".") { return word.lowercased() }
        }
        throw .badQuery("A name is expected in the SQL query.")
    }

    private static func take(_ rest: inout ArraySlice<Character>, while fits: (Character) -> Bool) -> ArraySlice<
        Character
    > {
        let taken = rest.prefix(while: fits)
        rest = rest.dropFirst(taken.count)
        return taken
    }

    private static func quoted(_ rest: inout ArraySlice<Character>) throws(DataverseError) -> String {
        var text = ""
        rest = rest.dropFirst()
        while let character = rest.popFirst() {
            guard character == "'" else {
                text.append(character)
                continue
            }
            guard rest.first == "'" else { return text }
            text.append("'")
            rest = rest.dropFirst()
        }
        throw .badQuery("A text in the SQL query is not closed.")
    }
}

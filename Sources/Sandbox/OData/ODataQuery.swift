/// The query options of an address.
package struct ODataQuery: Sendable, Hashable {
    /// One related row or collection that is asked for.
    package struct Expansion: Sendable, Hashable {
        /// The navigation property.
        package var navigation: String
        /// The options in its parentheses.
        package var query: ODataQuery
    }

    /// The properties that are asked for; `nil`: all.
    package var select: [String]?
    /// The condition.
    package var filter: ODataExpression?
    /// The order.
    package var order: [ODataOrder] = []
    /// How many rows at most.
    package var top: Int?
    /// How many rows are passed over.
    package var skip: Int?
    /// Whether the number of rows is asked for.
    package var count = false
    /// The related rows that are asked for.
    package var expand: [Expansion] = []
    /// All options as they came, by name: `$skiptoken`, `$deltatoken`, `$apply`, `tenant`.
    package var raw: [String: String] = [:]

    /// An address without options.
    package init() {}

    /// Reads the options of an address; `@p1=…` aliases are put where they are used.
    ///
    /// Names are exact.
    package init(_ parameters: [(name: String, value: String)]) throws { try self.init(parameters, depth: 0) }

    /// How many levels of `$expand` there may be.
    package static let depthLimit = 10

    private init(_ parameters: [(name: String, value: String)], depth: Int) throws {
        guard depth <= Self.depthLimit else {
            throw ODataSyntaxError(
                "The request includes a $expand path which is too deep. The maximum depth allowed is \(Self.depthLimit)."
            )
        }
        let aliases = parameters.filter { $0.name.hasPrefix("@") }
        for (name, value) in parameters where !name.hasPrefix("@") {
            guard raw[name] == nil else {
                throw ODataSyntaxError(
                    "Query option '\(name)' was specified more than once, but it must be specified at most once.")
            }
            raw[name] = value
            try read(name, name == "$filter" ? Self.replace(aliases, in: value) : value, depth)
        }
    }

    private mutating func read(_ name: String, _ value: String, _ depth: Int) throws {
        switch name {
        case "$select": select = Self.split(value, at: ",").map { $0.trimmed }.filter { !$0.isEmpty }
        case "$filter": filter = try ODataParser.filter(value)
        case "$orderby": order = try ODataParser.order(value)
        case "$top": top = try Self.number(name, value)
        case "$skip": skip = try Self.number(name, value)
        case "$count":
            guard let wanted = ["true": true, "false": false][value.lowercased()] else {
                throw ODataSyntaxError(
                    "Invalid value '\(value)' for $count query option found. Valid values are 'true', 'false'.")
            }
            count = wanted
        case "$expand": expand = try Self.expansions(value, depth)
        default: break
        }
    }

    private static func number(_ name: String, _ value: String) throws -> Int {
        guard let number = Int(value), number >= 0 else {
            throw ODataSyntaxError(
                "Invalid value '\(value)' for \(name) query option found. The \(name) query option requires a non-negative integer value."
            )
        }
        return number
    }

    /// Reads `a($select=b;$expand=c),d`.
    private static func expansions(_ text: String, _ depth: Int) throws -> [Expansion] {
        try split(text, at: ",").map { part in
            let part = part.trimmed
            guard let open = part.firstIndex(of: "(") else { return Expansion(navigation: part, query: ODataQuery()) }
            guard part.last == ")" else {
                throw ODataSyntaxError("Syntax error at position \(part.count) in '\(part)'.")
            }
            let inside = part[part.index(after: open)...].dropLast()
            let parameters = split(String(inside), at: ";").map { option in
                let halves = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (name: String(halves[0]).trimmed, value: halves.count > 1 ? String(halves[1]) : "")
            }
            return Expansion(navigation: String(part[..<open]), query: try ODataQuery(parameters, depth: depth + 1))
        }
    }

    /// Splits at a mark that stands outside of parentheses and quotes.
    static func split(_ text: String, at mark: Character) -> [String] {
        var parts: [String] = []
        var current = ""
        var depth = 0
        var isQuoted = false
        for character in text {
            if character == "'" { isQuoted.toggle() }
            if !isQuoted, character == "(" { depth += 1 }
            if !isQuoted, character == ")" { depth -= 1 }
            if character == mark, depth == 0, !isQuoted {
                parts.append(current)
                current = ""
            } else {
                current.append(character)
            }
        }
        return current.isEmpty && parts.isEmpty ? [] : parts + [current]
    }

    /// Puts the values of `@` parameters where they are named, outside of quotes.
    private static func replace(_ aliases: [(name: String, value: String)], in text: String) -> String {
        guard !aliases.isEmpty else { return text }
        var result = ""
        var rest = text[...]
        var isQuoted = false
        while let character = rest.first {
            if character == "'" { isQuoted.toggle() }
            if !isQuoted, character == "@" {
                let name = rest.prefix { $0 == "@" || $0 == "_" || $0.isLetter || $0.isNumber }
                result += aliases.first { $0.name == name }?.value ?? String(name)
                rest = rest.dropFirst(name.count)
            } else {
                result.append(character)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}

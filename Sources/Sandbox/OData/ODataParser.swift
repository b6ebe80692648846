/// Reads the expressions, lists and keys of OData addresses.
package struct ODataParser {
    /// How deep parentheses may be nested.
    package static let depthLimit = 100
    /// How many operands and operators an expression may have.
    package static let sizeLimit = 20_000

    private var lexer: ODataLexer
    private var token: ODataLexer.Token = .end
    private var depth = 0
    private var size = 0

    private init(_ text: String) throws {
        lexer = ODataLexer(text)
        try advance()
    }

    /// Reads a `$filter`.
    package static func filter(_ text: String) throws -> ODataExpression {
        var parser = try ODataParser(text)
        let expression = try parser.expression(Self.loosest)
        guard parser.token == .end else { throw parser.lexer.failure }
        return expression
    }

    /// Reads an `$orderby`.
    package static func order(_ text: String) throws -> [ODataOrder] {
        var parser = try ODataParser(text)
        var orders: [ODataOrder] = []
        repeat {
            let path = try parser.path()
            let isDescending = parser.takeWord("desc")
            if !isDescending { _ = parser.takeWord("asc") }
            orders.append(ODataOrder(path: path, isDescending: isDescending))
        } while try parser.take(",")
        guard parser.token == .end else { throw parser.lexer.failure }
        return orders
    }

    /// Reads what stands in the parentheses of a row's address: `guid`, `'code'`, `a='x',b=1`.
    package static func key(_ text: String) throws -> ODataKey {
        var parser = try ODataParser(text)
        if case .literal(let value) = parser.token {
            try parser.advance()
            guard parser.token == .end else { throw parser.lexer.failure }
            return .single(value)
        }
        var parts: [ODataKey.Part] = []
        repeat {
            let name = try parser.word()
            guard try parser.take("="), case .literal(let value) = parser.token else { throw parser.lexer.failure }
            try parser.advance()
            parts.append(ODataKey.Part(name: name, value: value))
        } while try parser.take(",")
        guard parser.token == .end else { throw parser.lexer.failure }
        return .named(parts)
    }

    private static let loosest = 0

    private static func strength(_ operation: ODataExpression.Operator) -> Int {
        switch operation {
        case .or: 1
        case .and: 2
        case .equal, .notEqual: 3
        case .greater, .atLeast, .less, .atMost, .isIn: 4
        }
    }

    private mutating func expression(_ strength: Int) throws -> ODataExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else {
            throw ODataSyntaxError("Recursion depth exceeded allowed limit.")
        }
        var chain = Chain(try operand())
        while case .word(let word) = token, let operation = ODataExpression.Operator(rawValue: word.lowercased()),
            Self.strength(operation) > strength
        {
            try advance()
            guard chain.append(operation, try expression(Self.strength(operation))) else { throw lexer.failure }
        }
        return chain.expression
    }

    private mutating func operand() throws -> ODataExpression {
        size += 1
        guard size <= Self.sizeLimit else {
            throw ODataSyntaxError("The node count limit of '\(Self.sizeLimit)' has been exceeded.")
        }
        switch token {
        case .literal(let value):
            try advance()
            return .literal(value)
        case .mark("("): return try parenthesis()
        case .mark("["): return try list(closing: "]")
        case .word("not"):
            try advance()
            return .not(try expression(4))
        case .word: return try named()
        case .mark, .end: throw lexer.failure
        }
    }

    /// Operands with operators of one strength between them.
    ///
    /// A thousand conditions with `or` between them become a tree ten deep, not a thousand, whatever walks it later.
    private struct Chain {
        private var operands: [ODataExpression]
        private var operation: ODataExpression.Operator?
        private var comparisons = 0

        init(_ first: ODataExpression) { operands = [first] }

        /// Adds an operand; says whether it may stand there: comparisons of comparisons go no further than a few.
        mutating func append(_ next: ODataExpression.Operator, _ operand: ODataExpression) -> Bool {
            if next != operation || next.comparison != nil || next == .isIn {
                operands = [expression]
                operation = next
                comparisons += 1
            }
            operands.append(operand)
            return comparisons <= 8
        }

        /// The whole chain as a tree.
        var expression: ODataExpression { Self.tree(operands[...], operation) }

        private static func tree(
            _ operands: ArraySlice<ODataExpression>, _ operation: ODataExpression.Operator?
        ) -> ODataExpression {
            guard operands.count > 1, let operation else { return operands[operands.startIndex] }
            let middle = operands.startIndex + operands.count / 2
            return .binary(operation, tree(operands[..<middle], operation), tree(operands[middle...], operation))
        }
    }

    private mutating func parenthesis() throws -> ODataExpression {
        try advance()
        let first = try expression(Self.loosest)
        guard token == .mark(",") else {
            try expect(")")
            return first
        }
        var elements = [first]
        while try take(",") { elements.append(try expression(Self.loosest)) }
        try expect(")")
        return .list(elements)
    }

    private mutating func list(closing: Character) throws -> ODataExpression {
        try advance()
        var elements: [ODataExpression] = []
        if try take(closing) { return .list([]) }
        repeat { elements.append(try expression(Self.loosest)) } while try take(",")
        try expect(closing)
        return .list(elements)
    }

    /// A property, a function, or a lambda.
    private mutating func named() throws -> ODataExpression {
        var path = [try word()]
        if token == .mark("("), path[0] != "any", path[0] != "all" { return try call(path[0]) }
        while try take("/") {
            let part = try word()
            if (part == "any" || part == "all"), token == .mark("(") {
                return try lambda(path, isAny: part == "any")
            }
            path.append(part)
        }
        return .path(path)
    }

    private mutating func call(_ name: String) throws -> ODataExpression {
        try advance()
        if try take(")") { return .call(name, []) }
        var arguments: [ODataExpression] = []
        var named: [String: ODataExpression] = [:]
        repeat {
            if case .word(let word) = token {
                var ahead = self
                try ahead.advance()
                if ahead.token == .mark("=") {
                    self = ahead
                    try advance()
                    named[word] = try expression(Self.loosest)
                    continue
                }
            }
            arguments.append(try expression(Self.loosest))
        } while try take(",")
        try expect(")")
        return named.isEmpty ? .call(name, arguments) : .namedCall(name, named)
    }

    private mutating func lambda(_ path: [String], isAny: Bool) throws -> ODataExpression {
        try advance()
        if try take(")") { return .lambda(collection: path, isAny: isAny, variable: "", condition: nil) }
        let variable = try word()
        try expect(":")
        let condition = try expression(Self.loosest)
        try expect(")")
        return .lambda(collection: path, isAny: isAny, variable: variable, condition: condition)
    }

    private mutating func path() throws -> [String] {
        var path = [try word()]
        while try take("/") { path.append(try word()) }
        return path
    }

    private mutating func word() throws -> String {
        guard case .word(let word) = token else { throw lexer.failure }
        try advance()
        return word
    }

    private mutating func takeWord(_ wanted: String) -> Bool {
        guard token == .word(wanted) else { return false }
        do { try advance() } catch { return false }
        return true
    }

    private mutating func take(_ mark: Character) throws -> Bool {
        guard token == .mark(mark) else { return false }
        try advance()
        return true
    }

    private mutating func expect(_ mark: Character) throws {
        guard try take(mark) else { throw lexer.failure }
    }

    private mutating func advance() throws { token = try lexer.next() }
}

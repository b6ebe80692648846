/// Reads whole values, however deep, while the text's memory is lent once.
struct TreeScanner {
    var scanner: Scanner
    /// How many objects and arrays are open around the next value.
    var depth: Int
    let limits: JSONLimits
    var names: NameCache
    /// The size of the object read last: the records of a page are alike.
    private var usualCount = 8

    init(_ scanner: Scanner, depth: Int, limits: JSONLimits, names: NameCache) {
        self.scanner = scanner
        self.depth = depth
        self.limits = limits
        self.names = names
    }

    mutating func value() throws(JSONError) -> JSONValue {
        switch try scanner.peek() {
        case .string: return .string(try scanner.string(scanner.stringToken(isKept: true)))
        case .number: return .number(try scanner.numberText())
        case .boolean: return .boolean(try scanner.boolean())
        case .null:
            try scanner.literal("null")
            return .null
        case .array:
            try open()
            var elements: [JSONValue] = []
            while try scanner.advance(closing: UInt8(ascii: "]"), isFirst: elements.isEmpty) {
                elements.append(try value())
            }
            depth -= 1
            return .array(elements)
        case .object:
            try open()
            var members: [JSONValue.Member] = []
            while try scanner.advance(closing: UInt8(ascii: "}"), isFirst: members.isEmpty) {
                if members.isEmpty { members.reserveCapacity(usualCount) }
                try check(members.count)
                let token = try scanner.name(isKept: true)
                members.append(JSONValue.Member(try names.text(token, scanner), try value()))
            }
            if members.count > 0 { usualCount = members.count }
            depth -= 1
            return .object(members)
        }
    }

    mutating func skip() throws(JSONError) {
        switch try scanner.peek() {
        case .string: _ = try scanner.stringToken(isKept: false)
        case .number: _ = try scanner.number()
        case .boolean: _ = try scanner.boolean()
        case .null: try scanner.literal("null")
        case .array:
            try open()
            var isFirst = true
            while try scanner.advance(closing: UInt8(ascii: "]"), isFirst: isFirst) {
                isFirst = false
                try skip()
            }
            depth -= 1
        case .object:
            try open()
            var count = 0
            while try scanner.advance(closing: UInt8(ascii: "}"), isFirst: count == 0) {
                try check(count)
                count += 1
                _ = try scanner.name(isKept: false)
                try skip()
            }
            depth -= 1
        }
    }

    private mutating func open() throws(JSONError) {
        guard depth < limits.depth else { throw JSONError(.tooDeep(limit: limits.depth), at: scanner.position) }
        depth += 1
        scanner.position += 1
    }

    @inline(__always)
    private mutating func check(_ count: Int) throws(JSONError) {
        guard count < limits.members else {
            _ = try scanner.nextByte()
            throw JSONError(.tooManyMembers(limit: limits.members), at: scanner.position)
        }
    }
}

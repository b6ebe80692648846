/// A value that is neither object nor array; a number must be whole.
public enum JSONScalar: Sendable, Hashable {
    /// `null`.
    case null
    /// `true` or `false`.
    case boolean(Bool)
    /// A whole number.
    case integer(Int64)
    /// A string.
    case text(String)
}

extension JSONReader {
    /// Reads an object that holds nothing but scalars, and hands out its members in their order.
    ///
    /// It is for the fields of records, of which a page has thousands: the text's memory is lent once for all of them. A
    /// name that occurs twice is refused: which value holds must not depend on who reads.
    public mutating func scalars(_ take: (String, JSONScalar) -> Void) throws(JSONError) {
        try beginObject()
        var cache = NameCache()
        swap(&cache, &names)
        defer { swap(&cache, &names) }
        let limit = limits.members
        try scan { scanner throws(JSONError) in
            cache.seen.removeAll()
            while try scanner.advance(closing: UInt8(ascii: "}"), isFirst: cache.seen.count == 0) {
                guard cache.seen.count < limit else {
                    _ = try scanner.nextByte()
                    throw JSONError(.tooManyMembers(limit: limit), at: scanner.position)
                }
                let token = try scanner.name(isKept: true)
                guard cache.seen.insert(token, scanner) else {
                    throw JSONError(.invalid(allowed: "each name once"), at: token.start)
                }
                take(try cache.text(token, scanner), try scanner.scalar())
            }
        }
        openCounts.removeLast()
        isFirst = false
        owesValue = false
    }
}

extension Scanner {
    @inline(__always)
    fileprivate mutating func scalar() throws(JSONError) -> JSONScalar {
        switch try peek() {
        case .string: return .text(try string(stringToken(isKept: true)))
        case .number: return .integer(try integer())
        case .boolean: return .boolean(try boolean())
        case .null:
            try literal("null")
            return .null
        case .array, .object:
            throw JSONError(.invalid(allowed: "null, boolean, whole number, string"), at: position)
        }
    }
}

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
    public mutating func scalars(_ take: (consuming String, consuming JSONScalar) -> Void) throws(JSONError) {
        try beginObject()
        var cache = NameCache()
        swap(&cache, &names)
        defer { swap(&cache, &names) }
        let limit = limits.members
        try scan { scanner throws(JSONError) in
            let guessed = try scanner.guessedMembers(cache.shapes, limit: limit, take)
            guard !guessed.isEnd else { return }
            try scanner.members(after: guessed, &cache, limit: limit, take)
        }
        openCounts.removeLast()
        isFirst = false
        owesValue = false
    }
}

/// How far the members of an object were what the objects before it let expect.
private struct GuessedMembers {
    var shape: Int?
    var count = 0
    var isEnd = false
}

extension Scanner {
    /// Reads members for as long as their names are those of an object before.
    @inline(__always)
    fileprivate mutating func guessedMembers(
        _ shapes: RecordShapes, limit: Int, _ take: (consuming String, consuming JSONScalar) -> Void
    ) throws(JSONError) -> GuessedMembers {
        var guessed = GuessedMembers()
        guard try nextByte() == UInt8(ascii: "\""), let shape = shapes.shape(of: self) else { return guessed }
        guessed.shape = shape
        while guessed.count < limit, let name = shapes.name(guessed.count, of: shape, &self) {
            take(name, try scalar())
            guessed.count += 1
            switch try nextByte() {
            case UInt8(ascii: ","):
                guard position + 1 < end, base[position + 1] == UInt8(ascii: "\"") else { return guessed }
                position += 1
            case UInt8(ascii: "}"):
                position += 1
                guessed.isEnd = true
                return guessed
            default:
                return guessed
            }
        }
        // The comma was read in the hope of a name that is another.
        if guessed.count > 0 { position -= 1 }
        return guessed
    }

    /// Reads the members that nothing was known of.
    fileprivate mutating func members(
        after guessed: GuessedMembers, _ cache: inout NameCache, limit: Int,
        _ take: (consuming String, consuming JSONScalar) -> Void
    ) throws(JSONError) {
        cache.seen.removeAll()
        if let shape = guessed.shape {
            for place in cache.shapes.places(upTo: guessed.count, of: shape) { cache.seen.note(place, self) }
        }
        var names: [String] = []
        while try advance(closing: UInt8(ascii: "}"), isFirst: cache.seen.count == 0) {
            guard cache.seen.count < limit else {
                _ = try nextByte()
                throw JSONError(.tooManyMembers(limit: limit), at: position)
            }
            let token = try name(isKept: true)
            guard cache.seen.insert(token, self) else {
                throw JSONError(.invalid(allowed: "each name once"), at: token.start)
            }
            let name = try cache.text(token, self)
            if guessed.shape == nil { names.append(name) }
            take(name, try scalar())
        }
        if guessed.shape == nil { cache.shapes.keep(cache.seen.places, names) }
    }

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

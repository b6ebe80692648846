extension JSONReader {
    /// The kinds of value, as told by the first byte.
    public enum Kind: Sendable, Hashable {
        /// `null`.
        case null
        /// `true` or `false`.
        case boolean
        /// A number.
        case number
        /// A string.
        case string
        /// An array.
        case array
        /// An object.
        case object
    }

    /// The kind of the next value; nothing is consumed but white space.
    public mutating func peek() throws(JSONError) -> Kind {
        try scan { scanner throws(JSONError) in try scanner.peek() }
    }

    /// Enters an object; its members come from `nextKey`.
    public mutating func beginObject() throws(JSONError) {
        try open(UInt8(ascii: "{"), expected: "object")
    }

    /// The name of the next member, whose value is read next; `nil` once, at the object's end, which is then left.
    ///
    /// A value that was not read since the last name is skipped.
    public mutating func nextKey() throws(JSONError) -> JSONKey? {
        try nextMember { scanner throws(JSONError) in
            let token = try scanner.name(isKept: false)
            if token.hasEscapes { return scanner.unescaped(token).withUnsafeBytes { JSONKey($0) } }
            guard token.count > 8 || token.start + 8 > scanner.end else {
                return JSONKey(UnsafeRawPointer(scanner.base + token.start), shortCount: token.count)
            }
            return JSONKey(UnsafeRawBufferPointer(scanner.bytes(token)))
        }
    }

    /// The name of the next member as a string; otherwise as `nextKey`.
    public mutating func nextName() throws(JSONError) -> String? {
        var cache = NameCache()
        swap(&cache, &names)
        defer { swap(&cache, &names) }
        return try nextMember { scanner throws(JSONError) in try cache.text(scanner.name(isKept: true), scanner) }
    }

    /// Enters an array; `nextElement` says whether there is one more.
    public mutating func beginArray() throws(JSONError) {
        try open(UInt8(ascii: "["), expected: "array")
    }

    /// Whether the array has one more element, which is read next; `false` once, at the array's end, which is then left.
    ///
    /// An element that was not read since the last call is skipped.
    public mutating func nextElement() throws(JSONError) -> Bool {
        if owesValue { try skip() }
        let isFirst = isFirst
        self.isFirst = false
        owesValue = try scan { scanner throws(JSONError) in
            try scanner.advance(closing: UInt8(ascii: "]"), isFirst: isFirst)
        }
        if !owesValue { openCounts.removeLast() }
        return owesValue
    }

    private mutating func open(_ bracket: UInt8, expected: String) throws(JSONError) {
        let isTooDeep = openCounts.count >= limits.depth
        let depth = limits.depth
        try scan { scanner throws(JSONError) in
            guard try scanner.nextByte() == bracket else { throw try scanner.mismatch(expected) }
            guard !isTooDeep else { throw JSONError(.tooDeep(limit: depth), at: scanner.position) }
            scanner.position += 1
        }
        openCounts.append(0)
        isFirst = true
        owesValue = false
    }

    @inline(__always)
    private mutating func nextMember<Name>(
        _ name: (inout Scanner) throws(JSONError) -> Name
    ) throws(JSONError) -> Name? {
        if owesValue { try skip() }
        let isFirst = isFirst
        let isFull = openCounts.last == limits.members
        let limit = limits.members
        let found: Name? = try scan { scanner throws(JSONError) in
            guard try scanner.advance(closing: UInt8(ascii: "}"), isFirst: isFirst) else { return nil }
            guard !isFull else {
                _ = try scanner.nextByte()
                throw JSONError(.tooManyMembers(limit: limit), at: scanner.position)
            }
            return try name(&scanner)
        }
        self.isFirst = false
        owesValue = found != nil
        if owesValue { openCounts[openCounts.count - 1] += 1 } else { openCounts.removeLast() }
        return found
    }

    /// Lends the text's memory to a scanner at the reader's place, and takes over where it gets to.
    @inline(__always)
    mutating func scan<Result>(
        _ body: (inout Scanner) throws(JSONError) -> Result
    ) throws(JSONError) -> Result {
        var position = position
        let end = end
        defer { self.position = position }
        return try storage.withUnsafeBufferPointer { buffer throws(JSONError) in
            // An empty text has no memory; a scanner never reads at or beyond its end.
            guard let base = buffer.baseAddress else { throw JSONError(.unexpectedEnd, at: 0) }
            var scanner = Scanner(base: base, end: end, position: position)
            defer { position = scanner.position }
            return try body(&scanner)
        }
    }
}

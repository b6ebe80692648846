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
        switch try nextByte() {
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case let byte: throw JSONError(.unexpectedByte(byte), at: offset)
        }
    }

    /// Enters an object; its members come from `nextKey`.
    public mutating func beginObject() throws(JSONError) {
        try open(UInt8(ascii: "{"), expected: "object")
    }

    /// The name of the next member, whose value is read next; `nil` once, at the object's end, which is then left.
    ///
    /// A value that was not read since the last name is skipped.
    public mutating func nextKey() throws(JSONError) -> JSONKey? {
        guard try advance(closing: UInt8(ascii: "}")) else { return nil }
        let token = try keyToken()
        let key = makeKey(token)
        owesValue = true
        return key
    }

    /// The name of the next member as a string; otherwise as `nextKey`.
    public mutating func nextName() throws(JSONError) -> String? {
        guard try advance(closing: UInt8(ascii: "}")) else { return nil }
        let token = try keyToken()
        let text: String
        if token.hasEscapes || token.end - token.start <= 15 {
            text = try makeString(token)
        } else {
            var cache = NameCache()
            swap(&cache, &names)
            defer { swap(&cache, &names) }
            let found = withBase { base in cache.text(base, start: token.start, count: token.end - token.start) }
            guard let found else { throw JSONError(.invalidText, at: token.start) }
            text = found
        }
        owesValue = true
        return text
    }

    /// Enters an array; `nextElement` says whether there is one more.
    public mutating func beginArray() throws(JSONError) {
        try open(UInt8(ascii: "["), expected: "array")
    }

    /// Whether the array has one more element, which is read next; `false` once, at the array's end, which is then
    /// left.
    ///
    /// An element that was not read since the last call is skipped.
    public mutating func nextElement() throws(JSONError) -> Bool {
        guard try advance(closing: UInt8(ascii: "]")) else { return false }
        owesValue = true
        return true
    }

    private mutating func open(_ bracket: UInt8, expected: String) throws(JSONError) {
        guard try nextByte() == bracket else { throw try mismatch(expected) }
        guard openCounts.count < limits.depth else { throw JSONError(.tooDeep(limit: limits.depth), at: offset) }
        position += 1
        openCounts.append(0)
        isFirst = true
        owesValue = false
    }

    /// Moves to the next member or element: over the comma, or over the closing bracket, which ends it.
    @inline(__always)
    private mutating func advance(closing bracket: UInt8) throws(JSONError) -> Bool {
        if owesValue { try skip() }
        let byte = try nextByte()
        if byte == bracket {
            position += 1
            openCounts.removeLast()
            isFirst = false
            owesValue = false
            return false
        }
        if isFirst {
            isFirst = false
        } else {
            guard byte == UInt8(ascii: ",") else { throw JSONError(.unexpectedByte(byte), at: offset) }
            position += 1
        }
        return true
    }

    private mutating func keyToken() throws(JSONError) -> StringToken {
        let byte = try nextByte()
        guard byte == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte(byte), at: offset) }
        let depth = openCounts.count - 1
        openCounts[depth] += 1
        guard openCounts[depth] <= limits.members else {
            throw JSONError(.tooManyMembers(limit: limits.members), at: offset)
        }
        let token = try stringToken()
        let colon = try nextByte()
        guard colon == UInt8(ascii: ":") else { throw JSONError(.unexpectedByte(colon), at: offset) }
        position += 1
        return token
    }

    private func makeKey(_ token: StringToken) -> JSONKey {
        if token.hasEscapes { return unescaped(token).withUnsafeBytes { JSONKey($0) } }
        return withBase { base in
            JSONKey(UnsafeRawBufferPointer(start: base + token.start, count: token.end - token.start))
        }
    }

    /// The byte at the reader's place after white space.
    @inline(__always)
    mutating func nextByte() throws(JSONError) -> UInt8 {
        skipSpace()
        guard position < end else { throw JSONError(.unexpectedEnd, at: offset) }
        return byte(at: position)
    }

    @inline(__always)
    mutating func skipSpace() {
        while position < end {
            switch byte(at: position) {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    @inline(__always)
    func byte(at position: Int) -> UInt8 { storage[storage.startIndex &+ position] }

    /// Lends the memory of the text; it is never empty when a value is being read.
    @inline(__always)
    func withBase<Result>(_ body: (UnsafePointer<UInt8>) -> Result) -> Result {
        storage.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("a value is read from bytes") }
            return body(base)
        }
    }

    /// The error that says that a value is of another type, or none at all.
    mutating func mismatch(_ expected: String) throws(JSONError) -> JSONError {
        _ = try peek()
        return JSONError(.mismatch(expected: expected), at: offset)
    }
}

extension JSONReader {
    /// Reads a string.
    public mutating func string() throws(JSONError) -> String {
        let text = try scan { scanner throws(JSONError) in
            guard try scanner.nextByte() == UInt8(ascii: "\"") else { throw try scanner.mismatch("string") }
            return try scanner.string(scanner.stringToken(isKept: true))
        }
        owesValue = false
        return text
    }

    /// Reads `true` or `false`.
    public mutating func boolean() throws(JSONError) -> Bool {
        let value = try scan { scanner throws(JSONError) in try scanner.boolean() }
        owesValue = false
        return value
    }

    /// Reads `null`.
    public mutating func null() throws(JSONError) {
        guard try isNull() else { throw JSONError(.mismatch(expected: "null"), at: offset) }
    }

    /// Whether the next value is `null`, which is then read.
    public mutating func isNull() throws(JSONError) -> Bool {
        let isNull = try scan { scanner throws(JSONError) in
            guard try scanner.nextByte() == UInt8(ascii: "n") else { return false }
            try scanner.literal("null")
            return true
        }
        if isNull { owesValue = false }
        return isNull
    }

    /// Reads a number as it is written, with every digit.
    public mutating func numberText() throws(JSONError) -> String {
        let text = try scan { scanner throws(JSONError) in try scanner.numberText() }
        owesValue = false
        return text
    }

    /// Reads a whole number, written without fraction and exponent.
    public mutating func integer() throws(JSONError) -> Int64 {
        let value = try scan { scanner throws(JSONError) in try scanner.integer() }
        owesValue = false
        return value
    }

    /// Reads any value.
    public mutating func value() throws(JSONError) -> JSONValue {
        try scanTree { tree throws(JSONError) in try tree.value() }
    }

    /// Passes over any value, which is checked like one that is read.
    public mutating func skip() throws(JSONError) {
        try scanTree { tree throws(JSONError) in try tree.skip() }
    }

    /// Passes over any value and returns where it stands, in bytes from the start of the text.
    public mutating func skipRange() throws(JSONError) -> Range<Int> {
        _ = try peek()
        let start = position
        try skip()
        return start..<position
    }

    /// The bytes of a range that `skipRange` gave.
    public func bytes(in range: Range<Int>) -> ArraySlice<UInt8> {
        storage[(storage.startIndex + range.lowerBound)..<(storage.startIndex + range.upperBound)]
    }

    @inline(__always)
    private mutating func scanTree<Result>(
        _ body: (inout TreeScanner) throws(JSONError) -> Result
    ) throws(JSONError) -> Result {
        var cache = NameCache()
        swap(&cache, &names)
        defer { swap(&cache, &names) }
        let depth = openCounts.count
        let limits = limits
        let result = try scan { scanner throws(JSONError) in
            var tree = TreeScanner(scanner, depth: depth, limits: limits, names: cache)
            cache = NameCache()
            defer {
                scanner = tree.scanner
                cache = tree.names
            }
            return try body(&tree)
        }
        owesValue = false
        return result
    }
}

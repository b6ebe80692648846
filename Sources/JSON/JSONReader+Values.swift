extension JSONReader {
    /// Reads a string.
    public mutating func string() throws(JSONError) -> String {
        guard try nextByte() == UInt8(ascii: "\"") else { throw try mismatch("string") }
        let text = try makeString(stringToken())
        owesValue = false
        return text
    }

    /// Reads `true` or `false`.
    public mutating func boolean() throws(JSONError) -> Bool {
        switch try nextByte() {
        case UInt8(ascii: "t"):
            try literal("true")
            return true
        case UInt8(ascii: "f"):
            try literal("false")
            return false
        default:
            throw try mismatch("boolean")
        }
    }

    /// Reads `null`.
    public mutating func null() throws(JSONError) {
        guard try nextByte() == UInt8(ascii: "n") else { throw try mismatch("null") }
        try literal("null")
    }

    /// Whether the next value is `null`, which is then read.
    public mutating func isNull() throws(JSONError) -> Bool {
        guard try nextByte() == UInt8(ascii: "n") else { return false }
        try literal("null")
        return true
    }

    /// Reads a number as it is written, with every digit.
    public mutating func numberText() throws(JSONError) -> String {
        let (start, _) = try number()
        return withBase { base in
            String(decoding: UnsafeBufferPointer(start: base + start, count: position - start), as: UTF8.self)
        }
    }

    /// Reads a whole number, written without fraction and exponent.
    public mutating func integer() throws(JSONError) -> Int64 {
        let (start, isWhole) = try number()
        guard isWhole else { throw JSONError(.mismatch(expected: "whole number"), at: start) }
        let isNegative = byte(at: start) == UInt8(ascii: "-")
        var value: Int64 = 0
        for place in (isNegative ? start + 1 : start)..<position {
            // Towards the negative end, which reaches one further.
            let (tens, tooMany) = value.multipliedReportingOverflow(by: 10)
            let (next, tooLow) = tens.subtractingReportingOverflow(Int64(byte(at: place) &- UInt8(ascii: "0")))
            guard !tooMany, !tooLow else { throw JSONError(.outOfRange, at: start) }
            value = next
        }
        guard isNegative || value != .min else { throw JSONError(.outOfRange, at: start) }
        return isNegative ? value : -value
    }

    /// Reads any value.
    public mutating func value() throws(JSONError) -> JSONValue {
        switch try peek() {
        case .string: return .string(try string())
        case .number: return .number(try numberText())
        case .boolean: return .boolean(try boolean())
        case .null:
            try null()
            return .null
        case .array:
            try beginArray()
            var elements: [JSONValue] = []
            while try nextElement() { elements.append(try value()) }
            return .array(elements)
        case .object:
            try beginObject()
            var members: [JSONValue.Member] = []
            members.reserveCapacity(8)
            while let name = try nextName() { members.append(JSONValue.Member(name, try value())) }
            return .object(members)
        }
    }

    /// Passes over any value, which is checked like one that is read.
    public mutating func skip() throws(JSONError) {
        switch try peek() {
        case .string:
            _ = try stringToken(isKept: false)
            owesValue = false
        case .number: _ = try number()
        case .boolean: _ = try boolean()
        case .null: try null()
        case .array:
            try beginArray()
            while try nextElement() { try skip() }
        case .object:
            try beginObject()
            while try nextMember() { try skip() }
        }
    }

    /// Passes over any value and returns where it stands, in bytes from the start of the text.
    public mutating func skipRange() throws(JSONError) -> Range<Int> {
        _ = try nextByte()
        let start = position
        try skip()
        return start..<position
    }

    /// The bytes of a range that `skipRange` gave.
    public func bytes(in range: Range<Int>) -> ArraySlice<UInt8> {
        storage[(storage.startIndex + range.lowerBound)..<(storage.startIndex + range.upperBound)]
    }

    private mutating func literal(_ text: StaticString) throws(JSONError) {
        let count = text.utf8CodeUnitCount
        for index in 0..<count {
            guard position + index < end else { throw JSONError(.unexpectedEnd, at: end) }
            let found = byte(at: position + index)
            guard found == text.utf8Start[index] else { throw JSONError(.unexpectedByte(found), at: position + index) }
        }
        position += count
        owesValue = false
    }

    /// Reads over a number.
    ///
    /// Its form is `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`. Says where it starts, and whether it is whole.
    private mutating func number() throws(JSONError) -> (start: Int, isWhole: Bool) {
        guard try peek() == .number else { throw JSONError(.mismatch(expected: "number"), at: offset) }
        let start = position
        var isWhole = true
        if byte(at: position) == UInt8(ascii: "-") { position += 1 }
        let leadsWithZero = position < end && byte(at: position) == UInt8(ascii: "0")
        let digits = skipDigits()
        guard digits == 1 || (digits > 1 && !leadsWithZero) else { throw JSONError(.invalidNumber, at: start) }
        if position < end, byte(at: position) == UInt8(ascii: ".") {
            position += 1
            isWhole = false
            guard skipDigits() > 0 else { throw JSONError(.invalidNumber, at: start) }
        }
        if position < end, byte(at: position) | 0x20 == UInt8(ascii: "e") {
            position += 1
            isWhole = false
            if position < end, byte(at: position) == UInt8(ascii: "+") || byte(at: position) == UInt8(ascii: "-") {
                position += 1
            }
            guard skipDigits() > 0 else { throw JSONError(.invalidNumber, at: start) }
        }
        owesValue = false
        return (start, isWhole)
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while position < end, byte(at: position) &- UInt8(ascii: "0") < 10 { position += 1 }
        return position - start
    }
}

/// Reads the tokens of a text whose memory is lent for the time of one call.
///
/// It is what `JSONReader` is made of: inside, bytes are a pointer away; outside, nobody holds the pointer.
struct Scanner {
    let base: UnsafePointer<UInt8>
    let end: Int
    var position: Int

    /// The byte at the place after white space.
    @inline(__always)
    mutating func nextByte() throws(JSONError) -> UInt8 {
        while position < end {
            let byte = base[position]
            if byte > 0x20 { return byte }
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
            position += 1
        }
        throw JSONError(.unexpectedEnd, at: position)
    }

    /// The kind of the next value, told by its first byte.
    @inline(__always)
    mutating func peek() throws(JSONError) -> JSONReader.Kind {
        switch try nextByte() {
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case let byte: throw JSONError(.unexpectedByte(byte), at: position)
        }
    }

    /// The error that says that a value is of another type, or none at all.
    mutating func mismatch(_ expected: String) throws(JSONError) -> JSONError {
        _ = try peek()
        return JSONError(.mismatch(expected: expected), at: position)
    }

    /// Moves to the next member or element: over the comma, or over the closing bracket, which ends it.
    @inline(__always)
    mutating func advance(closing bracket: UInt8, isFirst: Bool) throws(JSONError) -> Bool {
        let byte = try nextByte()
        if byte == bracket {
            position += 1
            return false
        }
        if !isFirst {
            guard byte == UInt8(ascii: ",") else { throw JSONError(.unexpectedByte(byte), at: position) }
            position += 1
        }
        return true
    }

    /// Reads over the name of a member and the colon after it.
    @inline(__always)
    mutating func name(isKept: Bool) throws(JSONError) -> StringToken {
        let byte = try nextByte()
        guard byte == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte(byte), at: position) }
        let token = try stringToken(isKept: isKept)
        let colon = try nextByte()
        guard colon == UInt8(ascii: ":") else { throw JSONError(.unexpectedByte(colon), at: position) }
        position += 1
        return token
    }

    mutating func literal(_ text: StaticString) throws(JSONError) {
        let count = text.utf8CodeUnitCount
        for index in 0..<count {
            guard position + index < end else { throw JSONError(.unexpectedEnd, at: end) }
            let found = base[position + index]
            guard found == text.utf8Start[index] else { throw JSONError(.unexpectedByte(found), at: position + index) }
        }
        position += count
    }

    mutating func boolean() throws(JSONError) -> Bool {
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

    /// Reads over a number.
    ///
    /// Its form is `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`. Says where it starts, and whether it is whole.
    mutating func number() throws(JSONError) -> (start: Int, isWhole: Bool) {
        guard try peek() == .number else { throw JSONError(.mismatch(expected: "number"), at: position) }
        let start = position
        var isWhole = true
        if base[position] == UInt8(ascii: "-") { position += 1 }
        let leadsWithZero = position < end && base[position] == UInt8(ascii: "0")
        let digits = skipDigits()
        guard digits == 1 || (digits > 1 && !leadsWithZero) else { throw JSONError(.invalidNumber, at: start) }
        if position < end, base[position] == UInt8(ascii: ".") {
            position += 1
            isWhole = false
            guard skipDigits() > 0 else { throw JSONError(.invalidNumber, at: start) }
        }
        if position < end, base[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            isWhole = false
            if position < end, base[position] == UInt8(ascii: "+") || base[position] == UInt8(ascii: "-") {
                position += 1
            }
            guard skipDigits() > 0 else { throw JSONError(.invalidNumber, at: start) }
        }
        return (start, isWhole)
    }

    mutating func numberText() throws(JSONError) -> String {
        let start = try number().start
        return String(decoding: UnsafeBufferPointer(start: base + start, count: position - start), as: UTF8.self)
    }

    mutating func integer() throws(JSONError) -> Int64 {
        let (start, isWhole) = try number()
        guard isWhole else { throw JSONError(.mismatch(expected: "whole number"), at: start) }
        let isNegative = base[start] == UInt8(ascii: "-")
        var value: Int64 = 0
        for place in (isNegative ? start + 1 : start)..<position {
            // Towards the negative end, which reaches one further.
            let (tens, tooMany) = value.multipliedReportingOverflow(by: 10)
            let (next, tooLow) = tens.subtractingReportingOverflow(Int64(base[place] &- UInt8(ascii: "0")))
            guard !tooMany, !tooLow else { throw JSONError(.outOfRange, at: start) }
            value = next
        }
        guard isNegative || value != .min else { throw JSONError(.outOfRange, at: start) }
        return isNegative ? value : -value
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while position < end, base[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        return position - start
    }
}

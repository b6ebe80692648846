/// Where the contents of a string stand, without its quotes.
struct StringToken {
    var start: Int
    var end: Int
    var isASCII: Bool
    var hasEscapes: Bool

    var count: Int { end - start }
}

extension Scanner {
    /// Reads over a string whose opening quote is the next byte.
    ///
    /// Escapes are checked here; the UTF-8 of a string without escapes is checked when it is made, or here when nobody keeps it.
    @inline(__always)
    mutating func stringToken(isKept: Bool) throws(JSONError) -> StringToken {
        position += 1
        var token = StringToken(start: position, end: position, isASCII: true, hasEscapes: false)
        while true {
            let found = ByteScan.plainText(base, from: position, to: end)
            token.isASCII = token.isASCII && found.isASCII
            position = found.end
            guard position < end else { throw JSONError(.unexpectedEnd, at: end) }
            let byte = base[position]
            if byte == UInt8(ascii: "\"") {
                token.end = position
                position += 1
                if !token.isASCII, token.hasEscapes || !isKept { try checkText(token) }
                return token
            }
            guard byte == UInt8(ascii: "\\") else { throw JSONError(.invalidEscape, at: position) }
            token.hasEscapes = true
            try checkEscape()
        }
    }

    /// The string of a token that is kept.
    @inline(__always)
    func string(_ token: StringToken) throws(JSONError) -> String {
        if token.hasEscapes { return String(decoding: unescaped(token), as: UTF8.self) }
        if !token.isASCII { try checkText(token) }
        return String(decoding: bytes(token), as: UTF8.self)
    }

    @inline(__always)
    func bytes(_ token: StringToken) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base + token.start, count: token.count)
    }

    /// The contents of a string whose escapes were checked, with each escape replaced by what it stands for.
    func unescaped(_ token: StringToken) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(token.count)
        var place = token.start
        while place < token.end {
            let (stop, _) = ByteScan.plainText(base, from: place, to: token.end)
            result.append(contentsOf: UnsafeBufferPointer(start: base + place, count: stop - place))
            guard stop < token.end else { break }
            let letter = base[stop + 1]
            place = stop + 2
            switch letter {
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "u"):
                var code = hexadecimal(at: place) ?? 0
                place += 4
                if (0xD800...0xDBFF).contains(code) {
                    code = 0x10000 + (code - 0xD800) << 10 + ((hexadecimal(at: place + 2) ?? 0xDC00) - 0xDC00)
                    place += 6
                }
                if let scalar = Unicode.Scalar(code) { result.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
            default: result.append(letter)
            }
        }
        return result
    }

    /// Checks the escape at the place and moves over it; a surrogate must come with its other half.
    private mutating func checkEscape() throws(JSONError) {
        let start = position
        guard position + 1 < end else { throw JSONError(.unexpectedEnd, at: end) }
        switch base[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 2
        case UInt8(ascii: "u"):
            guard let code = hexadecimal(at: position + 2) else { throw JSONError(.invalidEscape, at: start) }
            position += 6
            if (0xDC00...0xDFFF).contains(code) { throw JSONError(.invalidText, at: start) }
            guard (0xD800...0xDBFF).contains(code) else { return }
            guard position + 1 < end, base[position] == UInt8(ascii: "\\"), base[position + 1] == UInt8(ascii: "u"),
                let low = hexadecimal(at: position + 2), (0xDC00...0xDFFF).contains(low)
            else { throw JSONError(.invalidText, at: start) }
            position += 6
        default:
            throw JSONError(.invalidEscape, at: start)
        }
    }

    private func hexadecimal(at place: Int) -> UInt32? {
        guard place + 4 <= end else { return nil }
        var code: UInt32 = 0
        for index in place..<(place + 4) {
            let byte = base[index]
            let digit: UInt8
            if byte &- UInt8(ascii: "0") < 10 {
                digit = byte - UInt8(ascii: "0")
            } else if (byte | 0x20) &- UInt8(ascii: "a") < 6 {
                digit = (byte | 0x20) - UInt8(ascii: "a") + 10
            } else {
                return nil
            }
            code = code << 4 | UInt32(digit)
        }
        return code
    }

    private func checkText(_ token: StringToken) throws(JSONError) {
        guard ByteScan.isUTF8(bytes(token)) else { throw JSONError(.invalidText, at: token.start) }
    }
}

package import Foundation

/// Decimal numbers as text, exact: no digit passes through binary floating point.
package enum DecimalText {
    /// The canonical text of a number as JSON writes it: no exponent, no zeros to fill, no `-0`; rounded half away from
    /// zero to `scale` digits after the point.
    ///
    /// `nil` when it is not a number, or has more than 28 digits.
    package static func canonical(_ text: String, scale: Int? = nil) -> String? {
        if isCanonical(text, scale) { return text }
        // What is longer than any number with 28 digits and an exponent is none, and costs nothing.
        guard text.utf8.count <= 256, let parts = parse(text) else { return nil }
        var (digits, exponent) = (parts.digits, parts.exponent)
        if let scale, -exponent > scale {
            let drop = -exponent - scale
            let roundsUp = drop <= digits.count && digits[digits.count - drop] >= 5
            digits = drop < digits.count ? Array(digits.dropLast(drop)) : []
            exponent = -scale
            if roundsUp { increment(&digits) }
        }
        while exponent < 0, digits.last == 0 {
            digits.removeLast()
            exponent += 1
        }
        digits = Array(digits.drop { $0 == 0 })
        guard !digits.isEmpty else { return "0" }
        guard digits.count <= 28, (-28...28).contains(exponent) else { return nil }
        return (parts.isNegative ? "-" : "") + layout(digits, exponent)
    }

    /// The canonical text with exactly `scale` digits after the point: `10000.0000`.
    package static func padded(_ canonical: String, scale: Int) -> String {
        guard scale > 0 else { return canonical }
        let fraction = canonical.firstIndex(of: ".").map { canonical.distance(from: $0, to: canonical.endIndex) - 1 }
        return canonical + (fraction == nil ? "." : "") + String(repeating: "0", count: max(0, scale - (fraction ?? 0)))
    }

    /// Compares two numbers in text form; what is no number comes before all that are.
    package static func compare(_ left: String, _ right: String) -> ComparisonResult {
        if left == right { return .orderedSame }
        if let one = DecimalNumber(left), let other = DecimalNumber(right) {
            let scale = max(one.scale, other.scale)
            let (one, other) = (one.digits(withScale: scale), other.digits(withScale: scale))
            return one == other ? .orderedSame : one < other ? .orderedAscending : .orderedDescending
        }
        switch (Decimal(string: left), Decimal(string: right)) {
        case (let one?, let other?):
            return one == other ? .orderedSame : one < other ? .orderedAscending : .orderedDescending
        case (nil, _?): return .orderedAscending
        case (_?, nil): return .orderedDescending
        case (nil, nil): return left < right ? .orderedAscending : .orderedDescending
        }
    }

    /// Whether a text is canonical as it stands, which most are: digits, a point, digits of which the last is not zero.
    private static func isCanonical(_ text: String, _ scale: Int?) -> Bool {
        var digits = 0
        var fraction: Int?
        var isZero = true
        var last: UInt8 = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "-") where last == 0: break
            case UInt8(ascii: ".") where fraction == nil && digits > 0: fraction = 0
            case 48...57:
                if digits == 1, isZero, fraction == nil { return false }
                isZero = isZero && byte == 48
                digits += 1
                fraction = fraction.map { $0 + 1 }
            default: return false
            }
            last = byte
        }
        guard digits > 0, digits <= 28, !isZero || text == "0" else { return false }
        guard let fraction else { return true }
        return fraction > 0 && last != 48 && fraction <= scale ?? 28
    }

    private static func parse(_ text: String) -> (isNegative: Bool, digits: [UInt8], exponent: Int)? {
        var rest = text.utf8[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest = rest.dropFirst() }
        var digits: [UInt8] = []
        var exponent = 0
        var hasPoint = false
        while let byte = rest.first, byte != UInt8(ascii: "e"), byte != UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if byte == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else if (48...57).contains(byte) {
                digits.append(byte - 48)
                if hasPoint { exponent -= 1 }
            } else {
                return nil
            }
        }
        guard !digits.isEmpty else { return nil }
        guard !rest.isEmpty else { return (isNegative, digits, exponent) }
        guard let power = Int(String(rest.dropFirst()) ?? ""), (-99...99).contains(power) else { return nil }
        exponent += power
        while exponent > 0, digits.count < 40 {
            digits.append(0)
            exponent -= 1
        }
        return (isNegative, digits, exponent)
    }

    private static func increment(_ digits: inout [UInt8]) {
        var place = digits.count - 1
        while place >= 0, digits[place] == 9 {
            digits[place] = 0
            place -= 1
        }
        if place >= 0 { digits[place] += 1 } else { digits.insert(1, at: 0) }
    }

    private static func layout(_ digits: [UInt8], _ exponent: Int) -> String {
        var text = digits.map { Character(Unicode.Scalar($0 + 48)) }
        guard exponent < 0 else { return String(text) + String(repeating: "0", count: exponent) }
        while text.count <= -exponent { text.insert("0", at: 0) }
        text.insert(".", at: text.count + exponent)
        return String(text)
    }
}

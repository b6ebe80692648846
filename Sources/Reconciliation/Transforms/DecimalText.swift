import Foundation

/// Exact decimal numbers as text in canonical form: no exponent, no padding, no `-0`.
public enum DecimalText: Sendable {
    /// The canonical form of a number as a server or a person wrote it, or `nil` when it is not one.
    public static func canonical(_ text: String) -> String? {
        var rest = text.utf8[...]
        var isNegative = false
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            rest = rest.dropFirst()
        }
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        while let byte = rest.first {
            rest = rest.dropFirst()
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte)
            case UInt8(ascii: ".") where point == nil: point = digits.count
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                guard let value = Int(String(decoding: rest, as: UTF8.self)), abs(value) <= 64 else { return nil }
                exponent = value
                rest = rest.dropFirst(rest.count)
            default: return nil
            }
        }
        guard !digits.isEmpty else { return nil }
        return render(digits, point: (point ?? digits.count) + exponent, isNegative: isNegative)
    }

    /// The number rounded to so many digits after the point, halves away from zero.
    public static func rounded(_ text: String, scale: Int) -> String? {
        guard let number = Decimal(string: text) else { return nil }
        return canonical(rounded(number, scale: scale).description)
    }

    /// The quotient of two numbers, rounded; `nil` when one is no number or the divisor is zero.
    public static func quotient(_ dividend: String, _ divisor: String, scale: Int) -> String? {
        guard let dividend = Decimal(string: dividend), let divisor = Decimal(string: divisor), divisor != 0 else {
            return nil
        }
        return canonical(rounded(dividend / divisor, scale: scale).description)
    }

    private static func rounded(_ number: Decimal, scale: Int) -> Decimal {
        var source = abs(number)
        var result = Decimal()
        // On the absolute value, «plain» rounds halves up, which is away from zero once the sign is back.
        NSDecimalRound(&result, &source, scale, .plain)
        return number < 0 ? -result : result
    }

    private static func render(_ digits: [UInt8], point: Int, isNegative: Bool) -> String {
        let zero = UInt8(ascii: "0")
        var whole: [UInt8]
        var fraction: [UInt8]
        if point <= 0 {
            whole = []
            fraction = Array(repeating: zero, count: -point) + digits
        } else if point >= digits.count {
            whole = digits + Array(repeating: zero, count: point - digits.count)
            fraction = []
        } else {
            whole = Array(digits[..<point])
            fraction = Array(digits[point...])
        }
        while fraction.last == zero { fraction.removeLast() }
        whole = Array(whole.drop { $0 == zero })
        if whole.isEmpty { whole = [zero] }
        let isZero = whole == [zero] && fraction.isEmpty
        var text = isNegative && !isZero ? "-" : ""
        text += String(decoding: whole, as: UTF8.self)
        if !fraction.isEmpty { text += "." + String(decoding: fraction, as: UTF8.self) }
        return text
    }
}

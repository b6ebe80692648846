/// The canonical form of decimal numbers: no exponent, no padding, no `-0`, every digit that counts.
enum CanonicalDecimal {
    /// More places than this an exponent may not add: no amount has them.
    private static let longest = 400

    /// The canonical form of a number as JSON writes it; `nil` when it is none.
    static func text(_ number: String) -> String? {
        let bytes = Array(number.utf8)
        var position = 0
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative || bytes.first == UInt8(ascii: "+") { position = 1 }
        var digits: [UInt8] = []
        var places = 0
        var hasPoint = false
        scan: while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits.append(bytes[position])
                if hasPoint { places += 1 }
            case UInt8(ascii: ".") where !hasPoint: hasPoint = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"): break scan
            default: return nil
            }
            position += 1
        }
        guard !digits.isEmpty else { return nil }
        if position < bytes.count {
            guard let exponent = Int(String(decoding: bytes[(position + 1)...], as: UTF8.self)),
                abs(exponent) <= longest
            else { return nil }
            places -= exponent
        }
        return written(digits, places: places, isNegative: isNegative)
    }

    private static func written(_ digits: [UInt8], places: Int, isNegative: Bool) -> String {
        let zero = UInt8(ascii: "0")
        var digits = digits
        var places = places
        if places < 0 {
            digits.append(contentsOf: repeatElement(zero, count: -places))
            places = 0
        }
        if digits.count <= places {
            digits.insert(contentsOf: repeatElement(zero, count: places + 1 - digits.count), at: 0)
        }
        var fraction = digits.suffix(places)
        while fraction.last == zero { fraction.removeLast() }
        let whole = digits.dropLast(places).drop { $0 == zero }
        var text: [UInt8] = whole.isEmpty ? [zero] : Array(whole)
        if !fraction.isEmpty { text += [UInt8(ascii: ".")] + fraction }
        let isZero = whole.isEmpty && fraction.isEmpty
        return (isNegative && !isZero ? "-" : "") + String(decoding: text, as: UTF8.self)
    }

    /// Whether a number as JSON writes it is canonical already: whole, and not `-0`.
    @inline(__always)
    static func isWhole(_ number: String) -> Bool {
        number.utf8.allSatisfy { $0 != UInt8(ascii: ".") && $0 | 0x20 != UInt8(ascii: "e") } && number != "-0"
    }
}

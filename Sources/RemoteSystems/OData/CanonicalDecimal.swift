/// The canonical form of decimal numbers: no exponent, no padding, no `-0`, every digit that counts.
enum CanonicalDecimal {
    /// More places than this an exponent may not add: no amount has them.
    private static let longest = 400

    /// The canonical form of a number as JSON writes it; `nil` when it is none.
    static func text(_ number: String) -> String? {
        if let length = canonicalPrefix(number) {
            return length == number.utf8.count ? number : String(decoding: number.utf8.prefix(length), as: UTF8.self)
        }
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
                (-longest...longest).contains(exponent)
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

    /// How much of a plain number is its canonical form: all but the zeros that pad it; `nil` when it needs more than cutting off.
    private static func canonicalPrefix(_ number: String) -> Int? {
        var number = number
        return number.withUTF8 { bytes in
            let isNegative = bytes.first == UInt8(ascii: "-")
            let start = isNegative ? 1 : 0
            guard start < bytes.count, bytes[start] &- 0x31 < 9 else { return nil }
            var point: Int?
            for place in start..<bytes.count where bytes[place] &- 0x30 >= 10 {
                guard bytes[place] == UInt8(ascii: "."), point == nil else { return nil }
                point = place
            }
            guard let point else { return bytes.count }
            var end = bytes.count
            while end > point + 1, bytes[end - 1] == 0x30 { end -= 1 }
            return end == point + 1 ? point : end
        }
    }
}

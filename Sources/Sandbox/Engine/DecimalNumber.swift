/// A decimal number as a whole number and the number of its digits after the point: for arithmetic without `Decimal`.
struct DecimalNumber: Sendable {
    /// The digits.
    var digits: Int128
    /// How many of them stand after the point.
    var scale: Int

    /// Reads `-12.5`; `nil` when it is no such text, or has more than 18 digits.
    init?(_ text: String) {
        guard text.utf8.count <= 20 else { return nil }
        var digits: Int64 = 0
        var count = 0
        var scale: Int?
        var isNegative = false
        for (place, byte) in text.utf8.enumerated() {
            switch byte {
            case 48...57:
                digits = digits * 10 + Int64(byte - 48)
                count += 1
                scale = scale.map { $0 + 1 }
            case UInt8(ascii: "-") where place == 0: isNegative = true
            case UInt8(ascii: ".") where scale == nil && count > 0: scale = 0
            default: return nil
            }
        }
        guard count > 0, count <= 18 else { return nil }
        self.digits = Int128(isNegative ? -digits : digits)
        self.scale = scale ?? 0
    }

    /// The number with so many digits after the point, as a whole number; what is beyond them is cut.
    func digits(withScale wanted: Int) -> Int128 {
        var digits = digits
        for _ in 0..<max(0, wanted - scale) { digits *= 10 }
        for _ in 0..<max(0, scale - wanted) { digits /= 10 }
        return digits
    }

    /// The quotient with some digits after the point, rounded half away from zero, as canonical text.
    ///
    /// `nil` when there is none, or the numbers are too long for it.
    static func quotient(_ amount: DecimalNumber, by rate: DecimalNumber, scale: Int) -> String? {
        let power = scale + rate.scale - amount.scale
        guard rate.digits != 0, abs(power) <= 18 else { return nil }
        var (above, below) = (amount.digits, rate.digits)
        for _ in 0..<max(0, power) { above *= 10 }
        for _ in 0..<max(0, -power) { below *= 10 }
        let (whole, rest) = above.quotientAndRemainder(dividingBy: below)
        let isAway = rest.magnitude * 2 >= below.magnitude
        let isNegative = (above < 0) != (below < 0)
        let magnitude = whole.magnitude + (isAway ? 1 : 0)
        guard let digits = Int64(exactly: magnitude) else { return nil }
        return DecimalText.canonical("\(isNegative ? "-" : "")\(digits)e-\(scale)")
    }
}

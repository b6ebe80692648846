/// A decimal number as its digits: `123.45` is 1 2 3 4 5 with the point after the third.
struct Digits: Sendable, Hashable {
    /// From the first; each 0 to 9.
    private var digits: [UInt8]
    /// The number of digits after the point; never negative.
    private var scale: Int
    /// Whether a minus stands in front.
    private(set) var isNegative: Bool

    var isZero: Bool { digits.allSatisfy { $0 == 0 } }

    private init(_ digits: [UInt8], scale: Int, isNegative: Bool) {
        self.digits = digits
        self.scale = scale
        self.isNegative = isNegative
    }

    /// Reads `-12.50`, `+3`, `.5`, `1e-3`; an exponent beyond ±64 is none that a server writes.
    init?(_ text: String) {
        var rest = text.utf8[...]
        let sign = rest.first
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte - UInt8(ascii: "0"))
            case UInt8(ascii: ".") where point == nil: point = digits.count
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                guard let value = Int(String(decoding: rest, as: UTF8.self)), abs(value) <= 64 else { return nil }
                exponent = value
                rest = rest.suffix(0)
            default: return nil
            }
        }
        guard !digits.isEmpty else { return nil }
        let scale = digits.count - (point ?? digits.count) - exponent
        digits += Array(repeating: 0, count: max(0, -scale))
        self.init(digits, scale: max(0, scale), isNegative: sign == UInt8(ascii: "-"))
    }

    /// The number with at most so many digits after the point, halves away from zero.
    func rounded(scale limit: Int) -> Digits {
        guard scale > limit else { return self }
        let dropped = scale - limit
        var kept = Array(digits.dropLast(dropped))
        // What is dropped beyond the digits there are is a leading zero, which never rounds up.
        let firstDropped = dropped <= digits.count ? digits[digits.count - dropped] : 0
        if firstDropped >= 5 { Self.increment(&kept) }
        return Digits(kept, scale: limit, isNegative: isNegative)
    }

    /// The quotient by long division, one digit more than asked for, and rounded; `nil` when the divisor is zero.
    func divided(by divisor: Digits, scale limit: Int) -> Digits? {
        guard !divisor.isZero else { return nil }
        let steps = limit + 1 + divisor.scale - scale
        let dividend =
            steps >= 0 ? digits + Array(repeating: 0, count: steps) : Array(digits.dropLast(min(-steps, digits.count)))
        let by = Array(divisor.digits.drop { $0 == 0 })
        var quotient: [UInt8] = []
        var rest: [UInt8] = []
        for digit in dividend {
            if !rest.isEmpty || digit != 0 { rest.append(digit) }
            var times: UInt8 = 0
            while Self.isNotLess(rest, by) {
                Self.subtract(by, from: &rest)
                times += 1
            }
            quotient.append(times)
        }
        return Digits(quotient, scale: limit + 1, isNegative: isNegative != divisor.isNegative).rounded(scale: limit)
    }

    /// The number less a whole one; only its sign and whether it is zero are of interest.
    func minus(_ bound: Int) -> Digits {
        guard bound != 0 else { return self }
        guard let other = Digits("\(bound)") else { return self }
        guard isNegative == other.isNegative || isZero else { return self }
        let mine = Array(digits.drop { $0 == 0 })
        let theirs = Array((other.digits + Array(repeating: 0, count: scale)).drop { $0 == 0 })
        guard mine != theirs else { return Digits([0], scale: 0, isNegative: false) }
        let isGreater = Self.isNotLess(mine, theirs)
        return Digits([1], scale: 0, isNegative: isGreater == other.isNegative)
    }

    /// The number in canonical form.
    var text: String {
        let padded = Array(repeating: 0, count: max(0, scale + 1 - digits.count)) + digits
        var whole = Array(padded.dropLast(scale).drop { $0 == 0 })
        var fraction = Array(padded.suffix(scale))
        while fraction.last == 0 { fraction.removeLast() }
        if whole.isEmpty { whole = [0] }
        let sign = isNegative && !isZero ? "-" : ""
        let point = fraction.isEmpty ? "" : "."
        return sign + Self.text(whole) + point + Self.text(fraction)
    }

    private static func text(_ digits: [UInt8]) -> String {
        String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
    }

    private static func increment(_ digits: inout [UInt8]) {
        for place in digits.indices.reversed() {
            guard digits[place] == 9 else {
                digits[place] += 1
                return
            }
            digits[place] = 0
        }
        digits.insert(1, at: 0)
    }

    /// Whether one run of digits without leading zeros is at least another.
    private static func isNotLess(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return left.count > right.count }
        return !left.lexicographicallyPrecedes(right)
    }

    private static func subtract(_ right: [UInt8], from left: inout [UInt8]) {
        var borrow: UInt8 = 0
        for offset in 0..<left.count {
            let place = left.count - 1 - offset
            let taken = (offset < right.count ? right[right.count - 1 - offset] : 0) + borrow
            borrow = left[place] < taken ? 1 : 0
            left[place] = left[place] + 10 * borrow - taken
        }
        left = Array(left.drop { $0 == 0 })
    }
}

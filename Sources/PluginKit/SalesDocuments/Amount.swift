/// An exact decimal number to reckon with: amounts, prices and quantities of documents.
///
/// It holds every number that the two systems have for these, and the product of two of them; the kit needs no Foundation for that.
public struct Amount: Sendable, Hashable {
    /// The digits as a whole number, without zeros at the end.
    private let digits: Int128
    /// How many of them stand after the point.
    private let scale: Int

    /// Nothing.
    public static let zero = Amount(0, scale: 0)

    private init(_ digits: Int128, scale: Int) {
        var (digits, scale) = (digits, scale)
        while scale > 0, digits % 10 == 0 { (digits, scale) = (digits / 10, scale - 1) }
        self.digits = digits
        self.scale = scale
    }

    /// The amount that a field holds; what is empty, or no number, is nothing.
    public init(_ value: FieldValue?) {
        switch value {
        case .integer(let number): self.init(Int128(number), scale: 0)
        case .text(let text): self.init(text: text)
        case .null, .boolean, nil: self = .zero
        }
    }

    private init(text: String) {
        let halves = (DecimalText.canonical(text) ?? "0").split(separator: ".")
        let fraction = halves.count > 1 ? halves[1] : ""
        self.init(Int128((halves.first ?? "0") + fraction) ?? 0, scale: fraction.utf8.count)
    }

    /// The amount as both systems are sent it.
    public var text: String {
        let all = String(digits.magnitude)
        let padded = String(repeating: "0", count: max(0, scale + 1 - all.utf8.count)) + all
        let whole = (digits < 0 ? "-" : "") + String(padded.dropLast(scale))
        return scale > 0 ? whole + "." + String(padded.suffix(scale)) : whole
    }

    /// The amount rounded to the cent, halves away from zero, as both systems do.
    public var cents: Amount {
        guard scale > 2 else { return self }
        let unit = Self.power(scale - 2)
        let (whole, rest) = digits.quotientAndRemainder(dividingBy: unit)
        return Amount(rest.magnitude * 2 >= unit.magnitude ? whole + digits.signum() : whole, scale: 2)
    }

    /// The sum.
    public static func + (left: Amount, right: Amount) -> Amount {
        let scale = max(left.scale, right.scale)
        return Amount(left.digits(at: scale) + right.digits(at: scale), scale: scale)
    }

    /// The difference.
    public static func - (left: Amount, right: Amount) -> Amount {
        let scale = max(left.scale, right.scale)
        return Amount(left.digits(at: scale) - right.digits(at: scale), scale: scale)
    }

    /// The product.
    public static func * (left: Amount, right: Amount) -> Amount {
        Amount(left.digits * right.digits, scale: left.scale + right.scale)
    }

    private func digits(at scale: Int) -> Int128 { digits * Self.power(scale - self.scale) }

    private static func power(_ exponent: Int) -> Int128 { (0..<exponent).reduce(1) { power, _ in power * 10 } }
}

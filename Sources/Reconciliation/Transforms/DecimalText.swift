/// Exact decimal numbers as text in canonical form: no exponent, no padding, no `-0`.
///
/// The digits are reckoned with as they stand, so that no amount passes through binary floating point and no number is
/// too long.
public enum DecimalText: Sendable {
    /// The canonical form of a number as a server or a person wrote it, or `nil` when it is not one.
    public static func canonical(_ text: String) -> String? { Digits(text)?.text }

    /// The number rounded to so many digits after the point, halves away from zero; `nil` when it is no number.
    public static func rounded(_ text: String, scale: Int) -> String? { Digits(text)?.rounded(scale: scale).text }

    /// The quotient of two numbers, rounded half away from zero; `nil` when one is no number or the divisor is zero.
    public static func quotient(_ dividend: String, _ divisor: String, scale: Int) -> String? {
        guard let dividend = Digits(dividend), let divisor = Digits(divisor) else { return nil }
        return dividend.divided(by: divisor, scale: scale)?.text
    }

    /// Whether a number is below a whole one; `nil` when it is no number.
    public static func isLess(_ text: String, than bound: Int) -> Bool? {
        guard let number = Digits(text) else { return nil }
        let difference = number.minus(bound)
        return difference.isNegative && !difference.isZero
    }
}

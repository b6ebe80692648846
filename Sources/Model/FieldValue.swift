/// The name of a field as its system writes it: a property of an API page, a logical column name.
public typealias FieldName = String

/// The value of one field, in the canonical form in which it is compared, hashed and sent to plugins.
///
/// A decimal number is `text` in canonical form (`12.5`, `-0.01`, `10000`: no exponent, no padding, no `-0`), so that no
/// digit of an amount passes through binary floating point. Dates are `YYYY-MM-DD`, instants RFC 3339 in UTC.
public enum FieldValue: Sendable, Hashable {
    /// Empty: the system holds no value.
    case null
    /// A truth value.
    case boolean(Bool)
    /// A whole number: a choice value, a count.
    case integer(Int64)
    /// Text, a decimal number in canonical form, a date, an identity.
    case text(String)

    /// Whether the field holds nothing that a person would see: null or an empty text.
    public var isEmpty: Bool {
        switch self {
        case .null: true
        case .text(let text): text.isEmpty
        case .boolean, .integer: false
        }
    }

    /// The text, when the value is one.
    public var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }
}

extension FieldValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral
{
    /// Creates a text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// Creates a whole number.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// Creates a truth value.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    /// Creates the empty value.
    public init(nilLiteral: ()) { self = .null }
}

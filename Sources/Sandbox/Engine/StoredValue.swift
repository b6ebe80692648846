/// A value as the engine stores it.
///
/// Text, code, date (`2024-05-01`), GUID (lower-case) and decimal (`12.5`, the digits that the wire shows) are texts;
/// whole numbers, choice values, truth values (0, 1) and points in time (milliseconds since 1970) are integers.
package enum StoredValue: Sendable, Hashable {
    /// Empty.
    case null
    /// A text.
    case text(String)
    /// A whole number.
    case integer(Int64)

    /// The text, when it is one.
    package var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    /// The whole number, when it is one.
    package var integer: Int64? {
        guard case .integer(let number) = self else { return nil }
        return number
    }

    /// Whether it is null or an empty text.
    package var isEmpty: Bool { self == .null || self == .text("") }
}

extension StoredValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral
{
    /// Creates a text.
    package init(stringLiteral value: String) { self = .text(value) }
    /// Creates a whole number.
    package init(integerLiteral value: Int64) { self = .integer(value) }
    /// Creates a truth value.
    package init(booleanLiteral value: Bool) { self = .integer(value ? 1 : 0) }
    /// Creates null.
    package init(nilLiteral: ()) { self = .null }
}

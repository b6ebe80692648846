import Model

/// A value as it stands in a filter, of the type that its field has: whatever it holds, it is read as one value.
///
/// <https://docs.oasis-open.org/odata/odata/v4.0/errata03/os/complete/abnf/odata-abnf-construction-rules.txt>
struct ODataLiteral: Sendable, Hashable {
    /// The text of the literal.
    let text: String

    private init(checked text: String) { self.text = text }

    /// The empty value.
    static let null = ODataLiteral(checked: "null")

    /// A text in quotes; a quote inside is doubled.
    static func string(_ text: String) -> ODataLiteral {
        ODataLiteral(checked: "'\(text.replacing("'", with: "''"))'")
    }

    /// A truth value.
    static func boolean(_ value: Bool) -> ODataLiteral { ODataLiteral(checked: value ? "true" : "false") }

    /// A whole number.
    static func integer(_ value: Int64) -> ODataLiteral { ODataLiteral(checked: "\(value)") }

    /// A GUID, bare; `nil` when it is none.
    static func guid(_ text: String) -> ODataLiteral? {
        GUIDText.isGUID(text) ? ODataLiteral(checked: text) : nil
    }

    /// A decimal number, bare; `nil` when it is none.
    static func decimal(_ text: String) -> ODataLiteral? {
        CanonicalDecimal.text(text).map { ODataLiteral(checked: $0) }
    }

    /// A date, bare; `nil` when it is none.
    static func date(_ text: String) -> ODataLiteral? {
        Instant.isDate(text) ? ODataLiteral(checked: text) : nil
    }

    /// An instant, bare; `nil` when it is none.
    static func instant(_ text: String) -> ODataLiteral? {
        Instant.seconds(text) != nil ? ODataLiteral(checked: text) : nil
    }
}

/// Tells GUIDs from other texts.
enum GUIDText {
    /// Whether a text is a GUID: 8-4-4-4-12 hexadecimal digits.
    static func isGUID(_ text: String) -> Bool {
        guard text.utf8.count == 36 else { return false }
        for (index, byte) in text.utf8.enumerated() {
            switch index {
            case 8, 13, 18, 23: guard byte == UInt8(ascii: "-") else { return false }
            default:
                let isDigit = byte &- 0x30 < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 6
                guard isDigit else { return false }
            }
        }
        return true
    }

    /// A GUID in the form of a `RecordID`; every other text as it is.
    static func canonical(_ text: String) -> String {
        guard text.utf8.count == 36 else { return text }
        var copy = text
        let hasCapitals = copy.withUTF8 { bytes in
            var found = false
            for byte in bytes where byte &- 0x41 < 26 { found = true }
            return found
        }
        return hasCapitals && isGUID(text) ? text.lowercased() : text
    }
}

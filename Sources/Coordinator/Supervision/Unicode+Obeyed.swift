extension Unicode.Scalar {
    /// Whether whoever shows a text obeys this rather than showing it: control characters, line separators, and marks that
    /// turn the direction of writing.
    ///
    /// https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
    package var isObeyed: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}

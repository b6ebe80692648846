extension Fault.RewriteRule {
    /// The value that the server stores instead; what is not text stays.
    package func applied(to value: StoredValue) -> StoredValue {
        guard case .text(let text) = value else { return value }
        switch self {
        case .trim: return .text(text.trimmed)
        case .upper: return .text(text.uppercased())
        case .lower: return .text(text.lowercased())
        case .cut(let length): return .text(String(text.prefix(length)))
        case .fixed(let text): return .text(text)
        }
    }
}

extension StringProtocol {
    /// The text without white space at both ends.
    var trimmed: String {
        var text = self[...].drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

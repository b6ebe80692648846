import Coordinator

extension String {
    /// The text with control characters, escape sequences and direction overrides replaced by a visible mark: text from a
    /// remote system or a plugin must not steer a terminal.
    var harmless: String { replacingObeyed { _ in "\u{FFFD}" } }

    /// Several lines or cells, made harmless: what parts them stays.
    var harmlessLines: String { replacingObeyed { $0 == "\n" || $0 == "\t" ? nil : "\u{FFFD}" } }

    /// A text of JSON in which nothing is left for a terminal to obey.
    ///
    /// Such scalars stand inside of strings alone, where the escape means the same.
    var escapedForTerminals: String {
        replacingObeyed { scalar in
            let digits = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }

    private func replacingObeyed(_ replacement: (Unicode.Scalar) -> String?) -> String {
        guard unicodeScalars.contains(where: \.isObeyed) else { return self }
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar.isObeyed, let shown = replacement(scalar) {
                text.append(contentsOf: shown.unicodeScalars)
            } else {
                text.append(scalar)
            }
        }
        return String(text)
    }
}

/// Takes `Prefer` headers apart: `odata.maxpagesize=5, return=representation`, quoted values with commas included.
enum PreferenceText {
    /// The preferences; of several with one name the first counts, as RFC 7240 says.
    static func parse(_ headers: [(name: String, value: String)]) -> [String: String] {
        var preferences: [String: String] = [:]
        for header in headers where header.name.lowercased() == "prefer" {
            for part in parts(header.value) {
                let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let name = trim(halves[0]).lowercased()
                let value = halves.count > 1 ? trim(halves[1]) : ""
                if !name.isEmpty, preferences[name] == nil { preferences[name] = value }
            }
        }
        return preferences
    }

    private static func parts(_ value: String) -> [Substring] {
        var isQuoted = false
        return value.split { character in
            if character == "\"" { isQuoted.toggle() }
            return !isQuoted && (character == "," || character == ";")
        }
    }

    private static func trim(_ text: Substring) -> String {
        var text = text.drop { $0 == " " || $0 == "\t" || $0 == "\"" }
        while let last = text.last, last == " " || last == "\t" || last == "\"" { text.removeLast() }
        return String(text)
    }
}

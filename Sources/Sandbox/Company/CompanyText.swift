import Foundation

/// How the texts of a sample company are put together and misspelt.
enum CompanyText: Sendable {
    /// An address for electronic mail: plain letters, `.example` at the end.
    static func mail(_ name: String, at host: String) -> String { "\(plain(name, separator: "."))@\(host)" }

    /// A host name made of the words of a name, as many as people would type.
    static func host(_ name: String) -> String { "\(plain(String(name.prefix(36)), separator: "-")).example" }

    /// Small letters and digits of the ASCII range, words parted by a separator.
    static func plain(_ text: String, separator: Character) -> String {
        var result = ""
        for scalar in text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9": result.unicodeScalars.append(scalar)
            case "ß": result += "ss"
            case "æ": result += "ae"
            case "ø": result += "o"
            case "ł": result += "l"
            case "œ": result += "oe"
            case "’", "'", "\u{300}"..."\u{36f}": break
            default: if result.last != separator, !result.isEmpty { result.append(separator) }
            }
        }
        while result.last == separator { result.removeLast() }
        return result.isEmpty ? "kaisha" : result
    }

    /// The text without its accents, as somebody types it on a foreign keyboard.
    static func withoutAccents(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.decomposedStringWithCanonicalMapping.unicodeScalars.filter {
                    $0.properties.generalCategory != .nonspacingMark
                }))
    }

    /// A text of exactly so many UTF-16 code units, made longer with a phrase that fits.
    static func stretched(_ text: String, to length: Int, with phrase: String) -> String {
        var result = text
        while result.utf16.count < length { result += phrase }
        while result.utf16.count > length { result.removeLast() }
        while result.utf16.count < length { result += "." }
        return result.last == " " ? String(result.dropLast()) + "." : result
    }
}

extension CompanyRandom {
    /// The pattern with a digit for each `#`.
    mutating func digits(_ pattern: String) -> String {
        String(pattern.map { $0 == "#" ? Character("\(below(10))") : $0 })
    }
}

/// Text without what people leave out when they type a name again: case, accents, outer blanks.
enum LatinText: Sendable {
    /// Lower case, without accents on Latin letters and without outer blanks.
    static func plain(_ text: String) -> String {
        let lower = text.lowercased()
        guard !lower.utf8.allSatisfy({ $0 < 0x80 }) else { return lower.trimmedOfBlanks }
        var bare = ""
        for character in lower {
            if character.isASCII { bare.append(character) } else { bare += folded(character) }
        }
        return bare.trimmedOfBlanks
    }

    private static func folded(_ character: Character) -> String {
        switch character {
        case "ß": return "ss"
        case "æ": return "ae"
        case "œ": return "oe"
        case "þ": return "th"
        case "ð", "đ": return "d"
        case "ı": return "i"
        default: break
        }
        guard let first = character.unicodeScalars.first else { return "" }
        // What follows the first scalar of a character are marks on it.
        return first.isASCII ? String(first) : bases[first].map(String.init) ?? String(character)
    }

    /// What the letters of Latin scripts are without their accents; looked up once, since names of scalars are slow to come by.
    private static let bases: [Unicode.Scalar: Character] = {
        let scalars = (UInt32(0xC0)...0x24F).map { $0 } + (UInt32(0x1E00)...0x1EFF).map { $0 }
        return Dictionary(
            scalars.compactMap(Unicode.Scalar.init).compactMap { scalar in base(of: scalar).map { (scalar, $0) } },
            uniquingKeysWith: { first, _ in first })
    }()

    /// The letter that stands in the name of an accented one: «LATIN SMALL LETTER E WITH CIRCUMFLEX AND ACUTE».
    ///
    /// The standard library decomposes no text in public, but knows the names:
    /// https://www.unicode.org/versions/latest/core-spec/chapter-4/#G2082
    private static func base(of scalar: Unicode.Scalar) -> Character? {
        guard let name = scalar.properties.name, name.hasPrefix("LATIN SMALL LETTER ") else { return nil }
        let words = name.split(separator: " ")
        guard words.count > 4, words[4] == "WITH", words[3].utf8.count == 1 else { return nil }
        return words[3].lowercased().first
    }
}

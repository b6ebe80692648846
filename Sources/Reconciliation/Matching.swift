public import Model

extension MatchRule.Likeness {
    /// The form in which two values are compared; `nil` when the value is empty, which is no criterion.
    public func form(of value: FieldValue) -> String? {
        let text: String
        switch value {
        case .null: return nil
        case .boolean(let truth): text = truth ? "true" : "false"
        case .integer(let number): text = "\(number)"
        case .text(let own): text = own
        }
        let form =
            switch self {
            case .exact: text
            case .caseless: LatinText.plain(text)
            case .companyName: Self.companyName(text)
            case .phone: String(text.unicodeScalars.filter { ("0"..."9").contains($0) }.map(Character.init))
            }
        return form.isEmpty ? nil : form
    }

    /// The words of a name without punctuation and legal forms; if nothing else is left, the words as they are.
    private static func companyName(_ text: String) -> String {
        // «S.A.» is one word, «Smith-Jones» two: points vanish, everything else that is no letter or digit parts words.
        let plain = LatinText.plain(text)
        let words = plain.utf8.allSatisfy { $0 < 0x80 } ? wordsOfASCII(plain) : wordsOfAny(plain)
        let bare = words.filter { !legalForms.contains($0) }
        return (bare.isEmpty ? words : bare).joined(separator: " ")
    }

    private static func wordsOfAny(_ plain: String) -> [String] {
        plain.filter { $0 != "." && $0 != "'" && $0 != "’" }.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// The same for a text without accents, which most are: ten times as fast, and every record is looked up by its name.
    private static func wordsOfASCII(_ plain: String) -> [String] {
        plain.utf8.filter { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "'") }
            .split { !("a"..."z").contains(Unicode.Scalar($0)) && !("0"..."9").contains(Unicode.Scalar($0)) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private static let legalForms: Set<String> = [
        "ab", "ag", "aps", "as", "asa", "bv", "bvba", "co", "company", "corp", "corporation", "cv", "doo", "eg", "eirl",
        "eurl", "gmbh", "inc", "incorporated", "kft", "kg", "kgaa", "lda", "limited", "llc", "llp", "lp", "ltd", "ltda",
        "mbh", "nv", "ohg", "ou", "oy", "oyj", "plc", "pty", "sa", "sarl", "sas", "sasu", "scop", "se", "sl", "slu",
        "snc", "spa", "spolka", "sprl", "spzoo", "sro", "srl", "ug", "zoo", "und", "and", "et", "y", "e",
    ]
}

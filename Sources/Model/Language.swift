/// A language in which sentences are kept for people.
public enum Language: String, Sendable, Hashable, CaseIterable {
    /// English.
    case en
    /// French.
    case fr

    /// The language of a locale such as `fr_CH.UTF-8`; English for every other.
    public init(locale: String) {
        self = locale.lowercased().hasPrefix("fr") ? .fr : .en
    }
}

extension Language {
    /// The words for this language, set as its typography wants.
    ///
    /// Both stand side by side where they are used, so that neither can be forgotten, or speak of something else.
    package func pick(_ english: String, _ french: String) -> String {
        switch self {
        case .en: english
        case .fr: Self.setInFrench(french)
        }
    }

    /// The words for a number of things, each with the number in it; the number zero takes the singular in French.
    package func count(
        _ number: Int, _ english: (one: String, many: String), _ french: (one: String, many: String)
    ) -> String {
        pick(number == 1 ? english.one : english.many, abs(number) < 2 ? french.one : french.many)
    }

    /// In French a blank that no line may break at stands before `:;?!` and within guillemets; tables hold a common blank there.
    ///
    /// https://learn.microsoft.com/globalization/reference/microsoft-style-guides
    private static func setInFrench(_ text: String) -> String {
        let marks = "\u{A0}"
        var scalars = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if previous == " ", ":;?!»".unicodeScalars.contains(scalar) {
                scalars.removeLast()
                scalars.append(contentsOf: marks.unicodeScalars)
            }
            let follows = previous == "«" && scalar == " "
            scalars.append(contentsOf: follows ? marks.unicodeScalars : String.UnicodeScalarView([scalar]))
            previous = follows ? "\u{A0}" : scalar
        }
        return String(scalars)
    }
}

/// What a person reads about a problem: what happened, why, and what to do.
public struct Sentence: Sendable, Hashable {
    /// What happened.
    public var what: String
    /// Why, where it is known.
    public var why: String
    /// What to do, and who can.
    public var remedy: String

    /// Creates a sentence of three parts.
    public init(what: String, why: String = "", remedy: String) {
        self.what = what
        self.why = why
        self.remedy = remedy
    }

    /// The three parts as one line.
    public var line: String { [what, why, remedy].filter { !$0.isEmpty }.joined(separator: " ") }
}

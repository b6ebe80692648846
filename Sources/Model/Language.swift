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

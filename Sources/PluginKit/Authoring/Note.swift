import PluginProtocol

/// Something that a person should know about a configuration or a tenant.
public struct Note: Sendable, Hashable {
    /// How much it matters.
    public enum Severity: Sendable, Hashable, CaseIterable {
        /// It can't go on like this.
        case error
        /// It goes on, and somebody should know.
        case warning
        /// Good to know.
        case note
    }

    /// How much it matters.
    public var severity: Severity
    /// Where, as a path of names: `filters.blocked`; empty for the whole.
    public var path: String
    /// What it is, for a person who reads English.
    public var message: String
    /// What to do about it, for a person who reads English.
    public var hint: String?
    /// The same for people who read another language.
    public var translations: [Language: Words]

    /// What a note says in a language.
    public struct Words: Sendable, Hashable {
        /// What it is.
        public var message: String
        /// What to do about it.
        public var hint: String?
        /// Puts together what a note says.
        public init(_ message: String, hint: String? = nil) {
            self.message = message
            self.hint = hint
        }
    }

    /// Creates a note; a reader whose language has no translation reads the English.
    public init(
        _ severity: Severity, path: String = "", _ message: String, hint: String? = nil,
        translations: [Language: Words] = [:]
    ) {
        self.severity = severity
        self.path = path
        self.message = message
        self.hint = hint
        self.translations = translations
    }

    /// The note as it travels, in a language.
    func diagnostic(in language: Language) -> Diagnostic {
        let words = translations[language] ?? Words(message, hint: hint)
        let severity: Diagnostic.Severity =
            switch severity {
            case .error: .error
            case .warning: .warning
            case .note: .note
            }
        return Diagnostic(severity, path: path, message: words.message, hint: words.hint)
    }
}

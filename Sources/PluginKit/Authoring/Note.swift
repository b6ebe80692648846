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
    /// What it is, for a person.
    public var message: String
    /// What to do about it, for a person.
    public var hint: String?

    /// Creates a note.
    public init(_ severity: Severity, path: String = "", _ message: String, hint: String? = nil) {
        self.severity = severity
        self.path = path
        self.message = message
        self.hint = hint
    }

    /// The note as it travels.
    var diagnostic: Diagnostic {
        let severity: Diagnostic.Severity =
            switch severity {
            case .error: .error
            case .warning: .warning
            case .note: .note
            }
        return Diagnostic(severity, path: path, message: message, hint: hint)
    }
}

import Model

/// Why the configuration cannot be used: where, what, and what would be right.
struct ConfigurationError: Error, Sendable, Hashable {
    enum Reason: Error, Sendable, Hashable {
        case fileMissing
        case fileUnreadable(String)
        case notYAML(String)
        case missing(String)
        case unknown(String, nearest: String?, allowed: [String])
        case wrongKind(String, expected: Expected)
        case notAllowed(String, value: String, allowed: [String])
        /// A path that a setting names does not exist.
        case pathMissing(String, path: String)
        case secretMissing(String)
        case secretFileTooOpen(String)
        case secretFileMissing(String)
        case secretCommandFailed(String, status: String)
        case secretCommandSlow(String)
        case secretEmpty(Configuration.SecretSource)
    }

    /// What a setting has to be.
    enum Expected: Sendable, Hashable {
        case settings, text, texts, truth, value, entity
        case whole(ClosedRange<Int>)
    }

    /// The file.
    var path: String
    /// The line in it, from 1.
    var line: Int?
    var reason: Reason
}

import Model

/// Why the configuration cannot be used: where, what, and what would be right.
struct ConfigurationError: Error, Sendable, Hashable {
    enum Reason: Error, Sendable, Hashable {
        case fileMissing
        case fileUnreadable(Unreadable)
        case notYAML(Malformed)
        case missing(String)
        case unknown(String, nearest: String?, allowed: [String])
        case wrongKind(String, expected: Expected)
        case notAllowed(String, value: String, allowed: [String])
        /// A path that a setting names does not exist.
        case pathMissing(String, path: String)
        /// A setting says bubblewrap, and there is none.
        case noBubblewrap(String)
        /// A setting says bubblewrap, which does not do its work on this machine.
        case bubblewrapRefused(String, Bubblewrap.Refusal)
        /// What changes the map of an entity stands among its settings.
        case mapIsNoSetting(EntityName)
        /// A setting says bubblewrap, and a private file lies directly in a folder of programs, which every plugin sees.
        case amongPrograms(String, path: String, folder: String)
        case secretMissing(String)
        case secretFileTooOpen(String)
        case secretFileMissing(String)
        case secretCommandFailed(String, status: String)
        case secretCommandSlow(String)
        case secretEmpty(Configuration.SecretSource)
    }

    /// Why a file can't be read.
    enum Unreadable: Sendable, Hashable {
        /// By an error of the system.
        case system(Int32)
        /// It is a folder, a pipe or a device.
        case notPlain
        /// It has more than so many bytes.
        case tooLarge(limit: Int)
    }

    /// Why a file is not YAML.
    enum Malformed: Sendable, Hashable {
        /// Lines are indented with tabs, which YAML does not allow.
        case tab
        /// A setting stands there twice.
        case twice(String)
        /// It holds bytes that are no text.
        case noText
        /// Something else, at the line that is named.
        case other
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

import Foundation

/// Reads the file of the configuration: a plain file of a sane size.
enum ConfigurationFile {
    /// A configuration is a page or two; what is larger than a mebibyte is something else.
    static let limit = 1 << 20

    /// The bytes of the file.
    static func read(_ path: String) throws(ConfigurationError.Reason) -> Data {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw errno == ENOENT ? .fileMissing : .fileUnreadable(.system(errno))
        }
        // A pipe is a file to whoever writes `--configuration <(…)`, but it has no end that must come.
        guard status.st_mode & S_IFMT == S_IFREG else { throw .fileUnreadable(.notPlain) }
        guard status.st_size <= limit else { throw .fileUnreadable(.tooLarge(limit: limit)) }
        errno = 0
        guard let data = FileManager.default.contents(atPath: path) else {
            // The system's own reason, if it left one.
            throw .fileUnreadable(.system(errno == 0 ? EACCES : errno))
        }
        return data
    }
}

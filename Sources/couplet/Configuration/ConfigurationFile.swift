import Foundation

/// Reads the file of the configuration: a plain file of a sane size.
enum ConfigurationFile {
    /// A configuration is a page or two; what is larger than a mebibyte is something else.
    static let limit = 1 << 20

    /// The bytes of the file.
    static func read(_ path: String) throws(ConfigurationError.Reason) -> Data {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw errno == ENOENT ? .fileMissing : .fileUnreadable(String(cString: strerror(errno)))
        }
        // A pipe is a file to whoever writes `--configuration <(…)`, but it has no end that must come.
        guard status.st_mode & S_IFMT == S_IFREG else { throw .fileUnreadable("it is no plain file") }
        guard status.st_size <= limit else { throw .fileUnreadable("it is larger than \(limit) bytes") }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .fileUnreadable(String(cString: strerror(EACCES)))
        }
        return data
    }
}

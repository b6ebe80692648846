#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that only its owner may read: how it is made, read and told apart.
enum PrivateFile {
    /// The error number of the system, as a throwable value.
    struct SystemError: Error, Equatable {
        var code: Int32
    }

    /// What identifies a file while it has other names.
    struct Identity: Equatable, Sendable {
        var device: UInt64
        var number: UInt64
    }

    /// The identity, mode and size of the file at a path; `nil` when there is none.
    static func status(_ path: String) -> (identity: Identity, mode: UInt32, size: Int)? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return (
            Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino)), UInt32(status.st_mode & 0o7777),
            Int(status.st_size)
        )
    }

    /// Whether a plain file is at a path, or nothing yet.
    static func mayBePlain(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    }

    /// Whether files can be made in the folder that a path is in.
    static func isWritable(folderOf path: String) -> Bool {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        return access(folder, W_OK) == 0
    }

    /// Makes an empty file with mode 0600, or takes rights of others away from the one that is there.
    static func prepare(_ path: String) throws(SystemError) {
        try make(path)
        try tighten(path)
    }

    /// Makes an empty file with mode 0600, unless one is there.
    static func make(_ path: String) throws(SystemError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
            try syncFolder(of: path)
            return
        }
        guard errno == EEXIST else { throw SystemError(code: errno) }
    }

    /// Takes rights of others away from a file.
    static func tighten(_ path: String) throws(SystemError) {
        guard let found = status(path), found.mode & 0o077 != 0 else { return }
        guard chmod(path, 0o600) == 0 else { throw SystemError(code: errno) }
    }

    /// Makes a file with these bytes and mode 0600, whole or not at all, unless one is there already; returns whether it was made.
    static func create(_ path: String, _ bytes: [UInt8]) throws(SystemError) -> Bool {
        let draft = "\(path).new-\(getpid())"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError(code: errno) }
        defer { unlink(draft) }
        let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        let isSafe = written == bytes.count && fsync(descriptor) == 0
        let problem = errno
        close(descriptor)
        guard isSafe else { throw SystemError(code: problem) }
        guard link(draft, path) == 0 else {
            guard errno == EEXIST else { throw SystemError(code: errno) }
            return false
        }
        try syncFolder(of: path)
        return true
    }

    /// The bytes of a small file, with the mode of the file that was read; `nil` when there is none.
    static func read(_ path: String, atMost limit: Int) throws(SystemError) -> (bytes: [UInt8], mode: UInt32)? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw SystemError(code: errno) }
            return nil
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemError(code: errno) }
        let bytes = contents(descriptor, limit)
        return (bytes, UInt32(status.st_mode & 0o7777))
    }

    /// What stands at the start of an open file.
    static func contents(_ descriptor: Int32, _ limit: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            count = max(0, pread(descriptor, buffer.baseAddress, limit, 0))
        }
    }

    /// Makes the names in a file's folder reach the disk.
    private static func syncFolder(of path: String) throws(SystemError) {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError(code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemError(code: errno) }
    }
}

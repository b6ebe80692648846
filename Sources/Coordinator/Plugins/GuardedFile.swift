#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file or folder that was opened, and is judged by its descriptor: whatever its name leads to later.
struct GuardedFile: ~Copyable {
    /// What may stand at a path.
    enum Kind: Sendable { case file, folder }
    /// Why a path can't be opened.
    struct Failure: Error { var code: Int32 }

    let path: String
    private let descriptor: Int32
    private let status: stat

    /// Opens a path for reading; a symbolic link at its end is refused (`ELOOP`).
    init(_ path: String, _ kind: Kind) throws(Failure) {
        let flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | (kind == .folder ? O_DIRECTORY : 0)
        let descriptor = open(path, flags)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw Failure(code: code)
        }
        self.path = path
        self.descriptor = descriptor
        self.status = status
    }

    deinit { close(descriptor) }

    var isRegular: Bool { status.st_mode & S_IFMT == S_IFREG }
    var isExecutable: Bool { status.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH) != 0 }
    var rights: FileRights { FileRights(status) }

    var identity: FileIdentity {
        #if os(Linux)
            let (modified, changed) = (status.st_mtim, status.st_ctim)
        #else
            let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
        #endif
        return FileIdentity(
            device: UInt64(truncatingIfNeeded: status.st_dev), inode: UInt64(status.st_ino),
            size: Int64(status.st_size), modified: Self.nanoseconds(modified), changed: Self.nanoseconds(changed))
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }

    /// Reads from the start to the end, a piece at a time; `false` from `take` ends it.
    func read(_ take: (UnsafeRawBufferPointer) -> Bool) throws(Failure) {
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        var offset: off_t = 0
        while true {
            let count = pread(descriptor, &piece, piece.count, offset)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw Failure(code: errno) }
            guard count > 0, piece.withUnsafeBytes({ take(UnsafeRawBufferPointer(rebasing: $0[..<count])) }) else {
                return
            }
            offset += off_t(count)
        }
    }
}

/// Who may change a file: its owner, its group, and whether others may.
struct FileRights: Sendable {
    private let owner: uid_t
    private let group: gid_t
    private let mode: mode_t

    init(_ status: stat) { (owner, group, mode) = (status.st_uid, status.st_gid, status.st_mode) }

    /// The rights of what a path leads to; `nil` when there is nothing.
    init?(at path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Whether it belongs to a user, or to root.
    func belongs(to user: uid_t) -> Bool { owner == user || owner == 0 }

    /// Whether somebody else than a user or root may change it.
    func isWritableByOthers(than user: uid_t) -> Bool {
        if mode & S_IWOTH != 0 { return true }
        return mode & S_IWGRP != 0 && group != 0 && !Self.isPrivate(group, of: user)
    }

    /// Whether in a folder only the owner of an entry may remove or rename it.
    var isSticky: Bool { mode & S_ISVTX != 0 }

    /// Whether a group has one member, the user.
    ///
    /// Debian and its kin make one for each user: https://wiki.debian.org/UserPrivateGroups
    private static func isPrivate(_ group: gid_t, of user: uid_t) -> Bool {
        guard let account = getpwuid(user)?.pointee, account.pw_gid == group else { return false }
        let name = String(cString: account.pw_name)
        guard let members = getgrgid(group)?.pointee.gr_mem else { return false }
        var next = members
        while let member = next.pointee {
            if String(cString: member) != name { return false }
            next += 1
        }
        return true
    }
}

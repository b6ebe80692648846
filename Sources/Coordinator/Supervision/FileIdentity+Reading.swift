import Foundation

extension FileIdentity {
    /// What stands at a path now, a symbolic link for itself; `nil`, with `errno` set, when there is nothing.
    static func now(at path: String) -> FileIdentity? {
        var found = stat()
        guard lstat(path, &found) == 0 else { return nil }
        #if os(Linux)
            let (modified, changed) = (found.st_mtim, found.st_ctim)
        #else
            let (modified, changed) = (found.st_mtimespec, found.st_ctimespec)
        #endif
        return FileIdentity(
            device: UInt64(truncatingIfNeeded: found.st_dev), inode: UInt64(found.st_ino), size: Int64(found.st_size),
            modified: nanoseconds(modified), changed: nanoseconds(changed))
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}

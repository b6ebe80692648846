#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The right to own a store: a lock on a file beside it, which the system gives back when its process ends, however it ends.
///
/// The file says who holds it: process number and start time, so that a number that was given out anew is not believed.
final class StoreLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock of a store, or says who holds it.
    init(path: String) throws {
        let lockPath = path + ".lock"
        do {
            try PrivateFile.prepare(lockPath)
        } catch {
            throw SyncStoreError(error, path: path, during: .open)
        }
        let descriptor = open(lockPath, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw SyncStoreError(PrivateFile.SystemError(code: errno), path: path, during: .open)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let (problem, holder) = (errno, Self.holder(descriptor))
            close(descriptor)
            guard problem == EWOULDBLOCK else { throw SyncStoreError.cannotOpen(path: lockPath, code: problem) }
            throw SyncStoreError.inUse(path: path, pid: holder)
        }
        let note = Array("\(getpid()) \(Self.startTime(of: getpid()) ?? "-")\n".utf8)
        let written = ftruncate(descriptor, 0) == 0 ? pwrite(descriptor, note, note.count, 0) : -1
        guard written == note.count else {
            let problem = errno
            close(descriptor)
            throw problem == ENOSPC
                ? SyncStoreError.diskFull(path: path, during: .open)
                : SyncStoreError.cannotOpen(path: lockPath, code: problem)
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Gives the right back.
    func release() {
        _ = ftruncate(descriptor, 0)
        _ = flock(descriptor, LOCK_UN)
    }

    /// The process that owns a store, by what its lock says; `nil` when none does.
    static func owner(path: String) -> Int32? {
        let descriptor = open(path + ".lock", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return holder(descriptor)
    }

    /// The process that the file names, if it still is the one that wrote it.
    private static func holder(_ descriptor: Int32) -> Int32? {
        let words = String(decoding: PrivateFile.contents(descriptor, 64), as: UTF8.self)
            .split(whereSeparator: \.isWhitespace)
        guard words.count == 2, let pid = Int32(words[0]), words[1] == (startTime(of: pid) ?? "-") else { return nil }
        return pid
    }

    /// When a process started, in clock ticks since the machine did: field 22 of
    /// https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, and nothing where there is no such file.
    private static func startTime(of pid: Int32) -> String? {
        guard let (bytes, _) = try? PrivateFile.read("/proc/\(pid)/stat", atMost: 2_048) else { return nil }
        // The command's name is in parentheses and may hold anything, spaces and parentheses too.
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count > 19 ? String(fields[19]) : nil
    }
}

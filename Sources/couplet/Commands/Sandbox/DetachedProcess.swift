import Foundation

/// Starts a process that goes on when the command ends: in a session of its own, without input, its output in a file.
enum DetachedProcess {
    /// Starts a program; returns the number of the process, or throws what the system says.
    static func start(_ path: String, _ arguments: [String], log: String) throws -> pid_t {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // A task's thread blocks signals, and a child would inherit that: it could not be asked to end.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var ignored = sigset_t()
        sigemptyset(&ignored)
        sigaddset(&ignored, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &ignored)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF) | newSession)
        keepToOurselves()
        var pid = pid_t()
        let code = withStrings([path] + arguments) { words in
            withStrings(ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }) { environment in
                posix_spawn(&pid, path, &actions, &attributes, words, environment)
            }
        }
        guard code == 0 else { throw CommandError.sandboxNotReady(.system(code)) }
        return pid
    }

    /// Whether a process that was started here has ended.
    static func hasEnded(_ pid: pid_t) -> Bool {
        var status: Int32 = 0
        return waitpid(pid, &status, WNOHANG) == pid
    }

    /// Has descriptors that the command itself inherited end here: whoever waits for their end would wait for the child's.
    private static func keepToOurselves() {
        // Where the system has no such folder, nothing is known to be open beyond the three.
        let open = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd")) ?? []
        for descriptor in open.compactMap({ Int32($0) }) where descriptor > 2 {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
    }

    /// The flag `POSIX_SPAWN_SETSID`, which the C library shows under a macro of its own only.
    ///
    /// https://man7.org/linux/man-pages/man3/posix_spawn.3.html
    private static var newSession: Int16 {
        #if canImport(Darwin)
            0x0400
        #else
            0x80
        #endif
    }

    private static func withStrings<Value>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
    ) -> Value {
        let strings = texts.map { strdup($0) }
        defer { strings.forEach { free($0) } }
        return body(strings + [nil])
    }
}

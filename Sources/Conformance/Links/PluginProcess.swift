#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A plugin in a process of its own, in any language: with the environment, the folder and the group that the host would give it.
package final class PluginProcess: PluginLink {
    /// How a process ended.
    package enum End: Sendable, Hashable {
        /// It exited with a status.
        case exited(Int32)
        /// A signal ended it.
        case killed(Int32)
        /// It did not end in time, and was killed.
        case hung
    }

    /// The process, and its group.
    package let pid: Int32
    /// Its HOME, TMPDIR and working folder.
    package let scratch: String
    private let input: Int32
    private let output: Int32
    private let errors: Int32
    private let patience: Duration
    private var carry: [UInt8] = []
    private var isInputOpen = true
    private var end: End?

    /// Starts an executable; `patience` is how long a line is waited for.
    ///
    /// `nil` when it can't be started.
    package init?(_ command: [String], isStartedByHost: Bool = true, patience: Duration = .seconds(10)) {
        var toChild: [Int32] = [-1, -1]
        var fromChild: [Int32] = [-1, -1]
        guard let program = command.first, access(program, X_OK) == 0, let scratch = TemporaryPlace.folder(),
            let errors = TemporaryPlace.namelessFile(),
            pipe(&toChild) == 0, pipe(&fromChild) == 0
        else { return nil }
        // A child that another test starts must not hold the ends of these pipes open.
        for descriptor in [toChild[1], fromChild[0]] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        let started = Self.spawn(
            command, streams: [toChild[0], fromChild[1], errors], scratch: scratch, isStartedByHost: isStartedByHost)
        close(toChild[0])
        close(fromChild[1])
        guard let started else {
            for descriptor in [toChild[1], fromChild[0], errors] { close(descriptor) }
            TemporaryPlace.remove(scratch)
            return nil
        }
        (pid, input, output, self.patience) = (started, toChild[1], fromChild[0], patience)
        (self.scratch, self.errors) = (scratch, errors)
        signal(SIGPIPE, SIG_IGN)
    }

    deinit {
        _ = end(within: .zero)
        close(output)
        close(errors)
        TemporaryPlace.remove(scratch)
    }

    private static func spawn(
        _ command: [String], streams: [Int32], scratch: String, isStartedByHost: Bool
    ) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, stream) in streams.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, stream, Int32(number))
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        let environment =
            [
                "PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "TZ=UTC", "HOME=\(scratch)", "TMPDIR=\(scratch)",
                "SWIFT_BACKTRACE=registers=none,images=none,threads=crashed,limit=12,color=no,sanitize=yes",
            ] + (isStartedByHost ? ["COUPLET_PROTOCOL=1"] : [])
        // In its scratch folder, as the host starts it: posix_spawn itself can't change the folder everywhere.
        let words = ["/bin/sh", "-c", #"cd "$HOME" && exec "$0" "$@""#] + command
        let arguments = (words + (isStartedByHost ? ["--couplet-stdio"] : [])).map { strdup($0) } + [nil]
        let variables = environment.map { strdup($0) } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var pid = pid_t()
        return posix_spawn(&pid, words[0], &actions, &attributes, arguments, variables) == 0 ? pid : nil
    }

    /// Sends a line.
    package func send(_ line: [UInt8]) {
        var rest = line[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
            guard written > 0 else { return }  // It is gone; the answer that doesn't come will tell.
            rest = rest.dropFirst(written)
        }
    }

    /// The next line, waited for as long as the patience lasts.
    package func receive() -> ArraySlice<UInt8>? { receive(within: patience) }

    /// The next line, waited for as long as a time lasts.
    package func receive(within time: Duration) -> ArraySlice<UInt8>? {
        let deadline = ContinuousClock.now + time
        var searched = 0
        while true {
            if let newline = carry[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(carry[..<newline])
                carry.removeFirst(newline + 1)
                return line[...]
            }
            searched = carry.count
            // A line that never ends is none; the host keeps as little of it.
            guard carry.count < 64 << 20, waitForOutput(until: deadline), let more = readOutput() else { return nil }
            carry += more
        }
    }

    /// What is left of the output, up to its end.
    package func rest() -> [UInt8] {
        let deadline = ContinuousClock.now + patience
        while waitForOutput(until: deadline), let more = readOutput() { carry += more }
        return carry
    }

    /// The end of what it wrote to standard error.
    package var lastErrors: String {
        let size = lseek(errors, 0, SEEK_END)
        let start = max(0, size - 2000)
        let bytes = [UInt8](unsafeUninitializedCapacity: 2000) { buffer, count in
            count = max(0, pread(errors, buffer.baseAddress, 2000, start))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func waitForOutput(until deadline: ContinuousClock.Instant) -> Bool {
        let left = max(0, Int32((deadline - ContinuousClock.now) / .milliseconds(1)))
        var entry = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, left) > 0
    }

    private func readOutput() -> [UInt8]? {
        let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            count = max(0, read(output, buffer.baseAddress, 65_536))
        }
        return bytes.isEmpty ? nil : bytes
    }

    private func closeInput() {
        guard isInputOpen else { return }
        isInputOpen = false
        close(input)
    }

    /// Ends the stream to the plugin, waits until the process ends, and kills it and its group when it doesn't within `grace`.
    @discardableResult
    package func end(within grace: Duration = .seconds(5)) -> End {
        closeInput()
        if let end { return end }
        let deadline = ContinuousClock.now + grace
        var status: Int32 = 0
        while waitpid(pid, &status, WNOHANG) == 0 {
            guard ContinuousClock.now < deadline else {
                kill(-pid, SIGKILL)
                waitpid(pid, &status, 0)
                end = .hung
                return .hung
            }
            usleep(2000)
        }
        let signal = status & 0x7F
        let found: End = signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal)
        end = found
        return found
    }

    /// Whether something that it started is still there, now that it has ended; it is killed.
    package func leftSomethingBehind() -> Bool {
        // A child that ends with it has a moment to go.
        for _ in 0..<50 {
            guard kill(-pid, 0) == 0 else { return false }
            usleep(2000)
        }
        kill(-pid, SIGKILL)
        return true
    }
}

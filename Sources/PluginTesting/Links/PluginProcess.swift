#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A plugin in a process of its own, in any language.
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

    private let pid: pid_t
    private let input: Int32
    private let output: Int32
    private let patience: Duration
    private var carry: [UInt8] = []
    private var isInputOpen = true

    /// Starts an executable; `patience` is how long a line is waited for.
    ///
    /// `nil` when it can't be started.
    package init?(_ command: [String], isStartedByHost: Bool = true, patience: Duration = .seconds(10)) {
        var toChild: [Int32] = [-1, -1]
        var fromChild: [Int32] = [-1, -1]
        guard pipe(&toChild) == 0, pipe(&fromChild) == 0 else { return nil }
        // A child that another test starts must not hold the ends of these pipes open.
        for descriptor in [toChild[1], fromChild[0]] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        let started = Self.spawn(command, input: toChild[0], output: fromChild[1], isStartedByHost: isStartedByHost)
        close(toChild[0])
        close(fromChild[1])
        guard let started else {
            close(toChild[1])
            close(fromChild[0])
            return nil
        }
        (pid, input, output, self.patience) = (started, toChild[1], fromChild[0], patience)
        signal(SIGPIPE, SIG_IGN)
    }

    deinit {
        closeInput()
        close(output)
    }

    private static func spawn(_ command: [String], input: Int32, output: Int32, isStartedByHost: Bool) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        let environment =
            ["PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "TZ=UTC"]
            + (isStartedByHost ? ["COUPLET_PROTOCOL=1"] : [])
        let arguments = (command + (isStartedByHost ? ["--couplet-stdio"] : [])).map { strdup($0) } + [nil]
        let variables = environment.map { strdup($0) } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var pid = pid_t()
        return posix_spawnp(&pid, command[0], &actions, nil, arguments, variables) == 0 ? pid : nil
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
    package func receive() -> ArraySlice<UInt8>? {
        let deadline = ContinuousClock.now + patience
        while true {
            if let newline = carry.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(carry[..<newline])
                carry.removeFirst(newline + 1)
                return line[...]
            }
            guard waitForOutput(until: deadline), let more = readOutput() else { return nil }
            carry += more
        }
    }

    /// What is left of the output, up to its end.
    package func rest() -> [UInt8] {
        let deadline = ContinuousClock.now + patience
        while waitForOutput(until: deadline), let more = readOutput() { carry += more }
        return carry
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

    /// Ends the stream to the plugin, waits until the process ends, and kills it when it doesn't within `grace`.
    package func end(within grace: Duration = .seconds(5)) -> End {
        closeInput()
        let deadline = ContinuousClock.now + grace
        var status: Int32 = 0
        while waitpid(pid, &status, WNOHANG) == 0 {
            guard ContinuousClock.now < deadline else {
                kill(pid, SIGKILL)
                waitpid(pid, &status, 0)
                return .hung
            }
            usleep(2000)
        }
        let signal = status & 0x7F
        return signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal)
    }
}

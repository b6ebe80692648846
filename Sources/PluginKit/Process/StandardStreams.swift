#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The streams between plugin and host, out of reach of a stray `print` and of child processes.
struct StandardStreams: Sendable {
    private let input: Int32
    private let output: Int32
    /// What came in while something was to be written; so that a host that writes first and reads then is not kept waiting.
    private var early: [[UInt8]] = []

    /// The chunks that are taken in early at most: 16 MiB.
    private static let mostEarly = 256

    private init(input: Int32, output: Int32) {
        self.input = input
        self.output = output
    }

    /// Takes the standard streams over, before anything else runs: what is printed afterwards goes to stderr, and who
    /// reads standard input finds nothing; `nil` when the system refuses.
    static func takeOver() -> StandardStreams? {
        // Close on exec: a child that outlives the plugin must not keep the host waiting for the end of the stream.
        let output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        let input = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        // Without either, what is printed would go into the conversation, or a part of it would be read by somebody else.
        guard output >= 0, input >= 0, nothing >= 0, dup2(STDERR_FILENO, STDOUT_FILENO) >= 0,
            dup2(nothing, STDIN_FILENO) >= 0
        else { return nil }
        close(nothing)
        _ = fcntl(output, F_SETFL, fcntl(output, F_GETFL) | O_NONBLOCK)
        // A host that went away is told by the result of a write, not by a signal.
        signal(SIGPIPE, SIG_IGN)
        return StandardStreams(input: input, output: output)
    }

    /// The next bytes from the host, at most 64 KiB; `nil` at the end of the stream.
    mutating func read() throws(StreamFailure) -> [UInt8]? {
        let bytes = early.isEmpty ? try readChunk() : early.removeFirst()
        return bytes.isEmpty ? nil : bytes
    }

    /// Writes all bytes to the host, and takes in what the host sends meanwhile: neither ever waits for the other.
    mutating func write(_ bytes: [UInt8]) throws(StreamFailure) {
        var start = 0
        while start < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                retrying { Self.systemWrite(output, buffer.baseAddress.map { $0 + start }, bytes.count - start) }
            }
            if written > 0 {
                start += written
            } else if errno == EAGAIN {
                try waitForRoom()
            } else {
                throw StreamFailure(code: errno)
            }
        }
    }

    private mutating func waitForRoom() throws(StreamFailure) {
        // After the end of the input there is nothing more to take in; and a host that floods has to wait.
        let isFull = early.last?.isEmpty ?? false || early.count >= Self.mostEarly
        var entries = [
            pollfd(fd: output, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: isFull ? -1 : input, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&entries, 2, -1) >= 0 || errno == EINTR else { throw StreamFailure(code: errno) }
        if entries[1].revents != 0 { early.append(try readChunk()) }
    }

    /// The next bytes; none at the end of the stream.
    private func readChunk() throws(StreamFailure) -> [UInt8] {
        let size = 65_536  // What a pipe holds: pipe(7).
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            let result = retrying { Self.systemRead(input, buffer.baseAddress, size) }
            if result < 0 { failure = errno }
            count = max(0, result)
        }
        guard failure == 0 else { throw StreamFailure(code: failure) }
        return bytes
    }

    private func retrying(_ call: () -> Int) -> Int {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }

    private static func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, buffer, count)
        #elseif canImport(Musl)
            Musl.read(descriptor, buffer, count)
        #else
            Darwin.read(descriptor, buffer, count)
        #endif
    }

    private static func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, buffer, count)
        #elseif canImport(Musl)
            Musl.write(descriptor, buffer, count)
        #else
            Darwin.write(descriptor, buffer, count)
        #endif
    }
}

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import Model

/// Where the command line writes: results to standard output, everything else to standard error.
struct Console: Sendable {
    /// Whether standard error is a terminal on which lines can be redrawn.
    let isTerminal: Bool
    /// The columns of the terminal, 80 when it is not known.
    let width: Int
    /// The language of sentences.
    let language: Language

    init(language: Language, environment: [String: String]) {
        self.language = language
        isTerminal = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
        width = environment["COLUMNS"].flatMap { Int($0) } ?? Self.terminalWidth() ?? 80
    }

    /// Writes a line of a result.
    func print(_ line: String) { Self.write(line + "\n", to: STDOUT_FILENO) }

    /// Takes the last lines of the result back, on a terminal: what follows stands in their place.
    func takeBack(lines: Int) {
        guard lines > 0, isTerminal, isatty(STDOUT_FILENO) == 1 else { return }
        Self.write("\u{1B}[\(lines)A\u{1B}[J", to: STDOUT_FILENO)
    }

    /// Writes a line about what goes on.
    func note(_ line: String) { Self.write(line + "\n", to: STDERR_FILENO) }

    /// Writes to standard error as it is, for what redraws itself.
    func draw(_ text: String) { Self.write(text, to: STDERR_FILENO) }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { return }  // a closed pipe: whoever read it has seen enough
            bytes = bytes.dropFirst(written)
        }
    }

    private static func terminalWidth() -> Int? {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}

private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, start, count)
}

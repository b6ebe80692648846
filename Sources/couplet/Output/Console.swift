#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import ArgumentParser
import Model

/// Where the command line writes: results to standard output, everything else to standard error.
struct Console: Sendable {
    /// Whether standard error is a terminal on which lines can be redrawn.
    let isTerminal: Bool
    /// The columns of the terminal, 80 when it is not known.
    let width: Int
    /// The columns of the terminal that results go to; `nil` when they go to a file or another program, which want whole lines.
    let outputWidth: Int?
    /// Takes secrets out of whatever is written.
    let secrets: LiveSecrets
    /// Whether results arrive.
    let delivery = Delivery()

    init(environment: [String: String], secrets: LiveSecrets) {
        self.secrets = secrets
        isTerminal = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
        let asked = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        width = asked ?? Self.width(of: STDERR_FILENO) ?? 80
        outputWidth = isatty(STDOUT_FILENO) == 1 ? asked ?? Self.width(of: STDOUT_FILENO) ?? 80 : nil
    }

    /// Writes a line of a result; nothing in it steers a terminal.
    func print(_ line: String) { write(line.harmlessLines + "\n", to: STDOUT_FILENO) }

    /// Takes the last lines of the result back, on a terminal: what follows stands in their place.
    func takeBack(lines: Int) {
        guard lines > 0, isTerminal, isatty(STDOUT_FILENO) == 1 else { return }
        write("\u{1B}[\(lines)A\u{1B}[J", to: STDOUT_FILENO)
    }

    /// Writes a line about what goes on; nothing in it steers a terminal.
    func note(_ line: String) { write(line.harmlessLines + "\n", to: STDERR_FILENO) }

    /// Writes a sentence about what goes on: on a terminal in lines that end between words.
    func say(_ text: String) {
        for line in text.wrapped(to: isTerminal ? width : nil) { note(line) }
    }

    /// Tells of an error where no command does; returns how the process ends.
    func tell(_ error: any Error, _ language: Language) -> ExitCode {
        let report = ErrorReport(error, language: language)
        say("couplet: " + report.sentence.line.harmless)
        return report.exitCode
    }

    /// Writes to standard error as it is, for what redraws itself.
    func draw(_ text: String) { write(text, to: STDERR_FILENO) }

    private func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(secrets.withoutSecrets(text).utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else {
                // Of a closed pipe: whoever read it has seen enough.
                if descriptor == STDOUT_FILENO, errno != EPIPE { delivery.fail(errno) }
                return
            }
            bytes = bytes.dropFirst(written)
        }
    }

    private static func width(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}

private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, start, count)
}

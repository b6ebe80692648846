import Foundation
package import Model
import Subprocess

/// How a process ended.
package enum ProcessEnd: Sendable, Hashable {
    /// By itself, with a status.
    case exited(Int32)
    /// By a signal: `SIGSEGV`.
    case signaled(String)

    init(_ status: TerminationStatus) {
        switch status {
        case .exited(let code): self = .exited(code)
        case .signaled(let signal): self = .signaled(Self.name(signal))
        }
    }

    /// Reads its code; `nil` when it is none.
    init?(code: String) {
        let words = code.split(separator: " ")
        guard words.count == 2 else { return nil }
        switch words[0] {
        case "exited":
            guard let status = Int32(words[1]) else { return nil }
            self = .exited(status)
        case "signaled": self = .signaled(String(words[1]))
        default: return nil
        }
    }

    /// A code for the store: `exited 3`, `signaled SIGSEGV`.
    var code: String {
        switch self {
        case .exited(let status): "exited \(status)"
        case .signaled(let signal): "signaled \(signal)"
        }
    }

    /// The words for a person.
    package func words(in language: Language) -> String {
        switch self {
        case .exited(let status): language.pick("exit status \(status)", "code de sortie \(status)")
        case .signaled(let signal): language.pick("killed by \(signal)", "arrêté par \(signal)")
        }
    }

    private static func name(_ signal: Int32) -> String {
        let names: [Int32: String] = [
            SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL", SIGTRAP: "SIGTRAP",
            SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGKILL: "SIGKILL", SIGSEGV: "SIGSEGV",
            SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM", SIGTERM: "SIGTERM", SIGXCPU: "SIGXCPU", SIGXFSZ: "SIGXFSZ",
            SIGSYS: "SIGSYS", SIGUSR1: "SIGUSR1", SIGUSR2: "SIGUSR2",
        ]
        return names[signal] ?? "\(signal)"
    }
}

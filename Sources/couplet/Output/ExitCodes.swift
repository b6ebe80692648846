import ArgumentParser
import Model

/// How the command line ends, for scripts: documented in the guide for operators.
enum ExitCodes {
    /// All is settled.
    static let complete = ExitCode(0)
    /// Some records wait or are set aside; the rest is settled.
    static let partly = ExitCode(1)
    /// The command or the configuration is wrong.
    static let usage = ExitCode(2)
    /// A guard or a blocked entity needs a person.
    static let needsPerson = ExitCode(3)
    /// Something failed.
    static let failed = ExitCode(4)
    /// A person stopped it.
    static let cancelled = ExitCode(130)
}

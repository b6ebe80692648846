import ArgumentParser
import CHeap
import Foundation

@main
struct Couplet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "couplet",
        abstract: "Keeps Business Central and Dynamics 365 Sales in step, record by record.",
        discussion: """
            Start with: couplet doctor, then couplet plan, then couplet sync.
            No systems at hand? couplet sandbox start serves both on this machine, with a sample company.

            Exit codes: 0 all is settled, 1 some records wait or are set aside, 2 the command or the configuration is \
            wrong, 3 a guard or a blocked entity needs a person, 4 something failed, 130 cancelled.
            """,
        version: Version.text,
        groupedSubcommands: [
            CommandGroup(name: "Synchronize", subcommands: [SyncCommand.self, PlanCommand.self, RetryCommand.self]),
            CommandGroup(
                name: "Look",
                subcommands: [
                    StatusCommand.self, ErrorsCommand.self, WhyCommand.self, CouplingsCommand.self, PluginsCommand.self,
                    DoctorCommand.self,
                ]),
            CommandGroup(name: "Play", subcommands: [SandboxCommand.self]),
        ])

    /// Runs the command; a mistake in the command line ends with 2, as documented, not with the parser's own code.
    static func main() async {
        umask(0o077)
        // At the same speed, a seventh less memory in a first run (docs/measurements/main-job.md).
        couplet_limit_heaps(2, 1 << 20)
        signal(SIGPIPE, SIG_IGN)
        openStandardStreams()
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            let code = exitCode(for: error)
            guard code == .validationFailure else { exit(withError: error) }
            var message = fullMessage(for: error)
            if let misspelt = MisspeltCommand(in: Array(CommandLine.arguments.dropFirst())) {
                message =
                    "Error: There is no command \(misspelt.word). Did you mean \(misspelt.nearest)?\n"
                    + message.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().joined(
                        separator: "\n")
            }
            Console(environment: [:], secrets: LiveSecrets()).note(message)
            exit(withError: ExitCodes.usage)
        }
    }

    /// Takes the place of standard streams that whoever started us closed: what is printed would go into the next file or connection.
    private static func openStandardStreams() {
        for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) == -1 {
            // The lowest free number is the one that was closed.
            _ = open("/dev/null", O_RDWR)
        }
    }
}

/// The version of this build.
enum Version {
    static let text = "1.0.0-dev"
}

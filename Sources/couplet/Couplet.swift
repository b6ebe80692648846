import ArgumentParser
import CHeap
import Foundation
import Model

@main
struct Couplet: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "couplet",
            abstract: Help.said(
                "Keeps Business Central and Dynamics 365 Sales in step, record by record.",
                "Garde Business Central et Dynamics 365 Sales au même pas, enregistrement par enregistrement."),
            discussion: Help.said(
                """
                Start with: couplet doctor, then couplet plan, then couplet sync.
                No systems at hand? couplet sandbox start serves both on this machine, with a sample company.

                Exit codes: 0 all is settled, 1 some records wait or are set aside, 2 the command or the configuration is \
                wrong, 3 a guard or a blocked entity needs a person, 4 something failed, 130 cancelled.
                """,
                """
                Commencez par : couplet doctor, puis couplet plan, puis couplet sync.
                Pas de systèmes sous la main ? couplet sandbox start sert les deux sur cette machine, avec une société d'exemple.

                Codes de sortie : 0 tout est réglé, 1 des enregistrements attendent ou sont mis de côté, 2 la commande ou la \
                configuration est fausse, 3 un garde-fou ou une entité bloquée demande quelqu'un, 4 quelque chose a échoué, 130 annulé.
                """),
            version: Version.text,
            groupedSubcommands: [
                CommandGroup(
                    name: Help.said("Synchronize", "Synchroniser"),
                    subcommands: [SyncCommand.self, PlanCommand.self, RetryCommand.self]),
                CommandGroup(
                    name: Help.said("Look", "Regarder"),
                    subcommands: [
                        StatusCommand.self, ErrorsCommand.self, WhyCommand.self, CouplingsCommand.self,
                        DoctorCommand.self, AvailabilityCommand.self,
                    ]),
                CommandGroup(
                    name: Help.said("Extend", "Étendre"), subcommands: [PluginCommand.self, MappingCommand.self]),
                CommandGroup(name: Help.said("Play", "Jouer"), subcommands: [SandboxCommand.self]),
            ])
    }

    static func main() async {
        umask(0o077)
        // Where it is refused, the rights of files and the limits of plugins still hold.
        _ = couplet_hide_memory()
        // At the same speed, a seventh less memory in a first run (docs/measurements/main-job.md).
        couplet_limit_heaps(2, 1 << 20)
        signal(SIGPIPE, SIG_IGN)
        openStandardStreams()
        let arguments = Array(CommandLine.arguments.dropFirst())
        let environment = ProcessInfo.processInfo.environment
        let language = Language(arguments: arguments, environment: environment)
        let console = Console(environment: environment, secrets: LiveSecrets())
        let code = await Help.$language.withValue(language) { await end(of: arguments, console, language) }
        Self.exit(withError: code)
    }

    /// Carries out a command line, and returns how it ended; a mistake in it ends with 2, as documented, not with the parser's own code.
    private static func end(of arguments: [String], _ console: Console, _ language: Language) async -> ExitCode {
        do {
            try MachineLimits.check()
            var command = try parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return ExitCodes.complete
        } catch let error as CommandError {
            return console.tell(error, language)
        } catch {
            let code = exitCode(for: error)
            let text = fullMessage(for: error)
            if code == .validationFailure {
                console.note(mistake(text, in: arguments, language))
                return ExitCodes.usage
            }
            // Help, the version, or a script for a shell; nothing where a command has told everything itself.
            if !text.isEmpty { console.print(language == .fr ? ParserWords().inFrench(text) : text) }
            return console.delivery.failure.map { console.tell(CommandError.outputLost($0), language) } ?? code
        }
    }

    /// What is wrong with a command line, in the words of the parser, or with the command that was probably meant.
    private static func mistake(_ message: String, in arguments: [String], _ language: Language) -> String {
        var message = message
        if let misspelt = MisspeltCommand(in: arguments) {
            let said = language.pick(
                "There is no command \(misspelt.word). Did you mean \(misspelt.nearest)?",
                "Il n'y a pas de commande \(misspelt.word). Vouliez-vous dire \(misspelt.nearest) ?")
            let lines =
                ["Error: " + said] + message.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
            message = lines.joined(separator: "\n")
        }
        return language == .fr ? ParserWords().inFrench(message) : message
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

import ArgumentParser
import Foundation

/// `couplet sandbox start`: starts the sandbox, and writes the configuration for it.
struct SandboxStart: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "start",
            abstract: Help.said(
                "Starts the sandbox, and writes a configuration that names it.",
                "Démarre le bac à sable, et écrit une configuration qui le nomme."),
            discussion: Help.said(
                """
                The sandbox goes on when the command has ended, until couplet sandbox stop. Its data is in memory: a new start \
                begins with the sample company as it was, and with a new store.
                """,
                """
                Le bac à sable continue quand la commande a fini, jusqu'à couplet sandbox stop. Ses données sont en mémoire : un \
                nouveau démarrage commence avec la société d'exemple comme elle était, et avec une nouvelle base.
                """))
    }

    @OptionGroup var options: CommonOptions
    @OptionGroup var sandbox: SandboxOptions

    @Option(
        help: .said(
            "Make a company of so many customers, instead of the sample company.",
            "Fait une société de tant de clients, au lieu de la société d'exemple."))
    var records: Int?

    @Option(
        help: .said(
            "The seed of ids, of faults and of the large company.",
            "La graine des identifiants, des pannes et de la grande société."))
    var seed: UInt64 = 1

    @Flag(
        help: .said(
            "Speak TLS, with a certificate that is made for it.", "Parle TLS, avec un certificat fait pour cela."))
    var tls = false

    @Flag(help: .said("Leave the company empty.", "Laisse la société vide."))
    var empty = false

    @Flag(help: .said("Enforce no rate limits.", "N'impose aucune limite de débit."))
    var unlimited = false

    func validate() throws {
        if let records, !(1...100_000_000).contains(records) {
            throw ValidationError(
                Help.said(
                    "--records is a number from 1 to 100000000.", "--records est un nombre de 1 à 100000000."))
        }
    }

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            if let place = sandbox.files.running() {
                session.remark(session.sentences.sandboxRunsAlready)
                tell(place, session, configuration: options.configuration)
                return ExitCodes.complete
            }
            if try sandbox.files.prepare() { session.remark(session.sentences.sandboxStoreRemoved) }
            let place = try await start()
            try sandbox.files.write("\(place.pid)\n", to: sandbox.files.pid)
            try sandbox.files.write(place.secret + "\n", to: sandbox.files.secret)
            tell(place, session, configuration: try writeConfiguration(place))
            return ExitCodes.complete
        }
    }

    /// Starts the process, and waits until it can be reached.
    private func start() async throws -> SandboxPlace {
        guard let program = PluginFolders.beside("couplet-sandbox") else {
            throw CommandError.sandboxNotReady(.notInstalled)
        }
        let files = sandbox.files
        let pid = try DetachedProcess.start(program, arguments, log: files.log)
        let clock = ContinuousClock()
        // A large company takes its time to be made.
        let deadline = clock.now + .seconds(60 + (records ?? 0) / 500)
        while clock.now < deadline {
            if let place = files.running() { return place }
            guard !DetachedProcess.hasEnded(pid) else { throw CommandError.sandboxNotReady(.said(files.lastWords)) }
            do {
                try await Task.sleep(for: .milliseconds(20))
            } catch {
                kill(pid, SIGTERM)
                throw error
            }
        }
        kill(pid, SIGTERM)
        throw CommandError.sandboxNotReady(.said(files.lastWords))
    }

    private var arguments: [String] {
        var arguments = ["serve", "--ready-file", sandbox.files.ready, "--seed", "\(seed)"]
        if let records { arguments += ["--records", "\(records)"] }
        if tls { arguments += ["--tls", "--certificates", sandbox.files.path] }
        if empty { arguments.append("--empty") }
        if unlimited { arguments.append("--unlimited") }
        return arguments
    }

    /// Writes the configuration, and never over one that a person wrote: then into the sandbox's own folder.
    private func writeConfiguration(_ place: SandboxPlace) throws -> String {
        let wanted = options.configuration
        let path = SandboxConfiguration.mayReplace(wanted) ? wanted : sandbox.files.path + "/couplet.yaml"
        let isBeside = !path.contains("/") && !sandbox.files.path.hasPrefix("/")
        func named(_ file: String) -> String {
            isBeside ? file : URL(fileURLWithPath: file).standardizedFileURL.path
        }
        let text = SandboxConfiguration(
            place: place, secret: named(sandbox.files.secret), store: named(sandbox.files.store)
        ).text
        try sandbox.files.write(text, to: path)
        return path
    }

    private func tell(_ place: SandboxPlace, _ session: Session, configuration: String) {
        if options.json {
            session.console.print(place.json.line)
        } else {
            for line in session.sentences.sandboxRuns(place, configuration: configuration) {
                session.console.print(line)
            }
        }
    }
}

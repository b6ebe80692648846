import ArgumentParser
import Conformance
import Coordinator
import JSON
import Model

/// `couplet plugin replay PATH FILE…`: whether a plugin decides again what it decided in recorded conversations.
struct PluginReplayCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "replay",
            abstract: Help.said(
                "Has a plugin live through recorded conversations again, and names what it decides otherwise.",
                "Fait revivre à un module des conversations enregistrées, et nomme ce qu'il décide autrement."),
            discussion: Help.said(
                """
                It runs with the rights of this user: a launcher of the configuration, such as bubblewrap, holds it in runs alone.
                """,
                """
                Il tourne avec les droits de cet utilisateur : un lanceur de la configuration, comme bubblewrap, ne le retient que \
                dans les exécutions.
                """))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .said("The folder that holds plugin.json.", "Le dossier qui contient plugin.json.", valueName: "path"),
        completion: .directory)
    var path: String

    @Argument(
        help: .said("Recorded conversations.", "Des conversations enregistrées.", valueName: "file"),
        completion: .file(extensions: ["jsonl"]))
    var files: [String]

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            let plugin = try PluginInHand(at: path, comparesDigests: false).plugin
            var isSame = true
            for file in files {
                let transcript = try Transcript(recorded: file)
                guard let process = PluginProcess(plugin.command) else {
                    throw PluginCommandError.unreadable(plugin.executable, 0)
                }
                let differences = transcript.differences(with: process)
                process.end()
                isSame = isSame && differences.isEmpty
                show(differences, file, session)
            }
            return isSame ? ExitCodes.complete : ExitCodes.needsPerson
        }
    }

    private func show(_ differences: [String], _ file: String, _ session: Session) {
        if options.json {
            session.console.print(
                (["file": .string(file), "differences": .array(differences.map(JSONValue.string))] as JSONValue).line)
        } else if differences.isEmpty {
            session.console.print(session.pluginWords.replayed(file))
        } else {
            for difference in differences { session.console.print("\(file): \(difference)".harmless) }
        }
    }
}

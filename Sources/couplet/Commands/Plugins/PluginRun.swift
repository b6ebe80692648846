import ArgumentParser
import Conformance
import Coordinator
import Foundation
import Model
import PluginProtocol

/// `couplet plugin run PATH`: runs the plugin in a folder by hand, and shows its conversation.
struct PluginRun: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "run",
            abstract: Help.said(
                "Runs a plugin from its folder, installed or not, and shows what it says.",
                "Exécute un module depuis son dossier, installé ou non, et montre ce qu'il dit."),
            discussion: Help.said(
                """
                Its entity alone runs, against the systems of the configuration, in place of an installed plugin for that entity. \
                Without --write, nothing is written: decisions are shown as a plan.
                """,
                """
                Seule son entité s'exécute, sur les systèmes de la configuration, à la place d'un module installé pour cette entité. \
                Sans --write, rien n'est écrit : les décisions sont montrées comme un plan.
                """))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .said("The folder that holds plugin.json.", "Le dossier qui contient plugin.json.", valueName: "path"),
        completion: .directory)
    var path: String

    @Flag(
        help: .said(
            "Writes what is decided; approves what a first run creates.",
            "Écrit ce qui est décidé ; approuve ce qu'une première exécution crée."))
    var write = false

    @Flag(
        help: .said(
            "Shows messages whole, with the values of records.", "Montre les messages entiers, avec les valeurs."))
    var values = false

    func run() async throws {
        var opened = try Session(options)
        let plugin: InstalledPlugin
        // It holds values of records: nobody can foretell its name, and it is for this user alone.
        let made = TemporaryPlace.folder("couplet-run")
        defer { if let made { TemporaryPlace.remove(made) } }
        let folder: String
        do {
            guard let made else {
                throw PluginCommandError.unwritable(FileManager.default.temporaryDirectory.path, errno)
            }
            folder = made
            opened.conversations = folder
            plugin = try PluginInHand(at: path).plugin
            opened.inHand = plugin
        } catch {
            return try await opened.reporting { throw error }
        }
        let session = opened
        let selected = RunSelection(entities: [plugin.manifest.entity.text])
        try await session.reporting {
            let printer = ConversationPrinter(session: session, showsValues: values)
            let code = try await session.synchronize(
                selected, mode: .incremental, effect: write ? .write : .dryRun, approval: write ? .everything : .none,
                showing: write ? nil : PlanPrinter(limit: 20, selection: selected.words, session: session))
            for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
                session.console.print("")
                session.console.print(session.pluginWords.conversation(file))
                printer.show(try Transcript(recorded: folder + "/" + file))
            }
            if !write { session.remark(session.pluginWords.dry(path)) }
            return code
        }
    }
}

import ArgumentParser
import Conformance
import Coordinator
import Foundation
import JSON
import Model
import PluginProtocol
import RemoteSystems

/// `couplet plugin test PATH`: whether a plugin, in any language, keeps the rules of the protocol.
struct PluginTest: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "test",
            abstract: Help.said(
                "Checks that a plugin, in any language, keeps the rules of the protocol.",
                "Vérifie qu'un module, en tout langage, respecte les règles du protocole."),
            discussion: Help.said(
                """
                The plugin is started and talked with as the host does, many times; nothing is written to any system. Records come \
                from sample.json beside plugin.json, or are made up from the metadata of the systems that the configuration names. \
                Ends with 3 when a rule is broken. The rules: couplet plugin rules
                It runs with the rights of this user: a launcher of the configuration, such as bubblewrap, holds it in runs alone.
                """,
                """
                Le module est démarré et interrogé comme le fait l'hôte, bien des fois ; rien n'est écrit dans aucun système. Les \
                enregistrements viennent de sample.json à côté de plugin.json, ou sont inventés d'après les métadonnées des systèmes \
                que la configuration nomme. Finit par 3 quand une règle est enfreinte. Les règles : couplet plugin rules
                Il tourne avec les droits de cet utilisateur : un lanceur de la configuration, comme bubblewrap, ne le retient que \
                dans les exécutions.
                """))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .said("The folder that holds plugin.json.", "Le dossier qui contient plugin.json.", valueName: "path"),
        completion: .directory)
    var path: String

    @Option(
        help: .said(
            "A file with metadata and records of both sides, instead of sample.json.",
            "Un fichier de métadonnées et d'enregistrements des deux côtés, au lieu de sample.json.", valueName: "file"),
        completion: .file(extensions: ["json"]))
    var sample: String?

    @Option(
        help: .said(
            "For how many seconds an answer is waited for.", "Combien de secondes une réponse est attendue.",
            valueName: "seconds"))
    var patience = 10

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            let plugin = try PluginInHand(at: path).plugin
            let exam = ProgramExam(
                plugin.command, manifest: plugin.folder + "/plugin.json", patience: .seconds(max(1, patience)))
            let sample = try await sample(for: plugin, exam, session)
            session.remark(session.pluginWords.testing(plugin.manifest.name))
            let report = exam.report(on: sample)
            ExamPrinter(session: session, plugin: plugin).show(report)
            return report.violations.isEmpty ? ExitCodes.complete : ExitCodes.needsPerson
        }
    }

    private func sample(
        for plugin: InstalledPlugin, _ exam: ProgramExam, _ session: Session
    ) async throws -> Sample {
        let beside = plugin.folder + "/sample.json"
        if let file = sample ?? (FileManager.default.fileExists(atPath: beside) ? beside : nil) {
            guard let text = FileText.text(of: file) else { throw PluginCommandError.unreadable(file, errno) }
            do {
                return try Sample(json: text)
            } catch {
                throw PluginCommandError.notASample(file, line: text.line(at: error.offset), "\(error.code)")
            }
        }
        guard FileManager.default.fileExists(atPath: options.configuration) else {
            throw PluginCommandError.noSample(plugin.folder)
        }
        let tables = plugin.manifest.declarations
        let metadata = try await session.withRemotes(try session.readConfiguration()) { remotes in
            Sided(
                erp: try await remotes.erp.table(for: tables.erp).metadata,
                crm: try await remotes.crm.table(for: tables.crm).metadata)
        }
        // What doesn't describe this tenant is asked with nothing: the check then says what is wrong.
        return exam.sample(in: metadata) ?? Sample(metadata: metadata, records: Sided(erp: [], crm: []))
    }
}

/// `couplet plugin rules`: what is checked, and why.
struct PluginRules: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "rules",
            abstract: Help.said(
                "Lists the rules that couplet plugin test checks.",
                "Liste les règles que couplet plugin test vérifie."))
    }

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            for rule in ExamPrinter.rules {
                if options.json {
                    session.console.print(JSONValue.object(ExamPrinter.words(of: rule, session.language)).line)
                } else {
                    session.console.print("\(rule.rawValue): \(rule.words.demand(in: session.language))")
                    session.console.print("    " + rule.words.reason(in: session.language))
                }
            }
            return ExitCodes.complete
        }
    }
}

extension String {
    /// The number of the line, from 1, in which a byte stands.
    func line(at offset: Int) -> Int { utf8.prefix(offset).count { $0 == UInt8(ascii: "\n") } + 1 }
}

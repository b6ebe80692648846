import ArgumentParser
import Coordinator
import JSON
import Model
import PluginProtocol

/// `couplet plugin verify`: whether every plugin is what was installed, and has what it needs.
struct PluginVerify: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "verify",
            abstract: Help.said(
                "Checks manifests, digests, permissions and what plugins need of one another.",
                "Vérifie manifestes, empreintes, droits, et ce que les modules exigent les uns des autres."),
            discussion: Help.said(
                "The host checks the same at each start. Nothing is started here. Ends with 3 when something is wrong.",
                "L'hôte vérifie la même chose à chaque démarrage. Rien n'est lancé ici. Finit par 3 si quelque chose est faux."
            ))
    }

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            let folders = PluginFolders(configuration: try session.readConfiguration())
            let shelf = try folders.shelf()
            guard !shelf.plugins.isEmpty || !shelf.faults.isEmpty else {
                throw CommandError.noPlugins(folders.folders[0])
            }
            var isWell = shelf.faults.isEmpty
            for plugin in shelf.plugins {
                let lacks = PluginLack.all(of: plugin, among: shelf.plugins)
                isWell = isWell && lacks.isEmpty
                show(plugin, lacks, session)
            }
            for fault in shelf.faults {
                let sentence = PluginFaultSentences.sentence(fault, in: session.language).line
                session.console.print(
                    options.json
                        ? ([
                            "entity": .optional(fault.entity?.text), "folder": .string(fault.folder), "ok": false,
                            "says": .array([.string(sentence)]),
                        ] as JSONValue).line
                        : "\(session.words.mark(.wrong))  \(sentence)".harmless)
            }
            return isWell ? ExitCodes.complete : ExitCodes.needsPerson
        }
    }

    private func show(_ plugin: InstalledPlugin, _ lacks: [PluginLack], _ session: Session) {
        let words = session.pluginWords
        let isPacked = plugin.manifest.digests[PluginReader.platform] != nil
        if options.json {
            session.console.print(
                ([
                    "entity": .string(plugin.manifest.entity.text), "folder": .string(plugin.folder),
                    "ok": .boolean(lacks.isEmpty), "packed": .boolean(isPacked),
                    "digest": .string(plugin.executableDigest), "says": .array(lacks.map { .string(words.lacks($0)) }),
                ] as JSONValue).line)
            return
        }
        if lacks.isEmpty {
            let name = "\(plugin.manifest.entity) \(plugin.manifest.version)"
            session.console.print(
                "\(session.words.mark(.right))  \(name): " + (isPacked ? words.digestHolds : words.notPacked))
        }
        for lack in lacks { session.console.print("\(session.words.mark(.wrong))  \(words.lacks(lack))".harmless) }
    }
}

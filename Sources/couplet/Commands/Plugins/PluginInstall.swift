import ArgumentParser
import Coordinator
import Foundation
import JSON
import Model
import PluginProtocol

/// `couplet plugin install PATH`: copies a plugin to where the host finds it.
struct PluginInstall: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "install",
            abstract: Help.said(
                "Installs a plugin by copy, packed; a running one keeps its old files.",
                "Installe un module par copie, avec son empreinte ; un module en cours garde ses anciens fichiers."),
            discussion: Help.said(
                """
                It goes into the first of the configured plugin folders, else beside the bundled plugins. Hidden files stay behind, and \
                Sources, Tests, build and Package.swift at the top of the folder. Nothing is installed that the host would refuse.
                """,
                """
                Il va dans le premier des dossiers de modules configurés, sinon à côté des modules livrés. Les fichiers cachés restent, et \
                Sources, Tests, build et Package.swift en tête du dossier. Rien n'est installé que l'hôte refuserait.
                """))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .said("The folder that holds plugin.json.", "Le dossier qui contient plugin.json.", valueName: "path"),
        completion: .directory)
    var path: String

    @Option(
        help: .said("The folder of plugins.", "Le dossier des modules.", valueName: "folder"), completion: .directory)
    var into: String?

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            let plugin = try PluginInHand(at: path).plugin
            let folders = try configuredFolders(session)
            let root = into ?? folders.folders.dropFirst().first ?? folders.folders[0]
            let target = URL(fileURLWithPath: root).standardizedFileURL.path + "/" + plugin.manifest.name
            guard !PluginCopy.isEntangled(target, with: plugin.folder) else {
                throw PluginCommandError.ownPlace(plugin.folder)
            }
            let shelf = try folders.shelf()
            let entity = plugin.manifest.entity
            if let other = shelf.taking(entity, besides: [target, plugin.folder]) {
                throw PluginCommandError.entityTaken(entity.text, by: other)
            }
            let copy = try PluginCopy(of: plugin, in: root)
            try copy.makeItCount(at: target)
            if options.json {
                session.console.print(
                    (["plugin": .string(plugin.manifest.name), "folder": .string(target)] as JSONValue).line)
            } else {
                session.console.print(session.pluginWords.installed(plugin.manifest.name, target))
            }
            let known = shelf.plugins.filter { $0.manifest.entity != entity } + [plugin]
            for lack in PluginLack.all(of: plugin, among: known) { session.remark(session.pluginWords.lacks(lack)) }
            return ExitCodes.complete
        }
    }

    /// Without a configuration, the bundled plugins' folder is the only one.
    private func configuredFolders(_ session: Session) throws -> PluginFolders {
        guard FileManager.default.fileExists(atPath: options.configuration) else { return PluginFolders() }
        return PluginFolders(configuration: try session.readConfiguration())
    }
}

extension PluginShelf {
    /// The folder of another plugin for an entity; `nil` when there is none.
    fileprivate func taking(_ entity: EntityName, besides own: [String]) -> String? {
        let usable = plugins.filter { $0.manifest.entity == entity }.map(\.folder)
        let broken = faults.filter { $0.entity == entity }.map(\.folder)
        return (usable + broken).first { folder in !own.contains(folder) }
    }
}

import ArgumentParser
import PluginProtocol
import Coordinator
import JSON
import Model

/// `couplet plugin pack PATH`: writes the executable's digest into the manifest.
struct PluginPack: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "pack",
            abstract: Help.said(
                "Writes the digest of the executable into the manifest: another one is not started.",
                "Écrit l'empreinte de l'exécutable dans le manifeste : aucun autre n'est démarré."))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .said("The folder that holds plugin.json.", "Le dossier qui contient plugin.json.", valueName: "path"),
        completion: .directory)
    var path: String

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            let plugin = try PluginInHand(at: path, comparesDigests: false).plugin
            try PackedManifest.write(try PackedManifest.text(of: plugin), to: plugin.folder + "/plugin.json")
            if options.json {
                session.console.print(
                    ([
                        "plugin": .string(plugin.manifest.name), "platform": .string(PluginReader.platform),
                        "digest": .string(plugin.executableDigest),
                    ] as JSONValue).line)
            } else {
                session.console.print(
                    session.pluginWords.packed(plugin.manifest.name, PluginReader.platform, plugin.executableDigest))
            }
            return ExitCodes.complete
        }
    }
}

import ArgumentParser
import Coordinator
import Foundation
import JSON
import Model
import SyncStore

/// `couplet plugin quarantine`: which plugins are not started any more, and why.
struct PluginQuarantine: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "quarantine",
            abstract: Help.said(
                "Lists the plugins in quarantine, and why they are there.",
                "Liste les modules en quarantaine, et pourquoi ils y sont."),
            discussion: Help.said(
                "A plugin leaves it with a new executable, a new configuration, or by: couplet plugin release ENTITY",
                "Un module en sort par un nouvel exécutable, une nouvelle configuration, ou par : couplet plugin release ENTITÉ"
            ))
    }

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            let shelf = try PluginFolders(configuration: try session.readConfiguration()).shelf()
            let health = try await session.pluginHealth(of: shelf)
            let held = health.compactMap { entity, health in health.quarantine.map { (entity, $0) } }
            for (entity, problem) in held.sorted(by: { $0.0 < $1.0 }) {
                let sentence = session.sentences.sentence(of: problem, entity)
                session.console.print(
                    options.json
                        ? (["entity": .string(entity.text), "says": .string(sentence.line)] as JSONValue).line
                        : "\(entity): \(sentence.line)".harmless)
            }
            if held.isEmpty { session.remark(session.pluginWords.nobodyHeld) }
            return held.isEmpty ? ExitCodes.complete : ExitCodes.needsPerson
        }
    }
}

import ArgumentParser
import Coordinator
import JSON
import Model
import PluginProtocol

/// `couplet mapping`: how the fields of an entity correspond, and what an administrator changed about that.
struct MappingCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "mapping",
            abstract: Help.said(
                "Shows how the fields of an entity correspond here.",
                "Montre comment les champs d'une entité correspondent ici."),
            discussion: Help.said(
                "Asks the plugin what it synchronizes in this tenant. Changes nothing.",
                "Demande au module ce qu'il synchronise dans cet environnement. Ne change rien."),
            subcommands: [MappingShow.self, MappingDiff.self, MappingCheck.self], defaultSubcommand: MappingShow.self)
    }
}

/// `couplet mapping show ENTITY`: a line per field, with where it comes from.
struct MappingShow: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show",
            abstract: Help.said(
                "Shows the lines of the map, and the file and line that says so.",
                "Montre les lignes de la correspondance, et le fichier et la ligne qui le disent."))
    }

    @OptionGroup var options: CommonOptions

    @Argument(help: .said("The entity.", "L'entité."), completion: .entities)
    var entity: String

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            try await session.withMapping(of: entity) { mapping in
                let lines = try await mapping.lines()
                MappingPrinter(session: session).show(lines.map { (.same, $0) })
                for note in try await mapping.notes() { session.remark(note.harmless) }
                return ExitCodes.complete
            }
        }
    }
}

/// `couplet mapping diff ENTITY`: what the overlay changes, and whether the map is another one than that of the last run.
struct MappingDiff: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "diff",
            abstract: Help.said(
                "Shows what mappings/ENTITY.yaml changes, and whether the map changed since the last run.",
                "Montre ce que mappings/ENTITÉ.yaml change, et si la correspondance a changé depuis la dernière exécution."
            ))
    }

    @OptionGroup var options: CommonOptions

    @Argument(help: .said("The entity.", "L'entité."), completion: .entities)
    var entity: String

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            try await session.withMapping(of: entity) { mapping in
                let changed = try await mapping.changes()
                MappingPrinter(session: session).show(changed.lines)
                MappingPrinter(session: session).show(changed.rules)
                if changed.isEmpty { session.remark(session.mappingWords.unchanged(mapping.name.text)) }
                session.remark(session.mappingWords.sinceLastRun(try await mapping.isAsInLastRun()))
                return ExitCodes.complete
            }
        }
    }
}

/// `couplet mapping check ENTITY`: whether the overlay fits the plugin and the tenant.
struct MappingCheck: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "check",
            abstract: Help.said(
                "Checks mappings/ENTITY.yaml against the plugin and both systems; ends with 3 when something is wrong.",
                "Vérifie mappings/ENTITÉ.yaml avec le module et les deux systèmes ; finit par 3 si quelque chose ne va pas."
            ))
    }

    @OptionGroup var options: CommonOptions

    @Argument(help: .said("The entity.", "L'entité."), completion: .entities)
    var entity: String

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            do {
                return try await session.withMapping(of: entity) { mapping in
                    let found = try await mapping.finding()
                    for note in found.notes { session.remark(note.harmless) }
                    for note in found.lost {
                        session.remark(session.mappingWords.lost(mapping.name.text, note.harmless))
                    }
                    guard found.lost.isEmpty else { return ExitCodes.needsPerson }
                    session.remark(session.mappingWords.fits(mapping.name.text, found.count))
                    return ExitCodes.complete
                }
            } catch let error where error is PluginFault || error is PluginFailure {
                // What was asked was done: the answer is that a person has to mend it.
                _ = session.told(error)
                return ExitCodes.needsPerson
            }
        }
    }
}

import ArgumentParser
import Coordinator
import Foundation
import JSON
import Model
import PluginProtocol
import SyncStore

/// `couplet plugin`: which plugins there are, how they are, and how one is made, checked and installed.
struct PluginCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "plugin",
            abstract: Help.said(
                "Makes, checks, installs and lists plugins.", "Crée, vérifie, installe et liste des modules."),
            discussion: Help.said(
                "A plugin is read from its folder, without starting it.",
                "Un module est lu dans son dossier, sans être démarré."),
            subcommands: [
                PluginNew.self, PluginTest.self, PluginRules.self, PluginPack.self, PluginInstall.self, PluginList.self,
                PluginVerify.self,
                PluginRun.self, PluginTrace.self, PluginReplayCommand.self, PluginQuarantine.self, PluginRelease.self,
            ],
            defaultSubcommand: PluginList.self, aliases: ["plugins"])
    }
}

/// `couplet plugin list`: a line per plugin, and what is wrong with those that can't be used.
struct PluginList: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list",
            abstract: Help.said(
                "Lists the plugins: entity, version, what it needs, and how it is.",
                "Liste les modules : entité, version, ce dont il dépend, et son état."))
    }

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            let configuration = try session.readConfiguration()
            let folders = PluginFolders(configuration: configuration)
            let shelf = try folders.shelf()
            guard !shelf.plugins.isEmpty || !shelf.faults.isEmpty else {
                throw CommandError.noPlugins(folders.folders[0])
            }
            let health = try await session.pluginHealth(of: shelf)
            if options.json {
                for plugin in shelf.plugins {
                    let isEnabled = configuration.isEnabled(plugin.manifest)
                    session.console.print(plugin.json(health[plugin.manifest.entity], isEnabled: isEnabled).line)
                }
                for fault in shelf.faults { session.console.print(fault.json(in: session.language).line) }
            } else {
                for line in table(shelf, health, session, configuration).lines(width: session.console.outputWidth) {
                    session.console.print(line)
                }
                for fault in shelf.faults {
                    session.remark(PluginFaultSentences.sentence(fault, in: session.language).line.harmless)
                }
            }
            let isWhole = shelf.faults.isEmpty && health.values.allSatisfy { $0.quarantine == nil }
            return isWhole ? ExitCodes.complete : ExitCodes.needsPerson
        }
    }

    private func table(
        _ shelf: PluginShelf, _ health: [EntityName: PluginHealth], _ session: Session, _ configuration: Configuration
    ) -> Table {
        var table = Table(
            session.words.pluginColumns.enumerated().map { place, title in
                // What it needs may be much.
                Table.Column(title: title, isFlexible: place == 2)
            })
        for plugin in shelf.plugins {
            let manifest = plugin.manifest
            let quarantine = health[manifest.entity]?.quarantine
            table.append([
                manifest.entity.text, "\(manifest.version)",
                manifest.requirements.map(\.entity.text).joined(separator: ", "),
                manifest.tags.joined(separator: ", "),
                quarantine.map { session.sentences.sentence(of: $0).what }
                    ?? (configuration.isEnabled(manifest) ? session.words.ready : session.words.off),
            ])
        }
        return table
    }
}

/// `couplet plugin release ENTITY`: lets a plugin out of quarantine.
struct PluginRelease: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "release",
            abstract: Help.said(
                "Lets the plugin of an entity out of quarantine: it is started again.",
                "Sort le module d'une entité de quarantaine : il est démarré à nouveau."))
    }

    @OptionGroup var options: CommonOptions

    @Argument(help: .said("The entity.", "L'entité."), completion: .entities)
    var entity: String

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            let configuration = try session.readConfiguration()
            let name = try session.knownEntity(entity)
            let store = try SQLiteStore.open(at: configuration.store)
            let isHeld = try await store.pluginHealth(of: name)?.quarantine != nil
            if isHeld { try await store.keepPluginHealth(nil, of: name) }
            try store.close()
            session.remark(
                isHeld ? session.sentences.released(name) : session.sentences.notInQuarantine(name))
            return ExitCodes.complete
        }
    }
}

extension Session {
    /// What the store knows of the plugins; nothing when there is no store yet.
    func pluginHealth(of shelf: PluginShelf) async throws -> [EntityName: PluginHealth] {
        let path = try readConfiguration().store
        guard FileManager.default.fileExists(atPath: path) else { return [:] }
        let store = try SQLiteStore.openForReading(at: path)
        var known: [EntityName: PluginHealth] = [:]
        for plugin in shelf.plugins {
            known[plugin.manifest.entity] = try await store.pluginHealth(of: plugin.manifest.entity)
        }
        return known
    }
}

extension InstalledPlugin {
    /// The plugin for programs.
    fileprivate func json(_ health: PluginHealth?, isEnabled: Bool) -> JSONValue {
        [
            "entity": .string(manifest.entity.text), "name": .string(manifest.name),
            "version": .string("\(manifest.version)"), "folder": .string(folder),
            "requires": .array(manifest.requirements.map { .string($0.entity.text) }),
            "tags": .array(manifest.tags.map(JSONValue.string)), "digest": .string(executableDigest),
            "enabled": .boolean(isEnabled),
            "quarantine": health?.quarantine.map { .whole($0.code.rawValue) } ?? .null,
        ]
    }
}

extension PluginFault {
    /// The fault for programs.
    fileprivate func json(in language: Language) -> JSONValue {
        [
            "entity": .optional(entity?.text), "folder": .string(folder),
            "fault": .string(PluginFaultSentences.sentence(self, in: language).line),
        ]
    }
}

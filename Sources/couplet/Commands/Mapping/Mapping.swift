import ArgumentParser
import Coordinator
import JSON
import MapLanguage
import Model
import PluginProtocol
import SyncStore

/// The map of one entity in this tenant: as the plugin has it, and with what an administrator changed.
struct Mapping {
    /// A line, and where it comes from.
    struct Line: Hashable {
        var field: MappedField
        var origin: String
    }

    /// How a line differs from the plugin's own.
    enum Change: String {
        case same, added, removed
    }

    /// What a file changes.
    struct Changes {
        var lines: [(Change, Line)]
        var rules: [(Change, MappingRule)]
        var isEmpty: Bool { lines.isEmpty && rules.isEmpty }
    }

    /// What a check found.
    struct Finding {
        /// How many lines the map has.
        var count: Int
        /// What the plugin says about the tenant by itself.
        var notes: [String]
        /// What it says because of the file: something there does not travel.
        var lost: [String]
    }

    let name: EntityName
    let host: Host
    let plugin: InstalledPlugin
    /// What the plugin gets as its configuration.
    let settings: JSONValue

    /// The lines as they are.
    func lines() async throws -> [Line] {
        try await described().fields.map { Line(field: $0, origin: origin(of: $0)) }
    }

    /// What the plugin says about the tenant.
    func notes() async throws -> [String] {
        Self.words(try await described().notes)
    }

    private static func words(_ notes: [Diagnostic]) -> [String] {
        notes.map { note in [note.message, note.hint ?? ""].filter { !$0.isEmpty }.joined(separator: " ") }
    }

    /// Whether the file fits plugin and tenant.
    func finding() async throws -> Finding {
        let now = try await described()
        var known = now.notes
        if plugin.overlay != nil {
            do { known = try await described(withOverlay: false).notes } catch is PluginFailure {
                // The tenant lacks what the file takes away: it is right, and nothing can be compared.
            }
        }
        return Finding(
            count: now.fields.count, notes: Self.words(now.notes.filter(known.contains)),
            lost: Self.words(now.notes.filter { !known.contains($0) }))
    }

    /// What the overlay takes away and what it adds; a changed line is both.
    func changes() async throws -> Changes {
        let own = try await described(withOverlay: false)
        let now = try await described()
        let gone = own.fields.filter { !now.fields.contains($0) }.map { field in
            (Change.removed, Line(field: field, origin: pluginOrigin(of: field)))
        }
        let come = now.fields.filter { !own.fields.contains($0) }.map { field in
            (Change.added, Line(field: field, origin: origin(of: field)))
        }
        let rules = (own: MappingRule.all(of: own), now: MappingRule.all(of: now) + firstCoupling)
        return Changes(
            lines: gone + come,
            rules: rules.own.filter { !rules.now.contains($0) }.map { (.removed, $0) }
                + rules.now.filter { !rules.own.contains($0) }.map { (.added, $0) })
    }

    /// What the file says about pairs that meet for the first time, which no description tells.
    private var firstCoupling: [MappingRule] {
        let word = plugin.overlay?.json["overlay"]?["whenFirstCoupled"]?.string
        return word.map { [MappingRule(name: "whenFirstCoupled", value: $0)] } ?? []
    }

    /// Whether the map is that of the last run; `nil` when there was none.
    func isAsInLastRun() async throws -> Bool? {
        guard let last = try await host.store.mappingFingerprint(of: name) else { return nil }
        return try await described().fingerprint == last
    }

    private func described(withOverlay: Bool = true) async throws -> EntityDescription {
        var members = settings.object ?? []
        if !withOverlay { members.removeAll { $0.name == "mapping" } }
        return try await host.runner.describe(plugin, config: .object(members))
    }

    private func origin(of field: MappedField) -> String {
        plugin.overlay?.origin(erp: field.erp, crm: field.crm, group: field.group) ?? pluginOrigin(of: field)
    }

    /// Where the plugin says it: `map.json:7`, or its name and version when its code does.
    private func pluginOrigin(of field: MappedField) -> String {
        plugin.map?.document.origins[field.erp, field.crm] ?? "\(plugin.manifest.name) \(plugin.manifest.version)"
    }
}

extension Session {
    /// Asks for the map of an entity; throws what is wrong with its plugin or its overlay.
    func withMapping(
        of entity: String, _ body: @escaping @Sendable (Mapping) async throws -> ExitCode
    ) async throws -> ExitCode {
        let name = try knownEntity(entity)
        return try await withHost { host in
            let shelf = try host.shelf(showing: name)
            if let fault = shelf.faults.first(where: { $0.entity == name }) { throw fault }
            guard let plugin = shelf.plugin(for: name) else { throw CommandError.notAnEntity(entity) }
            if host.shelf.plugin(for: name) == nil { remark(mappingWords.switchedOff(name.text)) }
            let settings = host.configuration.plugins(on: shelf)[name] ?? .object([])
            return try await body(Mapping(name: name, host: host, plugin: plugin, settings: settings))
        }
    }
}

extension Host {
    /// The shelf with an entity on it, also when it is switched off: its file is looked at before it is switched on.
    fileprivate func shelf(showing name: EntityName) throws -> PluginShelf {
        guard !shelf.nodes.contains(where: { $0.name == name }) else { return shelf }
        let all = try PluginFolders(configuration: configuration).shelf()
        guard !all.faults.contains(where: { $0.entity == name }) else { return all }
        return MappingFiles(configuration: configuration).customized(all.only { $0.entity == name })
    }
}

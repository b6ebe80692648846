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

    let name: EntityName
    let host: Host
    let plugin: InstalledPlugin

    /// The lines as they are.
    func lines() async throws -> [Line] {
        try await described().fields.map { Line(field: $0, origin: origin(of: $0)) }
    }

    /// What the plugin says about the tenant.
    func notes() async throws -> [String] {
        try await described().notes.map { note in
            [note.message, note.hint ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
        }
    }

    /// What the overlay takes away and what it adds; a changed line is both.
    func changes() async throws -> [(Change, Line)] {
        let own = try await described(withOverlay: false).fields
        let now = try await described().fields
        let gone = own.filter { !now.contains($0) }.map { field in
            (Change.removed, Line(field: field, origin: pluginOrigin(of: field)))
        }
        let come = now.filter { !own.contains($0) }.map { (Change.added, Line(field: $0, origin: origin(of: $0))) }
        return gone + come
    }

    /// Whether the map is that of the last run; `nil` when there was none.
    func isAsInLastRun() async throws -> Bool? {
        guard let last = try await host.store.mappingFingerprint(of: name) else { return nil }
        return try await described().fingerprint == last
    }

    private func described(withOverlay: Bool = true) async throws -> EntityDescription {
        var members = host.configuration.plugins(on: host.shelf)[name]?.object ?? []
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
            if let fault = host.shelf.faults.first(where: { $0.entity == name }) { throw fault }
            guard let plugin = host.shelf.plugin(for: name) else { throw CommandError.notAnEntity(entity) }
            return try await body(Mapping(name: name, host: host, plugin: plugin))
        }
    }
}

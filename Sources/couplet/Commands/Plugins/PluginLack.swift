import Coordinator
import Model
import PluginProtocol

/// Something that a plugin needs and that isn't installed.
struct PluginLack: Sendable, Hashable {
    /// The plugin's manifest.
    var manifest: String
    /// The line in which the need stands; `nil` when it can't be told.
    var line: Int?
    /// The plugin that needs.
    var entity: EntityName
    /// What it needs.
    var needs: EntityName
    /// The versions that would do.
    var range: String
    /// The version that is installed; `nil` when none is.
    var installed: String?

    /// What a plugin lacks among some.
    static func all(of plugin: InstalledPlugin, among plugins: [InstalledPlugin]) -> [PluginLack] {
        let path = plugin.folder + "/plugin.json"
        return plugin.manifest.requirements.compactMap { requirement in
            let found = plugins.first { $0.manifest.entity == requirement.entity }?.manifest.version
            if let found, requirement.version.contains(found) { return nil }
            if found == nil, requirement.isOptional { return nil }
            return PluginLack(
                manifest: path, line: line(of: requirement, plugin.manifest, path), entity: plugin.manifest.entity,
                needs: requirement.entity, range: "\(requirement.version)", installed: found.map { "\($0)" })
        }
    }

    private static func line(of requirement: Manifest.Requirement, _ manifest: Manifest, _ path: String) -> Int? {
        guard let text = FileLines.bytes(of: path) else { return nil }
        let place = manifest.requires.firstIndex { $0.entity == requirement.entity }.map { "requires[\($0)]" }
        let reference = manifest.references.firstIndex { $0.entity == requirement.entity }.map { "references[\($0)]" }
        return ManifestError(place ?? reference ?? "", .missing(member: "")).placed(in: text).line
    }
}

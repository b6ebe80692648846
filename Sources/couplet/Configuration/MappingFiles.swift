import Coordinator
import Foundation
import JSON
import MapLanguage
import Model
import PluginProtocol

/// The overlays that an administrator wrote: `mappings/ENTITY.yaml` beside the configuration, a file an entity.
struct MappingFiles: Sendable {
    /// The folder.
    let folder: String
    /// The entities whose settings add lines to the map, which only the plugin knows.
    let extended: Set<EntityName>
    /// Which entities run: what is wrong with the file of another disturbs nobody.
    private let isEnabled: @Sendable (Manifest) -> Bool

    /// The files beside a configuration.
    init(configuration: Configuration) {
        folder = configuration.mappingFolder
        isEnabled = configuration.isEnabled
        extended = Set(configuration.entities.filter { $0.value.settings["alsoSynchronize"] != nil }.map(\.key))
    }

    /// The shelf with what the files say; a plugin whose file is wrong can't be used, and others are as before.
    func customized(_ shelf: PluginShelf) -> PluginShelf {
        var shelf = shelf
        guard let files else {
            // Nobody knows whose maps were changed: a plugin that runs with the map of its author would write what was taken out of it.
            let problems = MapProblems([MapProblem(.unreadable, file: folder)])
            for plugin in shelf.plugins where plugin.manifest.capabilities.has("mapping") {
                Self.refuse(plugin, for: problems, on: &shelf)
            }
            return shelf
        }
        for file in files {
            let name = Self.entity(of: file)
            let path = "\(folder)/\(file)"
            if let plugin = shelf.plugins.first(where: { $0.manifest.entity.text == name }) {
                customize(plugin, by: files.filter { Self.entity(of: $0) == name }, on: &shelf)
            } else if !shelf.faults.contains(where: { $0.entity?.text == name }) {
                let nearest = Spelling.nearest(to: name, among: shelf.plugins.map(\.manifest.entity.text))
                let problem = MapProblem(.otherEntity, file: path, found: name, nearest: nearest)
                shelf.faults.append(PluginFault(folder: path, entity: nil, .map(MapProblems([problem]))))
            }
        }
        return shelf
    }

    /// The shelf with what the files say of one entity, whose plugin came to it later.
    func customized(_ shelf: PluginShelf, _ entity: EntityName) -> PluginShelf {
        var shelf = shelf
        guard let plugin = shelf.plugin(for: entity) else { return shelf }
        let alone = customized(PluginShelf(plugins: [plugin]))
        shelf.plugins.removeAll { $0.manifest.entity == entity }
        shelf.plugins += alone.plugins
        shelf.plugins.sort { $0.manifest.entity < $1.manifest.entity }
        shelf.faults += alone.faults.filter { $0.entity == entity }
        return shelf
    }

    private func customize(_ plugin: InstalledPlugin, by files: [String], on shelf: inout PluginShelf) {
        guard let place = shelf.plugins.firstIndex(of: plugin) else { return }
        let problems: MapProblems
        if files.count > 1 {
            problems = MapProblems(
                files.map { MapProblem(.repeatedMember, file: "\(folder)/\($0)", found: plugin.manifest.entity.text) })
        } else {
            do throws(MapProblems) {
                shelf.plugins[place].overlay = try overlay("\(folder)/\(files[0])", for: plugin)
                return
            } catch {
                problems = error
            }
        }
        guard isEnabled(plugin.manifest) else { return }
        Self.refuse(plugin, for: problems, on: &shelf)
    }

    private static func refuse(_ plugin: InstalledPlugin, for problems: MapProblems, on shelf: inout PluginShelf) {
        shelf.plugins.removeAll { $0.manifest.entity == plugin.manifest.entity }
        let manifest = plugin.manifest
        shelf.faults.append(
            PluginFault(folder: plugin.folder, entity: manifest.entity, tags: manifest.tags, .map(problems)))
    }

    /// The files; `nil` when the folder is there and can't be read.
    private var files: [String]? {
        var status = stat()
        guard stat(folder, &status) == 0 || errno != ENOENT else { return [] }
        do {
            let entries = try FileManager.default.contentsOfDirectory(atPath: folder)
            return entries.filter { !$0.hasPrefix(".") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) }.sorted()
        } catch {
            return nil
        }
    }

    private static func entity(of file: String) -> String { String(file.prefix { $0 != "." }) }

    private func overlay(_ path: String, for plugin: InstalledPlugin) throws(MapProblems) -> MapOverlay {
        let data: Data
        do { data = try ConfigurationFile.read(path) } catch {
            throw MapProblems([MapProblem(.unreadable, file: path)])
        }
        let node: MapNode
        do { node = try MapNode(yaml: String(decoding: data, as: UTF8.self), file: path) } catch {
            throw MapProblems([error])
        }
        let entity = plugin.manifest.entity
        let overlay = try MapOverlay(node, file: path, entity: entity)
        guard plugin.manifest.capabilities.has("mapping") else {
            throw MapProblems([MapProblem(.notCustomizable, file: path, found: entity.text)])
        }
        if let map = plugin.map, !extended.contains(entity) {
            let references = Set(plugin.manifest.references.map(\.entity))
            _ = try overlay.applied(to: map.document.map, references: references)
        }
        return overlay
    }
}

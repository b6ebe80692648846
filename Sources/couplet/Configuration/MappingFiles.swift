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

    /// The files beside a configuration.
    init(configuration: Configuration) {
        folder = configuration.mappingFolder
        extended = Set(configuration.entities.filter { $0.value.settings["alsoSynchronize"] != nil }.map(\.key))
    }

    /// The shelf with what the files say; a plugin whose file is wrong can't be used, and others are as before.
    func customized(_ shelf: PluginShelf) -> PluginShelf {
        var shelf = shelf
        for name in names {
            let path = "\(folder)/\(name).yaml"
            guard let place = shelf.plugins.firstIndex(where: { $0.manifest.entity.text == name }) else {
                guard !shelf.faults.contains(where: { $0.entity?.text == name }) else { continue }
                let nearest = Spelling.nearest(to: name, among: shelf.plugins.map(\.manifest.entity.text))
                let problem = MapProblem(.otherEntity, file: path, found: name, nearest: nearest)
                shelf.faults.append(PluginFault(folder: path, entity: nil, .map(MapProblems([problem]))))
                continue
            }
            let plugin = shelf.plugins[place]
            do {
                shelf.plugins[place].overlay = try overlay(path, for: plugin)
            } catch {
                shelf.plugins.remove(at: place)
                let manifest = plugin.manifest
                shelf.faults.append(
                    PluginFault(folder: plugin.folder, entity: manifest.entity, tags: manifest.tags, .map(error)))
            }
        }
        return shelf
    }

    /// The names of the files, without their end.
    private var names: [String] {
        // Without such a folder, nobody customized anything.
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return entries.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.map { String($0.dropLast(5)) }.sorted()
    }

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

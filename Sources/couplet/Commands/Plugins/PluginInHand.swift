import Coordinator
import Foundation
import PluginProtocol

/// A plugin that a person named by its folder, or by its `plugin.json`.
struct PluginInHand: Sendable {
    /// The plugin as the host reads it.
    let plugin: InstalledPlugin

    /// Reads it as the host does; throws what is wrong with it.
    init(at path: String, comparesDigests: Bool = true) throws {
        var folder = URL(fileURLWithPath: path).standardizedFileURL
        if folder.lastPathComponent == "plugin.json" { folder.deleteLastPathComponent() }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
            throw PluginCommandError.noFolder(path)
        }
        var reader = PluginReader(comparesDigests: comparesDigests)
        plugin = try reader.read(folder.path).0
    }
}

extension InstalledPlugin {
    /// What is started, as a person would type it.
    var command: [String] { [executable] + manifest.command.dropFirst() }
}

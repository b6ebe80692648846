import Coordinator
import Foundation
import JSON
import PluginProtocol

/// The manifest of a plugin, as it is written when the plugin is packed.
enum PackedManifest {
    /// The text of a manifest with the digest of the executable for this platform; the digests of others stay.
    static func text(of plugin: InstalledPlugin) throws -> String {
        let path = plugin.folder + "/plugin.json"
        let data: Data
        do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
            throw PluginCommandError.unreadable(path, error.systemNumber)
        }
        var members = try JSON.decode(JSONValue.self, from: Array(data)).object ?? []
        var digests = plugin.manifest.digests
        digests[PluginReader.platform] = plugin.executableDigest
        let told = JSONValue.object(digests.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
        if let place = members.firstIndex(where: { $0.name == "sha256" }) {
            members[place].value = told
        } else {
            let place = members.firstIndex { $0.name == "command" }.map { $0 + 1 } ?? members.count
            members.insert(.init("sha256", told), at: place)
        }
        return JSONValue.object(members).pretty() + "\n"
    }

    /// Writes a file in one step, readable for all: nobody ever reads half of it.
    static func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw PluginCommandError.unwritable(path, error.systemNumber)
        }
        chmod(path, 0o644)
    }
}

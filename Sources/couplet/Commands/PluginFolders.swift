import Coordinator
import Foundation
import JSON
import SyncStore

/// Where the plugins are: beside the command itself, and in the folders that the configuration names.
struct PluginFolders: Sendable {
    let folders: [String]
    private var mappings: MappingFiles?

    /// The folder of the bundled plugins, and the configured ones.
    init(configuration: Configuration) {
        folders = [Self.bundled] + configuration.pluginFolders
        mappings = MappingFiles(configuration: configuration)
    }

    /// The folder of the bundled plugins alone.
    init() { folders = [Self.bundled] }

    /// The folder of the bundled plugins, beside the command.
    static var bundled: String { folderOfCommand + "/plugins" }

    /// The names of the folders in it, for whoever completes a command line; nothing when it can't be read.
    static var bundledNames: [String] {
        // A shell that asks for words gets none rather than an error.
        ((try? FileManager.default.contentsOfDirectory(atPath: bundled)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }

    /// The path of a program that lies beside the command; `nil` when it is not there.
    static func beside(_ program: String) -> String? {
        let path = folderOfCommand + "/" + program
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }

    /// The folder of the package that the command was built in; `nil` when it was installed elsewhere.
    static var package: String? {
        var folder = URL(fileURLWithPath: folderOfCommand)
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let files = ["Package.swift", "Sources/PluginKit"].map { folder.appendingPathComponent($0).path }
            if files.allSatisfy(FileManager.default.fileExists) { return folder.path }
        }
        return nil
    }

    private static var folderOfCommand: String {
        let command = Bundle.main.executablePath ?? CommandLine.arguments.first ?? "couplet"
        return URL(fileURLWithPath: command).resolvingSymlinksInPath().deletingLastPathComponent().path
    }

    /// Reads every plugin; digests of executables that did not change since are taken from the store.
    func shelf(remembering store: any SyncStore) async throws -> PluginShelf {
        guard FileManager.default.fileExists(atPath: folders[0]) || folders.count > 1 else {
            throw CommandError.noPlugins(folders[0])
        }
        let key = "executable digests"
        let remembered = try await store.cached(key).flatMap { try? JSON.decode(JSONValue.self, from: $0.body) }
        let digests = (remembered?.object ?? []).compactMap { member in member.value.string.map { (member.name, $0) } }
        let known = Dictionary(digests) { first, _ in first }
        var reader = PluginReader(digests: known)
        let shelf = customized(try reader.shelf(in: folders.filter { FileManager.default.fileExists(atPath: $0) }))
        if reader.digests != known {
            let members = reader.digests.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .string($0.value)) }
            try await store.keepCached(key, body: JSON.encode(JSONValue.object(members)), at: Date())
        }
        return shelf
    }

    /// Reads every plugin, without a store.
    func shelf() throws -> PluginShelf {
        var reader = PluginReader()
        return customized(try reader.shelf(in: folders.filter { FileManager.default.fileExists(atPath: $0) }))
    }

    private func customized(_ shelf: PluginShelf) -> PluginShelf { mappings?.customized(shelf) ?? shelf }
}

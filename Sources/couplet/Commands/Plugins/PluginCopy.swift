import PluginProtocol
import Coordinator
import Foundation

/// A copy of a plugin that nobody sees yet: what the host needs of it, with the rights that the host demands.
struct PluginCopy {
    private let staging: String

    /// What an author needs and the host doesn't.
    private static let left: Set<String> = [
        "Sources", "Tests", "Package.swift", "Package.resolved", "__pycache__", "build",
    ]

    /// Copies a plugin into a hidden folder beside its place.
    init(of plugin: InstalledPlugin, in root: String) throws {
        let files = FileManager.default
        staging = "\(root)/.\(plugin.manifest.name).new"
        do {
            try files.createDirectory(
                atPath: root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
            if files.fileExists(atPath: staging) { try files.removeItem(atPath: staging) }
            try Self.copy(plugin.folder, to: staging)
            // What a link leads to was copied, so that nothing outside of the folder is needed.
            let executable = staging + plugin.executable.dropFirst(plugin.folder.count)
            chmod(executable, 0o755)
        } catch let error as PluginCommandError {
            throw error
        } catch {
            throw PluginCommandError.unwritable(staging, errno)
        }
        try PackedManifest.write(try PackedManifest.text(of: plugin), to: staging + "/plugin.json")
    }

    private static func copy(_ source: String, to target: String) throws {
        let files = FileManager.default
        try files.createDirectory(
            atPath: target, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
        for name in try files.contentsOfDirectory(atPath: source) where !name.hasPrefix(".") && !left.contains(name) {
            let (from, to) = ("\(source)/\(name)", "\(target)/\(name)")
            var isFolder: ObjCBool = false
            guard files.fileExists(atPath: from, isDirectory: &isFolder) else { continue }
            if isFolder.boolValue {
                try copy(from, to: to)
            } else {
                let real = URL(fileURLWithPath: from).resolvingSymlinksInPath().path
                try files.copyItem(atPath: real, toPath: to)
                chmod(to, files.isExecutableFile(atPath: real) ? 0o755 : 0o644)
            }
        }
    }

    /// Whether one of two folders is the other, or lies in it, whatever links lead there.
    static func isEntangled(_ target: String, with folder: String) -> Bool {
        let (one, other) = (real(target), real(folder))
        return one == other || one.hasPrefix(other + "/") || other.hasPrefix(one + "/")
    }

    /// Where a path leads; the last of it need not be there yet.
    private static func real(_ path: String) -> String {
        let url = URL(fileURLWithPath: path).standardizedFileURL
        guard !FileManager.default.fileExists(atPath: url.path), url.path != "/" else {
            return url.resolvingSymlinksInPath().path
        }
        return real(url.deletingLastPathComponent().path) + "/" + url.lastPathComponent
    }

    /// Puts the copy in its place; what was there goes, and comes back when that fails.
    func makeItCount(at target: String) throws {
        let files = FileManager.default
        let old = staging + ".old"
        do {
            // A copy that a dead command left between its two moves is the plugin itself.
            if files.fileExists(atPath: old), files.fileExists(atPath: target) { try files.removeItem(atPath: old) }
            if files.fileExists(atPath: target) { try files.moveItem(atPath: target, toPath: old) }
            do {
                try files.moveItem(atPath: staging, toPath: target)
            } catch {
                if files.fileExists(atPath: old) { try files.moveItem(atPath: old, toPath: target) }
                throw error
            }
            if files.fileExists(atPath: old) { try files.removeItem(atPath: old) }
        } catch {
            throw PluginCommandError.unwritable(target, errno)
        }
    }
}

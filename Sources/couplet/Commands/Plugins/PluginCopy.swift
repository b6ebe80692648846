import Coordinator
import Foundation
import PluginProtocol

/// A copy of a plugin that nobody sees yet: what the host needs of it, with the rights that the host demands.
struct PluginCopy {
    private let staging: String

    /// What an author needs and the host doesn't, at the top of a plugin's folder.
    private static let left: Set<String> = ["Sources", "Tests", "Package.swift", "Package.resolved", "build"]

    /// Copies a plugin into a hidden folder beside its place, and reads it there as the host does.
    init(of plugin: InstalledPlugin, in root: String) throws {
        let files = FileManager.default
        let staging = "\(root)/.\(plugin.manifest.name).new"
        self.staging = staging
        do {
            do {
                try files.createDirectory(
                    atPath: root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
                if files.fileExists(atPath: staging) { try files.removeItem(atPath: staging) }
                try Self.copy("", of: plugin.folder, to: staging, needed: plugin.pathsNamed)
            } catch let error as PluginCommandError {
                throw error
            } catch {
                throw PluginCommandError.unwritable(staging, error.systemNumber)
            }
            try PackedManifest.write(try PackedManifest.text(of: plugin), to: staging + "/plugin.json")
            var reader = PluginReader()
            _ = try reader.read(staging)
        } catch {
            // What stays behind is hidden, and goes before the next copy; the reason for leaving counts more.
            try? files.removeItem(atPath: staging)
            throw error
        }
    }

    /// Copies what is at a path below a folder; what a link to a file leads to is copied, so that nothing outside is needed.
    private static func copy(_ path: String, of source: String, to target: String, needed: Set<String>) throws {
        let files = FileManager.default
        try files.createDirectory(
            atPath: target + path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
        for name in try files.contentsOfDirectory(atPath: source + path) {
            let inner = "\(path)/\(name)"
            let isLeft = name.hasPrefix(".") || name == "__pycache__" || path.isEmpty && left.contains(name)
            guard !isLeft || needed.contains(inner) else { continue }
            let from = source + inner
            let isLink = try files.attributesOfItem(atPath: from)[.type] as? FileAttributeType == .typeSymbolicLink
            let real = isLink ? URL(fileURLWithPath: from).resolvingSymlinksInPath().path : from
            // A link that leads nowhere is worth nothing in the copy either.
            guard files.fileExists(atPath: real) else { continue }
            switch try files.attributesOfItem(atPath: real)[.type] as? FileAttributeType {
            case .typeDirectory?:
                guard !isLink else { throw PluginCommandError.folderLink(from) }
                try copy(inner, of: source, to: target, needed: needed)
            case .typeRegular?:
                try files.copyItem(atPath: real, toPath: target + inner)
                chmod(target + inner, files.isExecutableFile(atPath: real) ? 0o755 : 0o644)
            // Pipes, sockets and devices are of this machine.
            case .some, nil: continue
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
            throw PluginCommandError.unwritable(target, error.systemNumber)
        }
    }
}

extension InstalledPlugin {
    /// What the manifest names in the folder, and the folders on the way there, each with a slash before it.
    fileprivate var pathsNamed: Set<String> {
        var paths: Set<String> = []
        for file in [manifest.command.first, manifest.map] {
            var path = ""
            for name in (file ?? "").split(separator: "/") where name != "." {
                path += "/\(name)"
                paths.insert(path)
            }
        }
        return paths
    }
}

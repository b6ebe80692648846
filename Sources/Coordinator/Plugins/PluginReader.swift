#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import Crypto
import MapLanguage
import Model
import PluginProtocol

/// Reads plugins from folders, without starting anything.
///
/// Nothing is taken that another user could have put there or could still change: folder, the folders above it, manifest and executable
/// belong to the user or root, nobody else may write to them, and no symbolic link leads out of the folder.
package struct PluginReader: Sendable {
    /// The larger manifests are refused.
    package static let manifestLimit = 256 << 10

    private let user: UInt32
    private let platform: String
    private let comparesDigests: Bool
    /// The digests of executables that were taken before, by the word of their identity.
    package private(set) var digests: [String: String]

    /// Creates a reader for a user; `digests` are those that an earlier reader took, so that an unchanged executable is not read again.
    ///
    /// Only whoever packs a plugin anew doesn't compare its executable with the digest in its manifest.
    package init(
        user: UInt32 = getuid(), platform: String = Self.platform, digests: [String: String] = [:],
        comparesDigests: Bool = true
    ) {
        self.comparesDigests = comparesDigests
        self.user = user
        self.platform = platform
        self.digests = digests
    }

    /// The platform's name in a manifest's digests.
    package static var platform: String {
        #if arch(x86_64)
            let processor = "x86_64"
        #elseif arch(arm64)
            let processor = "aarch64"
        #else
            let processor = "other"
        #endif
        #if os(Linux)
            return "linux-\(processor)"
        #else
            return "macos-\(processor)"
        #endif
    }

    /// Reads every plugin in some folders; hidden entries and files are passed over.
    ///
    /// Throws `PluginFault` when one of the folders itself can't be used.
    package mutating func shelf(in roots: [String]) throws(PluginFault) -> PluginShelf {
        var shelf = PluginShelf()
        var known: Set<String> = []
        for root in roots {
            for folder in try folders(in: root) {
                do {
                    let (plugin, identity) = try read(folder)
                    known.insert(identity.word)
                    shelf.plugins.append(plugin)
                } catch {
                    shelf.faults.append(error)
                }
            }
        }
        digests = digests.filter { known.contains($0.key) }
        return shelf.withoutTwins
    }

    private func folders(in root: String) throws(PluginFault) -> [String] {
        let fault = { (code: Int32) in
            PluginFault(folder: root, entity: nil, .unreadable(path: root, code: code))
        }
        guard let entries = try? FileManager.default.contentsOfDirectory(atPath: root) else {
            // The reason is asked for by the descriptor: Foundation's text is no code.
            do { _ = try GuardedFile(root, .folder) } catch { throw fault(error.code) }
            throw fault(EIO)
        }
        return entries.filter { !$0.hasPrefix(".") }.sorted().map { root + "/" + $0 }.filter { path in
            var isFolder = false
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
        }
    }

    // MARK: one plugin

    /// Reads the plugin in a folder.
    package mutating func read(_ folder: String) throws(PluginFault) -> (InstalledPlugin, FileIdentity) {
        let name = folder.split(separator: "/").last.map(String.init) ?? folder
        let guess = EntityName(name.lowercased())
        let safe = try safeFolder(folder, guess)
        let bytes = try manifestBytes(safe, guess)
        let manifest: Manifest
        do {
            manifest = try Manifest(decoding: bytes)
        } catch {
            throw PluginFault(folder: folder, entity: guess, .manifest(error.placed(in: bytes)))
        }
        let fault = { (cause: PluginFault.Cause) in
            PluginFault(folder: folder, entity: manifest.entity, tags: manifest.tags, cause)
        }
        guard EntityName(manifest.name) != nil else {
            let allowed = "a small letter, then at most 40 small letters, digits and hyphens"
            throw fault(.manifest(ManifestError("name", .value(manifest.name, nearest: nil, allowed: allowed))))
        }
        guard ProtocolVersion.common(ProtocolVersion.supported, manifest.versions) != nil else {
            throw fault(
                .protocolVersion(
                    speaks: manifest.versions.map(\.number), known: ProtocolVersion.supported.map(\.number)))
        }
        let (path, digest, identity) = try executable(of: manifest, in: safe, fault)
        let plugin = InstalledPlugin(
            manifest: manifest, manifestDigest: SHA256.hash(data: bytes).hexadecimal, folder: safe, executable: path,
            executableDigest: digest, executableIdentity: identity, map: try map(of: manifest, in: safe, fault))
        return (plugin, identity)
    }

    /// The map that the manifest names: read, checked, and guarded like the executable.
    private func map(
        of manifest: Manifest, in folder: String, _ fault: (PluginFault.Cause) -> PluginFault
    ) throws(PluginFault) -> InstalledMap? {
        guard let name = manifest.map else { return nil }
        let bytes = try guardedBytes(folder + "/" + name, fault)
        let digest = SHA256.hash(data: bytes).hexadecimal
        if let packed = manifest.digests["map"], packed != digest { throw fault(.digest(path: folder + "/" + name)) }
        do {
            let document = try MapDocument(
                reading: bytes, file: folder + "/" + name, references: Set(manifest.references.map(\.entity)))
            return InstalledMap(digest: digest, document: document)
        } catch {
            throw fault(.map(error))
        }
    }

    /// The folder's real path, when it and all above it are as they must be.
    private func safeFolder(_ folder: String, _ entity: EntityName?) throws(PluginFault) -> String {
        let fault = { (cause: PluginFault.Cause) in PluginFault(folder: folder, entity: entity, cause) }
        do {
            let opened = try GuardedFile(folder, .folder)
            try check(opened.rights, folder, fault)
        } catch let error as GuardedFile.Failure {
            throw fault(
                error.code == ELOOP || error.code == ENOTDIR
                    ? .symbolicLink(path: folder) : .unreadable(path: folder, code: error.code))
        } catch let error as PluginFault {
            throw error
        } catch {
            throw fault(.wrongKind(path: folder))
        }
        guard let real = Self.realPath(folder) else { throw fault(.unreadable(path: folder, code: errno)) }
        var parent = real
        while let slash = parent.lastIndex(of: "/"), parent != "/" {
            parent = slash == parent.startIndex ? "/" : String(parent[..<slash])
            guard let rights = FileRights(at: parent) else { throw fault(.unreadable(path: parent, code: errno)) }
            // In a sticky folder such as /tmp, nobody else can put another entry in the place of ours.
            if rights.isSticky && rights.belongs(to: user) { continue }
            try check(rights, parent, fault)
        }
        return real
    }

    private func manifestBytes(_ folder: String, _ entity: EntityName?) throws(PluginFault) -> [UInt8] {
        let fault = { (cause: PluginFault.Cause) in PluginFault(folder: folder, entity: entity, cause) }
        return try guardedBytes(folder + "/plugin.json", fault, missing: .noManifest)
    }

    /// The bytes of a file that nobody else can have put there.
    private func guardedBytes(
        _ path: String, _ fault: (PluginFault.Cause) -> PluginFault, missing: PluginFault.Cause? = nil
    ) throws(PluginFault) -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            let opened = try GuardedFile(path, .file)
            guard opened.isRegular else { throw fault(.wrongKind(path: path)) }
            try check(opened.rights, path, fault)
            try opened.read { piece in
                bytes.append(contentsOf: piece)
                return bytes.count <= Self.manifestLimit
            }
        } catch let error as GuardedFile.Failure {
            switch error.code {
            case ENOENT: throw fault(missing ?? .unreadable(path: path, code: ENOENT))
            case ELOOP: throw fault(.symbolicLink(path: path))
            default: throw fault(.unreadable(path: path, code: error.code))
            }
        } catch let error as PluginFault {
            throw error
        } catch {
            throw fault(.wrongKind(path: path))
        }
        guard bytes.count <= Self.manifestLimit else { throw fault(.manifestTooLarge(limit: Self.manifestLimit)) }
        return bytes
    }

    private mutating func executable(
        of manifest: Manifest, in folder: String, _ fault: (PluginFault.Cause) -> PluginFault
    ) throws(PluginFault) -> (path: String, digest: String, identity: FileIdentity) {
        let named = folder + "/" + manifest.command[0]
        guard let path = Self.realPath(named) else {
            throw fault(errno == ENOENT ? .executableMissing(path: named) : .unreadable(path: named, code: errno))
        }
        guard path.hasPrefix(folder + "/") else { throw fault(.symbolicLink(path: named)) }
        do {
            let opened = try GuardedFile(path, .file)
            guard opened.isRegular else { throw fault(.wrongKind(path: path)) }
            guard opened.isExecutable else { throw fault(.notExecutable(path: path)) }
            try check(opened.rights, path, fault)
            let identity = opened.identity
            let digest: String
            if let known = digests[identity.word] {
                digest = known
            } else {
                var hash = SHA256()
                try opened.read { piece in
                    hash.update(bufferPointer: piece)
                    return true
                }
                digest = hash.finalize().hexadecimal
                digests[identity.word] = digest
            }
            if comparesDigests, let packed = manifest.digests[platform], packed != digest {
                throw fault(.digest(path: path))
            }
            return (path, digest, identity)
        } catch let error as GuardedFile.Failure {
            throw fault(.unreadable(path: path, code: error.code))
        } catch let error as PluginFault {
            throw error
        } catch {
            throw fault(.wrongKind(path: path))
        }
    }

    private func check(
        _ rights: FileRights, _ path: String, _ fault: (PluginFault.Cause) -> PluginFault
    ) throws(PluginFault) {
        guard rights.belongs(to: user) else { throw fault(.otherOwner(path: path)) }
        guard !rights.isWritableByOthers(than: user) else { throw fault(.writableByOthers(path: path)) }
    }

    private static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

extension PluginShelf {
    /// Without plugins of which two are for one entity: nobody can say which is meant.
    fileprivate var withoutTwins: PluginShelf {
        var shelf = PluginShelf(faults: faults)
        for (entity, plugins) in Dictionary(grouping: plugins, by: \.manifest.entity) {
            guard plugins.count > 1 else {
                shelf.plugins += plugins
                continue
            }
            for plugin in plugins {
                let other = plugins.first { $0.folder != plugin.folder }?.folder ?? plugin.folder
                shelf.faults.append(
                    PluginFault(
                        folder: plugin.folder, entity: entity, tags: plugin.manifest.tags,
                        .sameEntity(otherFolder: other)))
            }
        }
        shelf.plugins.sort { $0.manifest.entity < $1.manifest.entity }
        shelf.faults.sort { $0.folder < $1.folder }
        return shelf
    }
}

extension Digest {
    /// The bytes as small hexadecimal digits.
    fileprivate var hexadecimal: String {
        map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}

package import MapLanguage
package import Model
package import PluginProtocol

/// Why the plugin in a folder can't be used.
///
/// It concerns its entity alone.
package struct PluginFault: Error, Sendable, Hashable {
    /// What is wrong.
    package enum Cause: Sendable, Hashable {
        /// The folder has no `plugin.json`.
        case noManifest
        /// A file can't be read: its path, and what the system says (`errno`).
        case unreadable(path: String, code: Int32)
        /// The manifest can't be used.
        case manifest(ManifestError)
        /// The map can't be used.
        case map(MapProblems)
        /// The manifest is larger than is read.
        case manifestTooLarge(limit: Int)
        /// The plugin speaks other versions of the protocol.
        case protocolVersion(speaks: [Int], known: [Int])
        /// Another folder holds a plugin for the same entity: neither is taken.
        case sameEntity(otherFolder: String)
        /// The executable that the manifest names is not there.
        case executableMissing(path: String)
        /// The executable may not be executed.
        case notExecutable(path: String)
        /// Something is no regular file, or no folder.
        case wrongKind(path: String)
        /// The folder is a symbolic link, or the executable is one that leads out of it.
        case symbolicLink(path: String)
        /// Others than its owner can write to it.
        case writableByOthers(path: String)
        /// It belongs to another user than the one who runs the host, or root.
        case otherOwner(path: String)
        /// The executable is not the one that the manifest was packed with.
        case digest(path: String)
    }

    /// The folder.
    package var folder: String
    /// The entity, from the manifest, or by the folder's name where the manifest can't be read.
    package var entity: EntityName?
    /// The words by which the entity is selected with others.
    package var tags: [String]
    /// What is wrong.
    package var cause: Cause

    /// Creates a fault.
    package init(folder: String, entity: EntityName?, tags: [String] = [], _ cause: Cause) {
        self.folder = folder
        self.entity = entity
        self.tags = tags
        self.cause = cause
    }

    /// The problem that the entity's run ends with.
    package var problem: Problem {
        switch cause {
        case .digest: Problem(.manifestMismatch, [cause.name, folder])
        case .map(let problems): Problem(.invalidConfiguration, ["map"] + (problems.problems.first?.words ?? []))
        case .protocolVersion(let speaks, let known):
            Problem(.protocolVersion, [speaks, known].map { $0.map(String.init).joined(separator: ", ") })
        default: Problem(.invalidConfiguration, [cause.name, folder])
        }
    }
}

extension PluginFault.Cause {
    /// The cause as a code.
    package var name: String {
        switch self {
        case .noManifest: "noManifest"
        case .unreadable: "unreadable"
        case .manifest: "manifest"
        case .map: "map"
        case .manifestTooLarge: "manifestTooLarge"
        case .protocolVersion: "protocolVersion"
        case .sameEntity: "sameEntity"
        case .executableMissing: "executableMissing"
        case .notExecutable: "notExecutable"
        case .wrongKind: "wrongKind"
        case .symbolicLink: "symbolicLink"
        case .writableByOthers: "writableByOthers"
        case .otherOwner: "otherOwner"
        case .digest: "digest"
        }
    }
}

extension PluginFault {
    /// The codes of all causes that end an entity as misconfigured.
    static let words: Set<String> = [
        "noManifest", "unreadable", "manifest", "manifestTooLarge", "sameEntity", "executableMissing", "notExecutable",
        "wrongKind", "symbolicLink", "writableByOthers", "otherOwner",
    ]
}

package import Model
package import PluginProtocol

/// An entity as planning sees it: what its manifest says that it needs.
package struct EntityNode: Sendable, Hashable {
    /// The entity.
    package var name: EntityName
    /// The version of its plugin; `nil` when its manifest can't be read.
    package var version: SemanticVersion?
    /// The words by which it is selected with others.
    package var tags: [String]
    /// The entities that must be there, derived from references where the manifest is silent.
    package var requires: [Manifest.Requirement]
    /// The entities that run first, if they run at all.
    package var after: [EntityName]
    /// Why its plugin can't be used; it ends with this before anything starts.
    package var problem: Problem?

    /// Creates a node.
    package init(
        _ name: EntityName, version: SemanticVersion? = SemanticVersion(1), tags: [String] = [],
        requires: [Manifest.Requirement] = [], after: [EntityName] = [], problem: Problem? = nil
    ) {
        self.name = name
        self.version = version
        self.tags = tags
        self.requires = requires
        self.after = after
        self.problem = problem
    }

    /// The node of a plugin whose manifest was read.
    package init(_ manifest: Manifest, problem: Problem? = nil) {
        self.init(
            manifest.entity, version: manifest.version, tags: manifest.tags, requires: manifest.requirements,
            after: manifest.after, problem: problem)
    }
}

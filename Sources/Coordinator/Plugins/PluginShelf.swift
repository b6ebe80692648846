package import Model
package import PluginProtocol

/// The plugins that were found, and what is wrong with those that can't be used.
package struct PluginShelf: Sendable, Hashable {
    /// The plugins that can be used, in the order of their entities; one for each.
    package var plugins: [InstalledPlugin]
    /// What is wrong with the others, in the order of their folders.
    package var faults: [PluginFault]

    /// Creates a shelf.
    package init(plugins: [InstalledPlugin] = [], faults: [PluginFault] = []) {
        self.plugins = plugins
        self.faults = faults
    }

    /// The plugin of an entity.
    package func plugin(for entity: EntityName) -> InstalledPlugin? { plugins.first { $0.manifest.entity == entity } }

    /// Puts a plugin in the place of any other for its entity.
    package mutating func take(_ plugin: InstalledPlugin) {
        plugins.removeAll { $0.manifest.entity == plugin.manifest.entity }
        faults.removeAll { $0.entity == plugin.manifest.entity }
        plugins.append(plugin)
        plugins.sort { $0.manifest.entity < $1.manifest.entity }
    }

    /// The shelf with the plugins that a person wants; what is wrong with others is on it as before.
    package func only(where isEnabled: (Manifest) -> Bool) -> PluginShelf {
        PluginShelf(plugins: plugins.filter { isEnabled($0.manifest) }, faults: faults)
    }

    /// The entities that a plugin can do without, and that are not there: of twins, those that are switched off.
    package func absent(of manifest: Manifest) -> Set<EntityName> {
        Set(manifest.requirements.filter(\.isOptional).map(\.entity)).subtracting(nodes.map(\.name))
    }

    /// The entities as planning sees them: those whose plugin can't be used are there with the reason.
    package var nodes: [EntityNode] {
        let usable = plugins.map { EntityNode($0.manifest) }
        let broken = faults.compactMap { fault -> EntityNode? in
            guard let entity = fault.entity, plugin(for: entity) == nil else { return nil }
            return EntityNode(entity, version: nil, tags: fault.tags, problem: fault.problem)
        }
        return usable + broken
    }
}

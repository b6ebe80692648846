import Model
import PluginProtocol
import Synchronization

/// Which records the entities of a run are about, as far as their plugins said so in it.
final class EntityScopes: Sendable {
    private let filters = Mutex<[EntityName: Sided<RecordFilter>]>([:])

    /// Which records an entity is about.
    @inline(never)
    subscript(entity: EntityName) -> Sided<RecordFilter>? { filters.withLock { $0[entity] } }

    /// Notes what a plugin said.
    @inline(never)
    func note(_ description: EntityDescription, of entity: EntityName) {
        filters.withLock { $0[entity] = description.filters }
    }
}

package import JSON
import Model
package import PluginProtocol

extension SyncRunner {
    /// What a plugin says that it synchronizes in this tenant: for a check of the connection.
    ///
    /// Finds the tables of both sides first. Throws `RemoteFailure`, `PluginFailure` or `SyncStoreError`.
    package func describe(_ plugin: InstalledPlugin, config: JSONValue) async throws -> EntityDescription {
        let entity = plugin.manifest.entity
        let effects = EntityEffects(environment: environment, declarations: [entity: plugin.manifest.declarations])
        let job = EntityJob(
            run: RunID(at: environment.now(), seed: 0), entity: entity, declarations: plugin.manifest.declarations,
            lines: plugin.manifest.lineDeclarations, absent: shelf.absent(of: plugin.manifest), config: config,
            pluginDigest: plugin.digest)
        return try await drivers.withDriver(for: plugin) { driver in
            try await effects.describe(job, driver: driver)
        }
    }
}

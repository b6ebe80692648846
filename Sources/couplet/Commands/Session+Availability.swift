import Availability
import Coordinator
import Foundation
import Model
import PluginProtocol
import RemoteSystems
import SyncStore

extension Session {
    /// Builds a desk that knows what is on hand, has `work` done with it, and takes down what it stands on.
    ///
    /// The store is only looked at: another process may own it, and before the first run there is none.
    func withAvailability<Value: Sendable>(
        _ configuration: Configuration, _ work: (AvailabilityDesk) async throws -> Value
    ) async throws -> Value {
        let plugins = try PluginFolders(configuration: configuration).shelf().only(where: configuration.isEnabled)
            .plugins
        let places = plugins.compactMap { plugin in
            plugin.manifest.stock.map { stock in
                StockPlace(entity: plugin.manifest.entity, tables: plugin.manifest.declarations, stock: stock)
            }
        }
        let store = try storeIfThere(configuration)
        // Whoever asks sits and waits for the answer.
        let patience = Patience(throttled: .seconds(8), unavailable: .seconds(4))
        return try await withRemotes(configuration, patience: patience) { remotes in
            try await work(AvailabilityDesk(places: places, store: store, remotes: remotes, now: { Date() }))
        }
    }

    private func storeIfThere(_ configuration: Configuration) throws -> (any SyncStore)? {
        do {
            return try SQLiteStore.openForReading(at: configuration.store)
        } catch SyncStoreError.missing {
            return nil
        }
    }
}

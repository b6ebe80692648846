package import Foundation
import JSONRPC
package import SyncStore

/// Supervises plugins: one process per plugin that somebody has use for, watched, restarted, and ended without a trace.
package struct PluginSupervision: PluginDrivers {
    private let launcher: any PluginLauncher
    private let store: any SyncStore
    private let settings: SupervisionSettings
    private let clock: any Clock<Duration>
    private let date: @Sendable () -> Date

    /// Creates supervision that starts plugins with `launcher` and remembers in `store` how they behaved.
    ///
    /// `clock` measures waits, `date` is the time of a crash.
    package init(
        launcher: any PluginLauncher, store: any SyncStore, settings: SupervisionSettings,
        clock: any Clock<Duration> = .continuous, date: @escaping @Sendable () -> Date
    ) {
        self.launcher = launcher
        self.store = store
        self.settings = settings
        self.clock = clock
        self.date = date
    }

    package func withDriver<Value: Sendable>(
        for plugin: InstalledPlugin, _ body: (any PluginDriver) async throws -> Value
    ) async throws -> Value {
        let supervisor = PluginSupervisor(
            plugin, launcher: launcher, store: store, settings: settings, clock: clock, date: date)
        // No child of this task: when this task is cancelled, the plugin still is ended by steps, which takes its time.
        let service = Task { await supervisor.serve() }
        let result: Result<Value, any Error>
        do { result = .success(try await body(supervisor)) } catch { result = .failure(error) }
        await supervisor.finish()
        await service.value
        return try result.get()
    }
}

/// Where the driver of a plugin comes from, for as long as somebody has use for it.
///
/// `PluginSupervision` is the real one.
package protocol PluginDrivers: Sendable {
    /// Hands out the driver of a plugin for the time of `body`.
    ///
    /// No process is started before the first question, and one process answers all of them: `describe` and then `run`
    /// cost one start. When this returns or throws, the process and all that it started are gone. Cancelling the task
    /// cancels the run in progress: the `apply` in progress is finished, and the plugin is ended by steps.
    func withDriver<Value: Sendable>(
        for plugin: InstalledPlugin, _ body: (any PluginDriver) async throws -> Value
    ) async throws -> Value
}

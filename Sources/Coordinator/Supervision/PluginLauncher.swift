package import JSONRPC

/// Starts the process of a plugin.
package protocol PluginLauncher: Sendable {
    /// Starts a process, hands it to `body`, and returns how it ended.
    ///
    /// When `body` returns, the process and all that it started are killed if they are still there; when this returns,
    /// they are gone. Throws when there never was a process.
    func withProcess(
        of plugin: InstalledPlugin, _ body: @escaping @Sendable (any PluginChild) async -> Void
    ) async throws(LaunchFailure) -> ProcessEnd
}

/// The process of a plugin, while it lives.
package protocol PluginChild: Sendable {
    /// Its standard output and standard input.
    var channel: any ByteChannel { get }
    /// The next bytes of its standard error; `nil` at the end.
    ///
    /// Called by one task only.
    func readErrors() async -> [UInt8]?
    /// Asks it, and what it started, to end: SIGTERM.
    func terminate() async
    /// Kills it, and what it started.
    func kill() async
}

/// Why there was no process.
package struct LaunchFailure: Error, Sendable, Hashable {
    /// What stood in the way.
    package enum Cause: Sendable, Hashable {
        /// The executable is not there any more, or can't be looked at: the error of the system.
        case missing(String, Int32)
        /// The executable is not what it was when the plugin was read.
        case changed(String)
        /// The scratch folder could not be made: the error of the system.
        case scratch(Int32)
        /// The process could not be started: the words of the system.
        case spawn(String)
    }

    /// What stood in the way.
    package var cause: Cause

    /// Creates a failure.
    package init(_ cause: Cause) { self.cause = cause }
}

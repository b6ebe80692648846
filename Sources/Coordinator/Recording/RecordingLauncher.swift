import JSONRPC
package import Logging
import PluginProtocol

/// Starts plugins as another launcher does, and writes down what is said: a file a conversation, for tests of plugins.
///
/// The files hold the values of records and nothing secret, since a plugin gets no secret; they are for their owner alone.
package struct RecordingLauncher: PluginLauncher {
    private let launcher: any PluginLauncher
    private let folder: String
    private let logger: Logger

    /// Creates a launcher that writes into a folder, which it makes when it is not there; throws the system's error.
    package init(_ launcher: any PluginLauncher, into folder: String, logger: Logger) throws(RecordingFailure) {
        try ConversationFile.makeFolder(folder)
        self.launcher = launcher
        self.folder = folder
        self.logger = logger
    }

    package func withProcess(
        of plugin: InstalledPlugin, _ body: @escaping @Sendable (any PluginChild) async -> Void
    ) async throws(LaunchFailure) -> ProcessEnd {
        let file: ConversationFile
        do {
            file = try ConversationFile(of: plugin.manifest.entity, in: folder)
        } catch {
            // The run is worth more than the record of what was said in it.
            logger.error("a conversation is not recorded", metadata: ["error": "\(SystemError.words(error.number))"])
            return try await launcher.withProcess(of: plugin, body)
        }
        return try await launcher.withProcess(of: plugin) { child in
            await body(RecordedChild(child, file, logger))
        }
    }
}

/// The folder or a file of recordings could not be made, or not be written.
package struct RecordingFailure: Error, Sendable, Hashable {
    /// The path.
    package var path: String
    /// The error of the system.
    package var number: Int32
}

/// The process of a plugin, whose conversation is written down.
private struct RecordedChild: PluginChild {
    let child: any PluginChild
    let channel: any ByteChannel

    init(_ child: any PluginChild, _ file: ConversationFile, _ logger: Logger) {
        self.child = child
        channel = RecordedChannel(child.channel, file, logger)
    }

    func readErrors() async -> [UInt8]? { await child.readErrors() }
    func terminate() async { await child.terminate() }
    func kill() async { await child.kill() }
}

import JSONRPC

/// A channel of a plugin whose bytes are noted as they come, also those that are no message yet.
struct WatchedChannel: ByteChannel {
    let channel: any ByteChannel
    let watch: PluginWatch

    func read() async throws -> [UInt8]? {
        let chunk = try await channel.read()
        if let chunk { watch.read(chunk) }
        return chunk
    }

    func write(_ bytes: [UInt8]) async throws { try await channel.write(bytes) }
    func finish() async { await channel.finish() }
}

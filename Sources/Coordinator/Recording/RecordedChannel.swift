import JSONRPC
import Logging
import PluginProtocol
import Synchronization

/// A channel to a plugin that writes down each message that passes it.
struct RecordedChannel: ByteChannel {
    private let channel: any ByteChannel
    private let recorder: Recorder

    init(_ channel: any ByteChannel, _ file: ConversationFile, _ logger: Logger) {
        self.channel = channel
        recorder = Recorder(file, logger)
    }

    func read() async throws -> [UInt8]? {
        let chunk = try await channel.read()
        if let chunk { recorder.heard(chunk, from: .plugin) }
        return chunk
    }

    func write(_ bytes: [UInt8]) async throws {
        // Before it is sent: the answer never stands above its question.
        recorder.heard(bytes, from: .host)
        try await channel.write(bytes)
    }

    func finish() async { await channel.finish() }
}

/// Cuts both directions into messages, and puts them into the file in the order in which they pass.
private final class Recorder: Sendable {
    enum Speaker: String { case host, plugin }

    private struct State {
        var host = LineFraming(limit: Limits.standard.frame)
        var plugin = LineFraming(limit: Limits.standard.frame)
        var hasFailed = false
    }

    private let file: ConversationFile
    private let logger: Logger
    private let state = Mutex(State())

    init(_ file: ConversationFile, _ logger: Logger) {
        self.file = file
        self.logger = logger
    }

    @inline(never)
    func heard(_ bytes: [UInt8], from speaker: Speaker) {
        let failure = state.withLock { state -> RecordingFailure? in
            let lines = speaker == .host ? state.host.feed(bytes) : state.plugin.feed(bytes)
            guard !state.hasFailed else { return nil }
            let text = lines.flatMap { Self.line($0, speaker) }
            do throws(RecordingFailure) {
                try file.append(text)
                return nil
            } catch {
                state.hasFailed = true
                return error
            }
        }
        guard let failure else { return }
        logger.error(
            "the record of a conversation ends early", metadata: ["error": "\(SystemError.words(failure.number))"])
    }

    /// The line of the file; none for what is no message: a print of the plugin is no part of what was said.
    private static func line(_ line: LineFraming.Line, _ speaker: Speaker) -> [UInt8] {
        guard case .whole(let bytes) = line, case .message(_, let frame, _) = LineReading(bytes) else { return [] }
        return Array("{\"\(speaker.rawValue)\":".utf8) + frame + Array("}\n".utf8)
    }
}

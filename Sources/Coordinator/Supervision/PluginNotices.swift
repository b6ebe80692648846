import JSON
import JSONRPC
import Logging
import Model
import PluginProtocol
import Synchronization

/// What a plugin says unasked: its log, its progress, and what it prints where it must not.
final class PluginNotices: Sendable {
    private struct State {
        var budget = LogBudget()
        var latest: Progress.Parameters?
        var lineLimit: Int
    }

    private let state: Mutex<State>
    private let timeline: Timeline
    private let logger: Logger
    private let redaction: Redaction
    private let stream: AsyncStream<Progress.Parameters>
    private let relay: AsyncStream<Progress.Parameters>.Continuation

    init(_ timeline: Timeline, _ logger: Logger, _ redaction: Redaction, lineLimit: Int) {
        self.timeline = timeline
        self.logger = logger
        self.redaction = redaction
        state = Mutex(State(lineLimit: lineLimit))
        (stream, relay) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Holds to the longest message that both sides agreed on.
    @inline(never)
    func limit(lineLimit: Int) { state.withLock { $0.lineLimit = lineLimit } }

    /// Takes a `$/log`; more than the budget is dropped and counted.
    @inline(never)
    func log(_ text: JSONText) {
        let now = timeline.now
        let (isLogged, dropped, lineLimit) = state.withLock { state in
            let (isLogged, dropped) = state.budget.spend(at: now)
            return (isLogged, dropped, state.lineLimit)
        }
        if dropped > 0 { logger.warning("messages of the plugin were dropped", metadata: ["dropped": "\(dropped)"]) }
        guard isLogged else { return }
        do {
            let said = try text.decode(Log.Parameters.self)
            var metadata: Logger.Metadata = [
                "plugin.message": "\(redaction.redacted(said.message.utf8, limit: lineLimit))"
            ]
            if let fields = said.fields {
                metadata["plugin.fields"] = "\(redaction.redacted(JSON.encode(fields), limit: lineLimit))"
            }
            logger.log(level: Self.level(said.level), "plugin says", metadata: metadata)
        } catch {
            logger.warning("a message of the plugin can't be read", metadata: ["problem": "\(error.code)"])
        }
    }

    /// Takes a `$/progress`; one that goes back, or belongs to another run, is dropped.
    @inline(never)
    func progress(_ text: JSONText, of run: RunID?) {
        guard let said = try? text.decode(Progress.Parameters.self), said.runID == run else {
            // A notice has no answer, and a number that can't be read moves nothing.
            return
        }
        let isNew = state.withLock { state in
            if let latest = state.latest, latest.runID == said.runID, latest.phase == said.phase,
                latest.done > said.done
            {
                return false
            }
            state.latest = said
            return true
        }
        if isNew { relay.yield(said) }
    }

    /// Passes progress on, four times a second at most, until cancelled.
    func relayProgress(to host: @Sendable (Progress.Parameters) async -> Void) async {
        for await progress in stream {
            await host(progress)
            do { try await timeline.sleep(until: timeline.now + .milliseconds(250)) } catch { return }
        }
    }

    /// Takes something that the plugin printed into the conversation.
    func stray(_ stray: Stray) {
        logger.warning(
            "the plugin printed to its standard output",
            metadata: [
                "kind": "\(stray.kind)", "bytes": "\(stray.byteCount)",
                "text": "\(redaction.redacted(stray.text, limit: stray.kind == .cut ? 200 : Stray.kept))",
            ])
    }

    /// Takes lines that the plugin wrote to stderr.
    func errors(_ lines: [String], dropped: Int) {
        if dropped > 0 {
            logger.warning("bytes of the plugin's stderr were dropped", metadata: ["dropped": "\(dropped)"])
        }
        for line in lines { logger.info("plugin wrote", metadata: ["plugin.stderr": "\(line)"]) }
    }

    private static func level(_ level: Log.Level) -> Logger.Level {
        switch level {
        case .debug: .debug
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}

import JSONRPC
import Model
import PluginProtocol
import Synchronization

/// The conversation with one process of a plugin, from its start to the end of its streams.
final class PluginSession: Sendable {
    let peer: Peer
    let gate: HostGate
    private let child: any PluginChild
    private let notices: PluginNotices
    private let timeline: Timeline
    private let errors: Mutex<ErrorLines>
    private let closing = Bell()
    private let over = Bell()
    private let end = Mutex<PeerEnd?>(nil)
    private let agreed = Mutex<Initialize.Result?>(nil)

    init(
        _ child: any PluginChild, peer: Peer, gate: HostGate, notices: PluginNotices, timeline: Timeline,
        errors: ErrorLines
    ) {
        self.child = child
        self.peer = peer
        self.gate = gate
        self.notices = notices
        self.timeline = timeline
        self.errors = Mutex(errors)
    }

    /// The last lines that the process wrote to stderr, redacted.
    @inline(never)
    var lastLines: [String] { errors.withLock(\.last) }

    /// What the plugin can do beyond the core; nothing before it answered `initialize`.
    @inline(never)
    var capabilities: Capabilities { agreed.withLock { $0?.capabilities } ?? Capabilities() }

    /// The plugin answered `initialize`: from now on its capabilities count, and the limits that it lowered.
    @inline(never)
    func agree(on answer: Initialize.Result, offered: Limits) {
        agreed.withLock { $0 = answer }
        let limits = offered.lowered(to: answer.limits ?? offered)
        peer.lower(frame: limits.frame, inFlight: limits.inFlight)
        notices.limit(lineLimit: limits.logLine)
        errors.withLock { $0.limit(lineLimit: limits.logLine, perSecond: limits.stderrPerSecond) }
        gate.initialized(limits)
    }

    /// Talks until one of both ends the conversation, and `ended` is told; then until the process has closed its streams.
    func run(ended: @escaping @Sendable (PeerEnd) async -> Void) async {
        await withTaskGroup { others in
            others.addTask { await self.notices.relayProgress { await self.gate.run?.host.progress($0) } }
            await withTaskGroup { streams in
                streams.addTask { await self.drainErrors() }
                streams.addTask {
                    let end = await self.talk()
                    self.note(end)
                    self.over.close()
                    await ended(end)
                    await self.drainOutput()
                }
            }
            others.cancelAll()
        }
    }

    /// Waits for the end of the conversation.
    func waitForEnd() async -> PeerEnd {
        while await over.wait() {}
        return noted ?? .cancelled
    }

    @inline(never)
    private func note(_ end: PeerEnd) { self.end.withLock { $0 = end } }

    @inline(never)
    private var noted: PeerEnd? { end.withLock { $0 } }

    /// Ends the conversation from this side: the process reads the end of its standard input.
    func closeInput() { closing.ring() }
    /// Asks the process, and what it started, to end.
    func terminate() async { await child.terminate() }
    /// Kills the process, and what it started.
    func kill() async { await child.kill() }

    private func talk() async -> PeerEnd {
        await withTaskGroup(of: PeerEnd?.self) { group in
            group.addTask { await self.peer.run() }
            group.addTask {
                _ = await self.closing.wait()
                return nil
            }
            var end = PeerEnd.cancelled
            for await ended in group {
                group.cancelAll()
                if let ended { end = ended }
            }
            await child.channel.finish()
            return end
        }
    }

    /// Reads on when the conversation is over, so that a process that still writes can end.
    private func drainOutput() async {
        do {
            while try await child.channel.read() != nil {}
        } catch {
            // What can't be read any more is over too.
        }
    }

    private func drainErrors() async {
        while let chunk = await child.readErrors() {
            tellErrors(chunk)
        }
        tellErrors(nil)
    }

    /// Tells the lines that a chunk completes, or those that are left when there is none.
    @inline(never)
    private func tellErrors(_ chunk: [UInt8]?) {
        let now = timeline.now
        let (lines, dropped) = errors.withLock { errors in
            chunk.map { errors.feed($0, at: now) } ?? errors.finish()
        }
        notices.errors(lines, dropped: dropped)
    }
}

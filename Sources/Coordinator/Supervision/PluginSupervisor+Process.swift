import JSONRPC
import Logging
import Model
import PluginProtocol

// One process, from its start to its end.
extension PluginSupervisor {
    func runProcess() async {
        trace = Trace()
        do {
            trace.exit = try await launcher.withProcess(of: plugin) { await self.talk(to: $0) }
            session = nil
            let now = date()
            decide { $0.exited(at: $1, on: now) }
        } catch {
            session = nil
            logger.error("the plugin could not be started", metadata: ["cause": "\(error.cause)"])
            let problem = Problem(of: error)
            decide { machine, _ in machine.notLaunched(problem) }
        }
    }

    private func talk(to child: any PluginChild) async {
        let session = makeSession(child)
        self.session = session
        await withDiscardingTaskGroup { group in
            group.addTask { await self.initialize(session) }
            await session.run { end in await self.ended(end, session) }
        }
        trace.lastLines = session.lastLines
    }

    private func ended(_ end: PeerEnd, _ session: PluginSession) {
        trace.inFlight = trace.question.map { $0 == SyncRun.name ? session.gate.last ?? $0 : $0 } ?? Initialize.name
        trace.lastLines = session.lastLines
        decide { $0.sessionEnded(end, at: $1) }
    }

    private func makeSession(_ child: any PluginChild) -> PluginSession {
        let limits = offeredLimits
        let notices = PluginNotices(timeline, logger, settings.redaction, lineLimit: limits.logLine)
        let gate = HostGate(watch, notices)
        watch.beginProcess()
        let peer = Peer(
            channel: WatchedChannel(channel: child.channel, watch: watch), handler: gate,
            limits: PeerLimits(
                frame: limits.frame, string: limits.string, inFlight: limits.inFlight, grace: settings.timing.grace),
            clock: clock, observer: SessionObserver(watch: watch, notices: notices))
        let errors = ErrorLines(
            lineLimit: limits.logLine, perSecond: limits.stderrPerSecond, redaction: settings.redaction)
        return PluginSession(child, peer: peer, gate: gate, notices: notices, timeline: timeline, errors: errors)
    }

    /// The limits that the plugin is offered: ours, as far as its manifest does not lower them.
    private var offeredLimits: Limits { settings.limits.lowered(to: plugin.manifest.limits) }

    private func initialize(_ session: PluginSession) async {
        let parameters = Initialize.Parameters(
            host: settings.product, limits: offeredLimits,
            heartbeat: Initialize.Heartbeat(timeout: plugin.manifest.quiet),
            capabilities: Capabilities([Capabilities.state]), locale: settings.language.rawValue)
        switch await call(session, Initialize.self, parameters, deadline: settings.timing.start) {
        case .success(let answer):
            if let problem = Self.objection(to: answer, of: plugin) {
                decide { $0.refused(problem, at: $1) }
            } else {
                session.agree(on: answer, offered: offeredLimits)
                decide { machine, _ in machine.initialized() }
            }
        case .failure(.failed(let failed)):
            decide { $0.refused(Self.problem(ofInitialize: failed, of: self.plugin), at: $1) }
        case .failure(.unreadable):
            decide { $0.refused(Problem(.pluginViolation, ["answer", Initialize.name]), at: $1) }
        case .failure(.deadline), .failure(.cancelled), .failure(.closed), .failure(.tooManyInFlight):
            // The machine's own clock, or the end of the session, says so.
            break
        }
    }
}

/// Passes on what comes from one process of a plugin.
private struct SessionObserver: PeerObserver {
    let watch: PluginWatch
    let notices: PluginNotices

    func received(_ frame: ArraySlice<UInt8>) { watch.received() }
    func stray(_ stray: Stray) { notices.stray(stray) }
}

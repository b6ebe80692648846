import Crypto
import Foundation
import JSON
import JSONRPC
import Logging
import Model
import PluginProtocol
import SyncStore

/// Carries out what the machine of one plugin decides.
actor PluginSupervisor: PluginDriver {
    private let plugin: InstalledPlugin
    private let launcher: any PluginLauncher
    private let store: any SyncStore
    private let settings: SupervisionSettings
    private let clock: any Clock<Duration>
    private let timeline: Timeline
    private let date: @Sendable () -> Date
    private let logger: Logger
    private let watch: PluginWatch
    private let bell = Bell()

    /// There is none before the first question: its configuration decides whether an old quarantine still holds.
    private var machine: SupervisionMachine?
    private var actions: [SupervisionMachine.Action] = []
    private var session: PluginSession?
    private var waiters: [CheckedContinuation<PluginSession, any Error>] = []
    private var cancelRun: (@Sendable () -> Void)?
    private var trace = Trace()
    private var verdict: Verdict?
    private var isFinished = false

    /// What is known of the last process, for whoever has to say what went wrong.
    private struct Trace {
        var exit: String?
        var question: String?
        var inFlight: String?
        var lastLines: [String] = []
        /// Whether they were written to the log.
        var isTold = false
    }

    /// What a run came to: nothing stood in its way, or a problem did.
    private enum Verdict {
        case good
        case bad(Problem)
    }

    init(
        _ plugin: InstalledPlugin, launcher: any PluginLauncher, store: any SyncStore, settings: SupervisionSettings,
        clock: any Clock<Duration>, date: @escaping @Sendable () -> Date
    ) {
        self.plugin = plugin
        self.launcher = launcher
        self.store = store
        self.settings = settings
        self.clock = clock
        self.date = date
        timeline = Timeline(clock)
        var logger = settings.logger
        logger[metadataKey: "plugin"] = "\(plugin.manifest.name)"
        self.logger = logger
        watch = PluginWatch(timeline) { [bell] in bell.ring() }
    }

    // MARK: what the host asks

    func describe(_ parameters: EntityDescribe.Parameters) async throws -> EntityDescription {
        let remarks = try await validate(parameters.config)
        var description = try await ask(EntityDescribe.name, config: parameters.config) { session, _ in
            await self.call(session, EntityDescribe.self, parameters, deadline: self.settings.timing.describe)
        }
        description.notes = remarks + description.notes
        return description
    }

    /// What the plugin remarks about its settings; nothing, if it does not look at them.
    private func validate(_ config: JSONValue) async throws -> [Diagnostic] {
        let answer = try await ask(ConfigValidate.name, config: config) { session, _ in
            guard session.capabilities.has(Capabilities.validate) else { return .success(ConfigValidate.Result()) }
            return await self.call(
                session, ConfigValidate.self, ConfigValidate.Parameters(config: config),
                deadline: self.settings.timing.describe)
        }
        if let problem = Self.objection(to: answer) { throw failure(problem) }
        return answer.diagnostics
    }

    func run(_ parameters: SyncRun.Parameters, host: any RunHost) async throws -> SyncRun.Result {
        var parameters = parameters
        let result = try await ask(SyncRun.name, config: parameters.config) { session, isRestart in
            if isRestart { await host.restarted() }
            let (answer, checkpoint) = await self.run(parameters, host, in: session)
            parameters.checkpoint = checkpoint
            return answer
        }
        verdict = .good
        return result
    }

    /// One attempt at a run; with the checkpoint that it got to.
    private func run(
        _ parameters: SyncRun.Parameters, _ host: any RunHost, in session: PluginSession
    ) async -> (Result<SyncRun.Result, CallError>, checkpoint: String?) {
        session.gate.open(HostGate.Run(id: parameters.runID, host: host, checkpoint: parameters.checkpoint))
        // Cancelled by the machine alone, when the `apply` in progress is finished. The machine keeps the deadline too.
        let attempt = Task {
            await self.call(session, SyncRun.self, parameters, deadline: self.settings.timing.run * 2)
        }
        cancelRun = { attempt.cancel() }
        let answer = await attempt.value
        cancelRun = nil
        return (answer, session.gate.close()?.checkpoint ?? parameters.checkpoint)
    }

    private nonisolated func call<Method: RPCMethod>(
        _ session: PluginSession, _ method: Method.Type, _ parameters: Method.Parameters, deadline: Duration,
        isUrgent: Bool = false
    ) async -> Result<Method.Result, CallError> {
        do {
            return .success(try await session.peer.call(method, parameters, deadline: deadline, isUrgent: isUrgent))
        } catch {
            return .failure(error)
        }
    }

    /// Asks until there is an answer, or the machine gives up.
    private func ask<Value: Sendable>(
        _ method: String, config: JSONValue,
        _ question: (PluginSession, _ isRestart: Bool) async -> Result<Value, CallError>
    ) async throws -> Value {
        try await prepare(config)
        var isRestart = false
        while true {
            let session = try await readySession()
            trace.question = method
            watch.awaitPlugin()
            decide { $0.begin(at: $1, isRun: method == SyncRun.name) }
            // A cancellation reaches the plugin by way of the machine: what is being applied comes first.
            let answer = await withTaskCancellationHandler {
                await question(session, isRestart)
            } onCancel: { [watch] in
                watch.cancel()
            }
            if let value = try await settle(answer, of: method, in: session) { return value }
            isRestart = true
        }
    }

    /// What an answer means; `nil` when the question is to be asked again, or the machine has the word.
    private func settle<Value>(
        _ answer: Result<Value, CallError>, of method: String, in session: PluginSession
    ) async throws -> Value? {
        switch answer {
        case .success(let value):
            if let reason = decideAnswered(), reason != .person { throw failure(reason.problem) }
            return value
        case .failure(.failed(let failed)):
            let reason = decideAnswered()
            throw failure(reason?.problem ?? Problem(of: failed))
        case .failure(.closed):
            let end = await session.waitForEnd()
            decide { $0.sessionEnded(end, at: $1) }
        case .failure(.deadline), .failure(.cancelled):
            let isCancelled = watch.seen.isCancelled
            decide { $0.unanswered(at: $1, isCancelled: isCancelled) }
        case .failure(.unreadable), .failure(.tooManyInFlight):
            decide { $0.violated(Problem(.pluginViolation, ["answer", method]), at: $1) }
        }
        return nil
    }

    private func decideAnswered() -> SupervisionMachine.CancelReason? {
        switch machine?.answered() {
        case .afterApply(let reason), .asked(let reason): reason
        case .some(.none), nil: nil
        }
    }

    /// A plugin that no version connects to us need not be started to know it.
    private func prepare(_ config: JSONValue) async throws {
        guard ProtocolVersion.common(ProtocolVersion.supported, plugin.manifest.versions) != nil else {
            throw failure(Self.noCommonVersion(plugin.manifest.versions))
        }
        guard machine == nil else { return }
        var hash = SHA256()
        hash.update(data: Array(plugin.digest.utf8))
        hash.update(data: JSON.encode(config))
        let digest = hash.finalize().text
        let health = try await store.pluginHealth(of: plugin.manifest.entity)?.applying(to: digest)
        guard machine == nil else { return }
        machine = SupervisionMachine(
            timing: settings.timing, quiet: plugin.manifest.quiet, health: health ?? .unknown(digest: digest))
    }

    private func readySession() async throws -> PluginSession {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiters.append(continuation)
                decide { $0.need(at: $1) }
            }
        } onCancel: { [watch] in
            watch.cancel()
        }
    }

    // MARK: the service

    /// Does what the machine decides until nobody needs the plugin any more and it is gone.
    func serve() async {
        await withDiscardingTaskGroup { group in
            while !isOver {
                while !actions.isEmpty { await perform(actions.removeFirst(), in: &group) }
                guard !isOver else { break }
                await waitForTick()
                let seen = watch.seen
                // Nobody waits to be woken by this: whoever would is the one who looks.
                take { $0.tick(at: $1, seen) }
            }
        }
    }

    /// Nobody will ask any more.
    func finish() {
        isFinished = true
        switch verdict {
        case .good: decide { machine, _ in machine.runEnded(spoiledBy: nil) }
        case .bad(let problem): decide { machine, _ in machine.runEnded(spoiledBy: problem) }
        case nil: break
        }
        decide { $0.finish(at: $1) }
        bell.ring()
    }

    private var isOver: Bool {
        guard isFinished, actions.isEmpty else { return false }
        switch machine?.state {
        case .absent, .failed, .gone, nil: return true
        case .starting, .ready, .running, .stopping, .backOff: return false
        }
    }

    private func waitForTick() async {
        let next = machine?.nextTick(watch.seen)
        await withTaskGroup { [bell, timeline] group in
            if let next {
                group.addTask {
                    do { try await timeline.sleep(until: next) } catch {
                        // Something happened before.
                    }
                }
            }
            group.addTask { _ = await bell.wait() }
            await group.next()
            group.cancelAll()
        }
    }

    /// Tells the machine of an event, and wakes the one who does what it decides.
    private func decide(_ event: (inout SupervisionMachine, Duration) -> [SupervisionMachine.Action]) {
        take(event)
        bell.ring()
    }

    private func take(_ event: (inout SupervisionMachine, Duration) -> [SupervisionMachine.Action]) {
        guard var machine else { return }
        let before = machine.state
        actions += event(&machine, timeline.now)
        self.machine = machine
        if machine.state != before { logger.debug("plugin", metadata: ["plugin.state": "\(machine.state)"]) }
    }

    private func decide(_ event: (inout SupervisionMachine, Duration) -> Void) {
        decide { machine, now in
            event(&machine, now)
            return []
        }
    }

    private func perform(_ action: SupervisionMachine.Action, in group: inout DiscardingTaskGroup) async {
        let session = self.session
        switch action {
        case .launch: group.addTask { await self.runProcess() }
        case .admit: admit()
        case .refuse(let problem): refuse(problem)
        case .ping: group.addTask { await self.ping(session) }
        case .cancelRun(let reason):
            session?.gate.end(reason.problem)
            cancelRun?()
        case .shutdown: group.addTask { await self.shutDown(session) }
        case .closeInput: session?.closeInput()
        case .terminate: group.addTask { await session?.terminate() }
        case .kill: group.addTask { await session?.kill() }
        case .keep(let health): await keep(health)
        }
    }

    private func admit() {
        guard let session else { return }
        for waiter in waiters { waiter.resume(returning: session) }
        waiters = []
    }

    private func refuse(_ problem: Problem) {
        let failure = failure(problem)
        for waiter in waiters { waiter.resume(throwing: failure) }
        waiters = []
    }

    private func keep(_ health: PluginHealth) async {
        do {
            try await store.keepPluginHealth(health, of: plugin.manifest.entity)
        } catch {
            // The run that spoke of it is not worth less for it; the next crash is counted again.
            logger.warning("how the plugin behaved could not be stored", metadata: ["error": "\(type(of: error))"])
        }
    }

    private func ping(_ session: PluginSession?) async {
        // Its answer is a frame, and every frame is a sign of life; its absence is the machine's to judge.
        guard let session else { return }
        _ = await call(session, Ping.self, Ping.Parameters(), deadline: plugin.manifest.quiet, isUrgent: true)
    }

    private func shutDown(_ session: PluginSession?) async {
        guard let session else { return }
        session.gate.shutDown()
        // Whatever it answers: it was told, and is given the end of its stream next.
        _ = await call(
            session, Shutdown.self, Shutdown.Parameters(), deadline: settings.timing.step, isUrgent: true)
        decide { $0.shutdownAnswered(at: $1) }
    }

    // MARK: one process

    private func runProcess() async {
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
        let peer = Peer(
            channel: child.channel, handler: gate,
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

    /// A problem with what is known of the process that it came from.
    private func failure(_ problem: Problem) -> PluginFailure {
        verdict = .bad(problem)
        if problem.code.problemClass == .plugin, !trace.isTold {
            // Whoever has to find out why begins with these.
            for line in trace.lastLines.suffix(5) {
                logger.error("the plugin's last lines", metadata: ["plugin.stderr": "\(line)"])
            }
            trace.isTold = true
        }
        return PluginFailure(problem, exit: trace.exit, inFlight: trace.inFlight, lastLines: trace.lastLines)
    }
}

/// Passes on what comes from one process of a plugin.
private struct SessionObserver: PeerObserver {
    let watch: PluginWatch
    let notices: PluginNotices

    func received(_ frame: ArraySlice<UInt8>) { watch.received() }
    func stray(_ stray: Stray) { notices.stray(stray) }
}

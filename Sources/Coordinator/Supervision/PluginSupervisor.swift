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
    let plugin: InstalledPlugin
    let launcher: any PluginLauncher
    let store: any SyncStore
    let settings: SupervisionSettings
    let clock: any Clock<Duration>
    let timeline: Timeline
    let date: @Sendable () -> Date
    let logger: Logger
    let watch: PluginWatch
    let bell = Bell()

    /// There is none before the first question: its configuration decides whether an old quarantine still holds.
    var machine: SupervisionMachine?
    var actions: [SupervisionMachine.Action] = []
    var session: PluginSession?
    var waiters: [CheckedContinuation<PluginSession, any Error>] = []
    var attempt: Task<Result<SyncRun.Result, CallError>, Never>?
    /// Whether the machine wants the run under way cancelled; it may say so before the plugin was asked.
    var isRunCancelled = false
    var trace = Trace()
    var verdict: Verdict?
    var isFinished = false

    /// What is known of the last process, for whoever has to say what went wrong.
    struct Trace {
        var exit: ProcessEnd?
        var question: String?
        var inFlight: String?
        var lastLines: [String] = []
        /// Whether they were written to the log.
        var isTold = false
    }

    /// What a run came to: nothing stood in its way, or a problem did.
    enum Verdict {
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
        watch = PluginWatch(timeline, endless: 8 * settings.limits.lowered(to: plugin.manifest.limits).frame) {
            [bell] in bell.ring()
        }
    }

    func describe(_ parameters: EntityDescribe.Parameters) async throws -> EntityDescription {
        let remarks = try await validate(parameters.config)
        var description = try await ask(EntityDescribe.name, config: parameters.config) { session, _ in
            await self.call(session, EntityDescribe.self, parameters, deadline: self.settings.timing.describe)
        }
        if let problem = Self.objection(to: description, config: parameters.config, manifest: plugin.manifest) {
            throw failure(problem)
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
        // No child of this task: it is cancelled by the machine alone, when the `apply` in progress is finished. The machine
        // keeps the deadline too.
        let attempt = Task {
            await self.call(session, SyncRun.self, parameters, deadline: self.settings.timing.run * 2)
        }
        self.attempt = attempt
        if isRunCancelled { attempt.cancel() }
        let answer = await attempt.value
        self.attempt = nil
        return (answer, session.gate.close()?.checkpoint ?? parameters.checkpoint)
    }

    nonisolated func call<Method: RPCMethod>(
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
            isRunCancelled = false
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

    /// A problem with what is known of the process that it came from.
    func failure(_ problem: Problem) -> PluginFailure {
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

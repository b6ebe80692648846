import JSON
import JSONRPC
import Model
import PluginProtocol
import RemoteSystems
import Synchronization

/// What a plugin may ask, and when: within its run and of its run alone.
final class HostGate: RequestHandler {
    /// A run that the gate is open for.
    struct Run: Sendable {
        /// Its identity; each request must name it.
        let id: RunID
        /// Who answers.
        let host: any RunHost
        /// The checkpoint of the last batch that was applied; where the run began before the first.
        var checkpoint: String?
        /// What each request is answered with, when the run is to end.
        var ending: Problem?
    }

    private struct State {
        /// What both agreed on; `nil` before the plugin answered `initialize`.
        var limits: Limits?
        var isShuttingDown = false
        var run: Run?
        var last: String?
    }

    private let state = Mutex(State())
    private let watch: PluginWatch
    private let notices: PluginNotices

    init(_ watch: PluginWatch, _ notices: PluginNotices) {
        self.watch = watch
        self.notices = notices
    }

    /// The method that the plugin asked for last; `nil` when it never did.
    @inline(never)
    var last: String? { state.withLock(\.last) }
    /// The run that the gate is open for.
    @inline(never)
    var run: Run? { state.withLock(\.run) }

    /// The plugin answered `initialize`.
    @inline(never)
    func initialized(_ limits: Limits) { state.withLock { $0.limits = limits } }
    /// The plugin was asked to finish.
    @inline(never)
    func shutDown() { state.withLock { $0.isShuttingDown = true } }
    /// Opens the gate for a run.
    @inline(never)
    func open(_ run: Run) { state.withLock { $0.run = run } }
    /// Answers every further request of the run with a problem.
    ///
    /// What is being read for it is broken off.
    @inline(never)
    func end(_ problem: Problem) {
        let run = state.withLock { state in
            state.run?.ending = problem
            return state.run
        }
        run?.host.stopReading()
    }
    /// Closes the gate; what the run came to.
    @inline(never)
    func close() -> Run? {
        state.withLock { state in
            defer { state.run = nil }
            return state.run
        }
    }

    func receive(_ notice: IncomingNotice) {
        switch notice.method {
        case Log.name: notices.log(notice.parameters)
        case Progress.name: notices.progress(notice.parameters, of: run?.id)
        default: break
        }
    }

    func handle(_ request: IncomingRequest) async throws -> any JSONWritable & Sendable {
        if request.method == Ping.name { return Ping.Result(inFlight: watch.seen.serving) }
        guard Self.methods.contains(request.method) else { throw RPCFailure.methodNotFound(request.method) }
        note(request.method)
        let run = try admitted()
        switch request.method {
        case ChangesNext.name:
            return try await answer(request, ChangesNext.self, turn: .changes, run, \.runID) {
                try await run.host.next($0, within: batchBytes)
            }
        case RecordsGet.name:
            return try await answer(request, RecordsGet.self, run, \.runID) { try await run.host.records($0) }
        case RecordsMatch.name:
            return try await answer(request, RecordsMatch.self, run, \.runID) { try await run.host.match($0) }
        case CouplingsResolve.name:
            return try await answer(request, CouplingsResolve.self, run, \.runID) { try await run.host.resolve($0) }
        case StateGet.name:
            return try await answer(request, StateGet.self, run, \.runID) { try await run.host.state($0) }
        case StatePut.name:
            return try await answer(request, StatePut.self, run, \.runID) { try await run.host.keep($0) }
        default:
            return try await apply(request, run)
        }
    }

    @inline(never)
    private func note(_ method: String) { state.withLock { $0.last = method } }

    @inline(never)
    private func reached(_ checkpoint: String) { state.withLock { $0.run?.checkpoint = checkpoint } }

    private static let methods: Set<String> = [
        ChangesNext.name, RecordsGet.name, RecordsMatch.name, CouplingsResolve.name, StateGet.name, StatePut.name,
        DecisionsApply.name,
    ]

    /// What an answer with pairs may take: the batch that was agreed on, and never so much that a frame could not hold it.
    @inline(never)
    private var batchBytes: Int {
        let limits = state.withLock(\.limits) ?? .standard
        return max(1, min(limits.batch, limits.frame / 4))
    }

    @inline(never)
    private func admitted() throws(RPCFailure) -> Run {
        let (problem, run): (Problem?, Run?) = state.withLock { state in
            if state.limits == nil { return (Problem(.notInitialized), nil) }
            if state.isShuttingDown { return (Problem(.shuttingDown), nil) }
            guard let run = state.run else { return (Problem(.unknownRun), nil) }
            if watch.seen.isCancelled { return (Problem(.cancelled), nil) }
            return (run.ending, run)
        }
        if let problem { throw RPCFailure(problem) }
        guard let run else { throw RPCFailure(Problem(.unknownRun)) }
        return run
    }

    private func answer<Method: RPCMethod>(
        _ request: IncomingRequest, _ method: Method.Type, turn: PluginWatch.Turn = .question, _ run: Run,
        _ id: (Method.Parameters) -> RunID, _ body: (Method.Parameters) async throws -> Method.Result
    ) async throws -> any JSONWritable & Sendable {
        let parameters = try request.parameters(of: method)
        guard id(parameters) == run.id else { throw RPCFailure(Problem(.unknownRun)) }
        return try await watch.serve(turn) { try await body(parameters) }
    }

    /// The batch is the atom: once begun it is finished, also when the plugin dies over it or the run is cancelled.
    ///
    /// So no cancellation reaches it, and it is waited for.
    private func apply(_ request: IncomingRequest, _ run: Run) async throws -> any JSONWritable & Sendable {
        try await answer(request, DecisionsApply.self, turn: .decisions, run, \.runID) { parameters in
            let result = try await uncancelled { try await run.host.apply(parameters) }
            reached(parameters.checkpoint)
            return result
        }
    }
}

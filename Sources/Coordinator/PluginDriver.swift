import JSONRPC
package import Model
package import PluginProtocol

/// What supervision offers to the run of an entity: a plugin that answers, started when first needed, restarted when it crashes.
package protocol PluginDriver: Sendable {
    /// Has the plugin check its settings, and asks what it synchronizes, given the metadata of both sides.
    ///
    /// What it remarks about its settings stands among the notes; throws `PluginFailure` when they are wrong.
    func describe(_ parameters: EntityDescribe.Parameters) async throws -> EntityDescription

    /// Has the plugin carry out a run, serving its requests from `host`, until it answers.
    ///
    /// A plugin that crashes is restarted with back-off, `host` is told (`restarted`), and the run goes on from what is
    /// applied. Throws `PluginFailure` when it is out of attempts, hung, flooding, lying, or in quarantine.
    func run(_ parameters: SyncRun.Parameters, host: any RunHost) async throws -> SyncRun.Result
}

/// What the host offers to a plugin during a run: the plugin-to-host methods of the protocol.
///
/// Every function throws `RPCFailure` with one of our codes, which becomes the JSON-RPC error of the answer.
package protocol RunHost: Sendable {
    /// The next pairs that need a decision; together not much above so many bytes.
    func next(_ parameters: ChangesNext.Parameters, within bytes: Int) async throws -> ChangesNext.Result
    /// Records of an entity on a side.
    func records(_ parameters: RecordsGet.Parameters) async throws -> RecordsGet.Result
    /// Records that could be the same thing.
    func match(_ parameters: RecordsMatch.Parameters) async throws -> RecordsMatch.Result
    /// How references become identities.
    func resolve(_ parameters: CouplingsResolve.Parameters) async throws -> CouplingsResolve.Result
    /// The only way to have an effect.
    func apply(_ parameters: DecisionsApply.Parameters) async throws -> DecisionsApply.Result
    /// A value that the plugin keeps.
    func state(_ parameters: StateGet.Parameters) async throws -> StateGet.Result
    /// Keeps a value with the next `apply`.
    func keep(_ parameters: StatePut.Parameters) async throws -> StatePut.Result
    /// The plugin says how far it is.
    func progress(_ parameters: Progress.Parameters) async
    /// The run is about to end: what is being read is not waited for.
    ///
    /// Without this a reading goes on when the plugin that asked for it dies, for the process that comes after it.
    func stopReading()
    /// The plugin was started anew: pairs that were handed out and not applied are handed out again.
    func restarted() async
}

extension RunHost {
    /// The next pairs that need a decision, as many as the host hands out at once.
    package func next(_ parameters: ChangesNext.Parameters) async throws -> ChangesNext.Result {
        try await next(parameters, within: .max)
    }
}

/// Why a plugin could not finish a run, by its own fault.
package struct PluginFailure: Error, Sendable, Hashable {
    /// The problem, of class 1xxx, 2xxx or 6xxx.
    package var problem: Problem
    /// How the process ended; `nil` while it lives.
    package var exit: ProcessEnd?
    /// The call in flight, such as `changes/next`.
    package var inFlight: String?
    /// The last lines that it wrote to stderr, redacted, at most twenty.
    package var lastLines: [String]

    /// Creates a failure.
    package init(_ problem: Problem, exit: ProcessEnd? = nil, inFlight: String? = nil, lastLines: [String] = []) {
        self.problem = problem
        self.exit = exit
        self.inFlight = inFlight
        self.lastLines = lastLines
    }

    /// The problem, with how the process ended and during what, for a sentence that is composed later.
    package var described: Problem {
        var problem = problem
        let isKnown = exit != nil || inFlight != nil
        switch (problem.code, problem.arguments.isEmpty && isKnown) {
        case (.pluginCrashed, true): problem.arguments = ["crashed", inFlight ?? "", exit?.code ?? ""]
        case (.pluginFailedStart, true): problem.arguments = ["ended", "", exit?.code ?? ""]
        case (.pluginHung, true): problem.arguments = ["silent", inFlight ?? "", ""]
        default: break
        }
        switch problem.code.problemClass {
        // A whole run doesn't fail over a record, and guards are the host's.
        case .record, .guarded: return Problem(.pluginViolation, ["error", "\(problem.code.rawValue)"])
        case .session, .configuration, .passing, .plugin: return problem
        }
    }

    /// The failure that a described problem tells of.
    package init(described problem: Problem) {
        let isDescribed = problem.arguments.count == 3 && problem.code.problemClass == .plugin
        func word(_ index: Int) -> String? {
            isDescribed && !problem.arguments[index].isEmpty ? problem.arguments[index] : nil
        }
        switch problem.code {
        case .pluginCrashed, .pluginFailedStart, .pluginHung:
            self.init(problem, exit: word(2).flatMap(ProcessEnd.init(code:)), inFlight: word(1))
        default: self.init(problem)
        }
    }
}

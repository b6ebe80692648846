#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif
package import Model

/// A run as it is stored: what was to be done, by whom.
package struct RunRecord: Sendable, Hashable {
    /// The run.
    package var id: RunID
    /// What it looks at.
    package var mode: RunMode
    /// Whether decisions become effects.
    package var effect: Effect
    /// When it began.
    package var startedAt: Date
    /// The selection as it was typed; empty for everything.
    package var selection: String
    /// The entities, in the order of the plan.
    package var entities: [EntityName]

    /// Creates a run.
    package init(
        id: RunID, mode: RunMode, effect: Effect, startedAt: Date, selection: String, entities: [EntityName]
    ) {
        self.id = id
        self.mode = mode
        self.effect = effect
        self.startedAt = startedAt
        self.selection = selection
        self.entities = entities
    }
}

/// The run of one entity within a run: its job.
package struct JobRecord: Sendable, Hashable {
    /// Where the job stands.
    package enum State: Sendable, Hashable {
        /// It waits for its turn.
        case planned
        /// It runs. `degraded` names what it needs that did not complete.
        case running(degraded: [EntityName])
        /// It ended.
        case ended(EndState)
        /// The host died while it ran.
        case crashed
    }

    /// The run.
    package var run: RunID
    /// The entity.
    package var entity: EntityName
    /// Where it stands.
    package var state: State
    /// What it has done so far.
    package var counters: Counters
    /// The outcome per direction: the problem that a side's writes ended with, `nil` when all went well.
    package var directions: Sided<Problem?>
    /// Records seen and, where known, expected; for progress.
    package var done: Int
    /// Records expected, where known.
    package var total: Int?
    /// Requests sent to each side.
    package var requests: Sided<Int>
    /// When it began.
    package var startedAt: Date?
    /// When it ended.
    package var endedAt: Date?
    /// The plan's hash when a guard asks for approval.
    package var planHash: String?

    /// Creates a job.
    package init(run: RunID, entity: EntityName, state: State) {
        self.run = run
        self.entity = entity
        self.state = state
        counters = Counters()
        directions = Sided(erp: nil, crm: nil)
        done = 0
        requests = Sided(erp: 0, crm: 0)
    }
}

/// How an entity's plugin has behaved.
package struct PluginHealth: Sendable, Hashable {
    /// The times of its latest crashes, oldest first, at most five.
    package var crashes: [Date]
    /// How many runs in a row it ended by its own fault.
    package var failedRuns: Int
    /// Why it is in quarantine; `nil` when it isn't.
    package var quarantine: Problem?
    /// The digest of executable and configuration that this is about: another one leaves quarantine.
    package var digest: String

    /// Creates a crash record.
    package init(crashes: [Date], failedRuns: Int, quarantine: Problem?, digest: String) {
        self.crashes = crashes
        self.failedRuns = failedRuns
        self.quarantine = quarantine
        self.digest = digest
    }
}

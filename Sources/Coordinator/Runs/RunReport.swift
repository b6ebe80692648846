#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif
package import Model
package import RemoteSystems

/// What a run came to: an end state for every entity of its plan.
package struct RunReport: Sendable {
    /// What one entity came to.
    package struct Entity: Sendable {
        /// The entity.
        package var name: EntityName
        /// Its end state, counters and plan, over all of its passes.
        package var result: EntityResult
        /// How often it ran: more than once when another entity coupled what its records waited for; 0 when it never started.
        package var passes: Int
        /// The entities that it needs and that did not complete.
        package var degraded: [EntityName]
        /// When it began.
        package var startedAt: Date?
        /// When it ended.
        package var endedAt: Date?
    }

    /// How a run ends, for scripts.
    package enum Outcome: Sendable, Hashable, CaseIterable {
        /// All is settled.
        case complete
        /// Some records wait or are set aside.
        case partly
        /// A guard, or a blocked entity, needs a person.
        case needsPerson
        /// An entity failed.
        case failed
        /// A person stopped it.
        case cancelled

        /// The exit code of a process.
        package var exitCode: Int32 {
            switch self {
            case .complete: 0
            case .partly: 1
            case .needsPerson: 3
            case .failed: 4
            case .cancelled: 130
            }
        }
    }

    /// The run.
    package var run: RunID
    /// What it looked at.
    package var mode: RunMode
    /// Whether decisions became effects.
    package var effect: Effect
    /// The entities, in the order of the plan.
    package var entities: [Entity]
    /// Entities that a host which died left running; they count as crashed.
    package var abandoned: [EntityName]
    /// Hashes that were approved and that no plan of this run has.
    package var unusedApprovals: Set<String>
    /// What both systems were asked.
    package var usage: Sided<RemoteUsage>
    /// When it began.
    package var startedAt: Date
    /// When it ended.
    package var endedAt: Date

    /// How it ended: the worst of its entities.
    package var outcome: Outcome {
        entities.map { Outcome($0.result) }.max { $0.weight < $1.weight } ?? .complete
    }

    /// The entities that are left for another run: `couplet sync retry` takes them.
    package var left: [EntityName] {
        entities.filter { Selection.StateWord($0.result.end).isRetried }.map(\.name)
    }
}

extension RunReport.Outcome {
    /// How a run ends whose entities all ended so.
    init(_ result: EntityResult) {
        self =
            switch result.end {
            case .complete, .unchanged: (result.verification?.isClean ?? true) ? .complete : .partly
            case .partial: .partly
            case .stopped, .blocked: .needsPerson
            case .failed(let problem) where [.mappingChanged, .environmentChanged].contains(problem.code): .needsPerson
            case .failed: .failed
            case .notStarted, .cancelled: .cancelled
            }
    }

    fileprivate var weight: Int {
        switch self {
        case .complete: 0
        case .partly: 1
        case .needsPerson: 2
        case .failed: 3
        case .cancelled: 4
        }
    }
}

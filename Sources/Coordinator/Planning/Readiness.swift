package import Model
package import PluginProtocol

/// How an entity ended, or didn't, as those see it who need it.
package enum UpstreamEnd: Sendable, Hashable, CaseIterable {
    /// All is settled.
    case complete
    /// Some of its records wait or are set aside.
    case partial
    /// It failed in a way that passes, by its plugin's fault, or was itself blocked.
    case failed
    /// It is misconfigured, or a guard on environment or mapping refused it.
    case misconfigured
    /// A guard stopped it before a write.
    case guarded
    /// A person stopped it, or the run before its turn.
    case cancelled
    /// It is no part of the plan.
    case notSelected

    /// What an end state is to those who need the entity.
    package init(_ end: EndState) {
        self =
            switch end {
            case .complete, .unchanged: .complete
            case .partial: .partial
            case .stopped: .guarded
            case .failed(let problem) where problem.code.problemClass == .configuration: .misconfigured
            case .failed, .blocked: .failed
            case .notStarted, .cancelled: .cancelled
            }
    }
}

/// Whether an entity runs, given one of those that it needs.
package enum Readiness: Sendable, Hashable, CaseIterable {
    /// It runs.
    case run
    /// It runs as far as references resolve through couplings that are stored; the rest waits.
    case degraded
    /// It does not run.
    case blocked
    /// The run is over before its turn.
    case notStarted

    /// The table «when currencies fail, who runs?».
    ///
    /// `completed` says whether the entity that is needed has ever been through a run.
    package init(after end: UpstreamEnd, _ strength: Manifest.Requirement.Strength, everCompleted completed: Bool) {
        self =
            switch (end, strength, completed) {
            // Records that are set aside there hold up only those that refer to them.
            case (.complete, _, _), (.partial, _, _): .run
            // What was coupled in earlier runs resolves; what is new there waits.
            case (.failed, .reference, true): .degraded
            // There is nothing to resolve with: every record would wait.
            case (.failed, .reference, false): .blocked
            // Only the order was asked for.
            case (.failed, .order, true): .run
            case (.failed, .order, false): .degraded
            // What it makes in the systems may be missing.
            case (.failed, .schema, _): .blocked
            // Nothing that a person configured wrongly is built upon.
            case (.misconfigured, _, _): .blocked
            // Its old couplings are right; it only asks before it goes on.
            case (.guarded, .reference, _): .degraded
            case (.guarded, .order, _), (.guarded, .schema, _): .run
            case (.cancelled, _, _): .notStarted
            // A person chose so: stored couplings serve.
            case (.notSelected, .reference, _): .degraded
            case (.notSelected, .order, _): .run
            case (.notSelected, .schema, true): .run
            case (.notSelected, .schema, false): .blocked
            }
    }
}

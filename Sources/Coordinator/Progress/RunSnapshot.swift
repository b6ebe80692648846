#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif
package import Model
package import RemoteSystems
package import SyncStore

/// How far a run is, at one instant: for drawing.
///
/// The last of a run holds every end state.
package struct RunSnapshot: Sendable, Hashable {
    /// How far one entity is.
    package struct Line: Sendable, Hashable {
        /// The entity.
        package var entity: EntityName
        /// Where its job stands.
        package var state: JobRecord.State
        /// What it does now; `nil` while it does not run.
        package var phase: RunProgress.Phase?
        /// Which of its passes this is, from one; 0 before it starts.
        package var pass: Int
        /// Pairs settled in this pass.
        package var done: Int
        /// Pairs expected in this pass, where known.
        package var total: Int?
        /// What was counted over all passes.
        package var counters: Counters
        /// Requests that were sent for it to each side.
        package var requests: Sided<Int>
        /// Pairs a second since deciding began; `nil` before anything was settled.
        package var rate: Double?
        /// How long it takes still, at this rate.
        package var timeLeft: Duration?
        /// When it began.
        package var startedAt: Date?
        /// When it ended.
        package var endedAt: Date?
    }

    /// The run.
    package var run: RunID
    /// The entities, in the order of the plan.
    package var lines: [Line]
    /// What both systems were asked by this process.
    package var usage: Sided<RemoteUsage>
    /// Whether a system's rate limit was waited for since the snapshot before.
    package var isThrottled: Sided<Bool>
    /// When this was so.
    package var at: Date
    /// When the run began.
    package var startedAt: Date
}

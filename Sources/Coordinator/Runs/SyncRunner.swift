#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Model
import RemoteSystems
package import SyncStore

/// Runs entities over both systems: plans, settles what was left open, starts what is ready, and stores how each ends.
package struct SyncRunner: Sendable {
    let environment: EffectsEnvironment
    let shelf: PluginShelf
    let drivers: any PluginDrivers
    let tick: Duration?

    /// Creates a runner; `tick` is how often progress is told while nothing happens, `nil` for never.
    package init(
        environment: EffectsEnvironment, shelf: PluginShelf, drivers: any PluginDrivers, tick: Duration? = nil
    ) {
        self.environment = environment
        self.shelf = shelf
        self.drivers = drivers
        self.tick = tick
    }

    /// The dependency graph of the plugins on the shelf; throws `PlanError`.
    package func graph() throws(PlanError) -> DependencyGraph { try DependencyGraph(shelf.nodes) }

    /// The plan of a selection; throws `PlanError`.
    package func plan(_ selection: Selection) async throws -> RunPlan {
        let states = try await environment.store.latestJobs().map { ($0.entity, Selection.StateWord($0.state)) }
        let latest = Dictionary(states.compactMap { entity, state in state.map { (entity, $0) } }) { $1 }
        return try RunPlan(selection, in: try graph(), states: latest)
    }

    /// Runs a plan to its end; throws `PlanError` before anything starts, and `SyncStoreError` when the store fails.
    ///
    /// Every other failure is an end state. Cancelling the task stops the run in order: batches in progress are carried out, what runs
    /// ends as `cancelled`, the rest as `notStarted`, all of it is stored, and the report says so. `progress` is told at most ten times
    /// a second, and finished at the end.
    package func run(
        _ request: RunRequest, progress: AsyncStream<RunSnapshot>.Continuation? = nil
    ) async throws -> RunReport {
        defer { progress?.finish() }
        let (stops, stop) = AsyncStream.makeStream(of: Void.self)
        return try await withTaskCancellationHandler {
            // Also a run that a person stops is stored to its end.
            try await uncancelled {
                try await RunConduct(runner: self, request: request, stops: stops, progress).carryOut()
            }
        } onCancel: {
            stop.yield()
        }
    }
}

extension Selection.StateWord {
    /// The word of a job's state; `nil` while it has none.
    package init?(_ state: JobRecord.State) {
        switch state {
        case .planned, .running: return nil
        case .ended(let end): self.init(end)
        case .crashed: self = .crashed
        }
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Model
import PluginProtocol
import RemoteSystems
import SyncStore

extension EntityEffects {
    /// Has the plugin decide until nothing is left; returns the end state when the run can't go on.
    func drive(
        _ run: EntityRun, _ context: Context, effect: Effect, _ driver: any PluginDriver
    ) async throws -> EndState? {
        var isAskedToGoOn = false
        while try await run.hasMore() {
            // Asked to go on, a plugin counts its batches from one again, as a new process does.
            if isAskedToGoOn { await run.countAnew() }
            isAskedToGoOn = true
            let decided = await run.done
            if let end = try await ask(driver, run, context, effect) { return end }
            let summary = await run.summary()
            if let failure = summary.failure { throw failure }
            if let problem = summary.stop { return .stopped(with: problem) }
            guard summary.undecided == 0 else {
                return .failed(Problem(.pluginViolation, ["undecided", "\(summary.undecided)"]))
            }
            // It had pairs to decide, and decided none.
            guard await run.done > decided else { return .failed(Problem(.pluginViolation, ["undecided", "all"])) }
        }
        // Cancelled between two questions: what is left is left.
        guard await !run.isCancelled else { throw CancellationError() }
        return nil
    }

    /// Has the plugin carry out a run; returns the end state when it was stopped.
    private func ask(
        _ driver: any PluginDriver, _ run: EntityRun, _ context: Context, _ effect: Effect
    ) async throws -> EndState? {
        let job = context.job
        let parameters = SyncRun.Parameters(
            runID: job.run, entity: job.entity, mode: job.mode, isDryRun: effect == .dryRun,
            now: environment.now().ISO8601Format(), seed: job.seed, config: job.config,
            fingerprint: context.shape.description.fingerprint)
        do {
            _ = try await withTaskCancellationHandler {
                try await driver.run(parameters, host: run)
            } onCancel: {
                run.cancel()
            }
            return nil
        } catch {
            // What the host itself ran into comes back through the plugin: the first cause counts.
            let summary = await run.summary()
            if let problem = summary.stop { return .stopped(with: problem) }
            if summary.failure == nil, Task.isCancelled { throw CancellationError() }
            throw summary.failure ?? error
        }
    }

    /// The run of an entity as its plugin sees it.
    func entityRun(
        _ context: Context, _ source: sending any NomineeSource, effect: Effect, approved: WriteTally?,
        report: @escaping @Sendable (RunProgress) async -> Void
    ) -> EntityRun {
        let declarations = declarations
        let cache = TableCache(environment: environment, check: check)
        // Nobody looks again at what waits where a run merely plans before it writes.
        let own = RunOverlay(budget: environment.limits.planBytes, remembersWaiting: false)
        let overlay = effect == .dryRun ? overlay ?? own : nil
        var reader = context.reader
        reader.overlay = overlay
        return EntityRun(
            environment: environment, shape: context.shape, run: context.job.run, mode: context.job.mode,
            effect: effect, source: source, reader: reader, guards: context.guards, overlay: overlay,
            approved: approved, earlier: context.job.earlier,
            tables: { entity in
                guard let declaration = declarations[entity] else { return nil }
                return Sided(
                    erp: try await cache.table(for: declaration.erp, on: .erp),
                    crm: try await cache.table(for: declaration.crm, on: .crm))
            }, scopes: scopes, since: context.job.since, report: report)
    }
}

extension EndState {
    /// How a run ends that was stopped: by a guard, for a person to look at; else as a failure.
    static func stopped(with problem: Problem) -> EndState {
        problem.code.problemClass == .guarded ? .stopped(problem) : .failed(problem)
    }
}

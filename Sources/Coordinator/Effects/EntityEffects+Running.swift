import Model
import PluginProtocol
import SyncStore

extension EntityEffects {
    /// Plans where a guard may ask, and carries out what may be carried out.
    func run(
        _ context: Context, driver: any PluginDriver, report: @escaping @Sendable (RunProgress) async -> Void
    ) async throws -> EntityResult {
        let job = context.job
        let first = try await prepared(context, report)
        if let problem = try await check.problem() { return EntityResult(end: .failed(problem)) }
        let asked = problem(asked: first.situations, context)
        // A person who approved a plan is asked by it, whatever the forecast says.
        let mayTrip =
            first.forecast.map { context.guards.problem(with: $0.adding(job.earlier)) != nil } ?? true
            || !job.approval.hashes.isEmpty
        let unknown = (first as? SelectedSource)?.unknown ?? []

        if job.effect == .dryRun {
            return try await plan(context, first, asked, driver: driver, report: report).result(unknown)
        }
        guard job.approval != .everything, asked != nil || mayTrip else {
            return try await write(
                context, first, approved: job.approval == .everything ? .unlimited : nil, driver, report
            )
            .naming(unknown)
        }
        let planned = try await plan(context, first, asked, driver: driver) { step in
            await report(RunProgress(.planning, done: step.done, total: step.total))
        }
        guard let plan = planned.report else { return planned.result(unknown) }
        return try await write(context, as: plan, asked, driver, report).naming(unknown)
    }

    /// Carries out what a plan says, where no guard asks for it, or a person approved it.
    private func write(
        _ context: Context, as plan: PlanReport, _ asked: Problem?, _ driver: any PluginDriver,
        _ report: @escaping @Sendable (RunProgress) async -> Void
    ) async throws -> EntityResult {
        if let problem = plan.verdict, try await !isApproved(plan, context.job) {
            return EntityResult(stoppedBy: problem, plan)
        }
        let second = try await prepared(context, report)
        // What came up since the plan was made is no part of it.
        if let problem = problem(asked: second.situations, context), problem.code != asked?.code {
            return EntityResult(stoppedBy: problem, plan)
        }
        var result = try await write(context, second, approved: plan.tally, driver, report)
        if plan.verdict != nil {
            result.approved = Set([plan.hash].compactMap(\.self))
            result.unasked = WriteTally()
        }
        return result
    }

    /// Whether a person approved exactly this plan: earlier, or with this very run, which is then noted.
    func isApproved(_ plan: PlanReport, _ job: EntityJob) async throws -> Bool {
        guard let hash = plan.hash else { return false }
        if case .plans(let hashes, let person) = job.approval, hashes.contains(hash) {
            try await environment.store.approve(plan: hash, entity: job.entity, by: person, at: environment.now())
            return true
        }
        return try await environment.store.isApproved(plan: hash)
    }

    /// A dry pass: what the plugin would decide about everything.
    func plan(
        _ context: Context, _ source: sending any NomineeSource, _ asked: Problem?, driver: any PluginDriver,
        report: @escaping @Sendable (RunProgress) async -> Void
    ) async throws -> PlannedRun {
        let run = entityRun(context, source, effect: .dryRun, approved: nil, report: report)
        if let end = try await drive(run, context, effect: .dryRun, driver) { return PlannedRun(end: end) }
        var plan = await run.planReport()
        plan.verdict = asked ?? plan.verdict
        return PlannedRun(report: plan, wakes: await run.summary().wakes)
    }

    /// Carries out what the plugin decides about everything that a source nominates.
    func write(
        _ context: Context, _ source: sending any NomineeSource, approved: WriteTally?, _ driver: any PluginDriver,
        _ report: @escaping @Sendable (RunProgress) async -> Void
    ) async throws -> EntityResult {
        let run = entityRun(context, source, effect: .write, approved: approved, report: report)
        var isIdle = false
        var end: EndState?
        do {
            isIdle = try await !run.hasMore()
            if !isIdle { end = try await drive(run, context, effect: .write, driver) }
            if end == nil { try await run.finish(fingerprint: context.fingerprint) }
        } catch {
            // What was carried out before it failed stays counted.
            end = environment.end(with: error)
        }
        await run.rest()
        let summary = await run.summary()
        var result = EntityResult(end: end ?? summary.end(isIdle: isIdle))
        result.counters = summary.counters
        result.directions = summary.directions
        result.unasked = context.job.approval == .everything ? WriteTally() : summary.tally
        result.wakes = summary.wakes
        return result
    }
}

extension EntityResult {
    /// The result of a run that a guard stopped before its first write.
    init(stoppedBy problem: Problem, _ plan: PlanReport) {
        self.init(end: .stopped(with: problem))
        (self.plan, planHash) = (plan, plan.hash)
    }

    /// The result with the words that nothing was found by.
    fileprivate func naming(_ unknown: [String]) -> EntityResult {
        var result = self
        result.unknownWords = unknown
        return result
    }
}

extension WriteTally {
    /// What a person allows who wants the run whatever it comes to.
    static let unlimited: WriteTally = {
        var tally = WriteTally()
        let all = Sided(erp: Int.max, crm: Int.max)
        (tally.creates, tally.overwrites, tally.adoptions, tally.deletes) = (all, all, all, all)
        return tally
    }()
}

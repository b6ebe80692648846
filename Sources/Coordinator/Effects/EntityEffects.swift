#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import JSON
package import Model
package import PluginProtocol
package import RemoteSystems
import SyncStore

/// Runs entities: settles, nominates, asks the plugin, carries out what it decides.
///
/// One for each run of the host.
package struct EntityEffects: Sendable {
    let environment: EffectsEnvironment
    let overlay: RunOverlay?
    let declarations: [EntityName: Sided<TableDeclaration>]
    let check: EnvironmentCheck
    private let scopes = EntityScopes()

    /// Creates it, with the tables of all entities, for references, and for a dry run the overlay that its entities share.
    package init(
        environment: EffectsEnvironment, declarations: [EntityName: Sided<TableDeclaration>], overlay: RunOverlay? = nil
    ) {
        self.environment = environment
        self.declarations = declarations
        self.overlay = overlay
        check = EnvironmentCheck(environment: environment)
    }

    /// Runs an entity to its end state.
    ///
    /// Every failure is an end state.
    package func run(
        _ job: EntityJob, driver: any PluginDriver, report: @escaping @Sendable (RunProgress) async -> Void = { _ in }
    ) async -> EntityResult {
        do {
            return try await carryOut(job, driver: driver, report: report)
        } catch {
            return EntityResult(end: Self.end(with: error))
        }
    }

    /// Settles what earlier runs of an entity left open, before any plugin is asked for a run: at the start of a host.
    ///
    /// What can't be settled now (a system is away, or is another one) is settled when the entity runs.
    package func settle(_ job: EntityJob, driver: any PluginDriver) async throws {
        do {
            guard try await check.problem() == nil else { return }
            let open = try await openIntents(of: job.entity)
            guard !open.isEmpty else { return }
            let shape = try await shape(of: job, driver: driver, check: check)
            _ = try await Settler(environment: environment, shape: shape).settle(open, run: job.run)
        } catch is RemoteFailure {
            return
        } catch is PluginFailure {
            return
        }
    }

    private func openIntents(of entity: EntityName) async throws -> [StoredIntentBatch] {
        try await environment.store.openIntents().filter { $0.batch.entity == entity }
    }

    static func end(with error: any Error) -> EndState {
        let problem = Problem(ending: error)
        return problem.code == .cancelled ? .cancelled : .failed(problem)
    }

    // MARK: the order

    private func carryOut(
        _ job: EntityJob, driver: any PluginDriver, report: @escaping @Sendable (RunProgress) async -> Void
    ) async throws -> EntityResult {
        await report(RunProgress(.reading))
        await check.begin()
        let shape = try await shape(of: job, driver: driver, check: check)
        let open = try await openIntents(of: job.entity)
        if !open.isEmpty, let problem = try await check.problem() { return EntityResult(end: .failed(problem)) }
        let settler = Settler(environment: environment, shape: shape)
        if job.effect == .dryRun { try await overlay?.learn(from: environment.store) }
        let settles = job.effect == .write && job.mode != .verify
        let attempts = settles ? try await settler.settle(open, run: job.run) : settler.attempts(in: open)
        let reader = SideReader(
            store: environment.store, remotes: environment.remotes, shape: shape, attempts: attempts,
            overlay: job.effect == .dryRun ? overlay : nil)

        let feeds = Sided(
            erp: try await environment.store.feed(of: job.entity, side: .erp),
            crm: try await environment.store.feed(of: job.entity, side: .crm))
        let couplings = try await environment.store.couplingCounts()[job.entity] ?? 0
        let guards = Guards(
            policy: environment.policy, couplings: couplings, isFirstRun: feeds.erp == nil && feeds.crm == nil)
        let stored = try await environment.store.mappingFingerprint(of: job.entity)
        let isOtherMapping = stored.map { $0 != shape.description.fingerprint } ?? false
        let context = Context(
            job: job, shape: shape, reader: reader, feeds: feeds, couplings: couplings, guards: guards,
            isAfresh: job.mode == .rebase || (isOtherMapping && guards.verdict(on: .otherMapping) == .rebase),
            fingerprint: stored == shape.description.fingerprint ? nil : shape.description.fingerprint)
        if job.mode == .verify {
            if let problem = try await check.problem() { return EntityResult(end: .failed(problem)) }
            await report(RunProgress(.verifying, total: couplings))
            var result = EntityResult(end: .complete)
            let verification = try await Verifier(reader: reader, limits: environment.limits).verify(
                couplings: couplings)
            result.verification = verification
            result.counters.unchanged = couplings
            return result
        }
        return try await run(context, driver: driver, report: report)
    }

    private struct Context: Sendable {
        var job: EntityJob
        var shape: EntityShape
        var reader: SideReader
        var feeds: Sided<FeedPosition?>
        var couplings: Int
        var guards: Guards
        var isAfresh: Bool
        var fingerprint: String?
    }

    private func run(
        _ context: Context, driver: any PluginDriver, report: @escaping @Sendable (RunProgress) async -> Void
    ) async throws -> EntityResult {
        let job = context.job
        let first = try await prepared(context, report)
        if let problem = try await check.problem() { return EntityResult(end: .failed(problem)) }
        let asked = problem(asked: first.situations, context)
        let mayTrip = first.forecast.map { context.guards.problem(with: $0) != nil } ?? true
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
        if let problem = plan.verdict, try await !isApproved(plan, job) {
            var result = EntityResult(end: .stopped(problem))
            result.plan = plan
            result.planHash = plan.hash
            return result
        }
        let second = try await prepared(context, report)
        // What came up since the plan was made is no part of it.
        if let problem = problem(asked: second.situations, context), problem.code != asked?.code {
            var result = EntityResult(end: .stopped(with: problem))
            (result.plan, result.planHash) = (plan, plan.hash)
            return result
        }
        var result = try await write(context, second, approved: plan.tally, driver, report).naming(unknown)
        if plan.verdict != nil { result.planHash = plan.hash }
        return result
    }

    /// Whether a person approved exactly this plan: earlier, or with this very run, which is then noted.
    private func isApproved(_ plan: PlanReport, _ job: EntityJob) async throws -> Bool {
        if case .plans(let hashes, let person) = job.approval, hashes.contains(plan.hash) {
            try await environment.store.approve(
                plan: plan.hash, entity: job.entity, by: person, at: environment.now())
            return true
        }
        return try await environment.store.isApproved(plan: plan.hash)
    }

    /// A dry pass: what the plugin would decide about everything.
    private func plan(
        _ context: Context, _ source: sending any NomineeSource, _ asked: Problem?, driver: any PluginDriver,
        report: @escaping @Sendable (RunProgress) async -> Void
    ) async throws -> Planned {
        let run = entityRun(context, source, effect: .dryRun, approved: nil, report: report)
        if let end = try await drive(run, context, effect: .dryRun, driver) { return Planned(end: end) }
        var plan = await run.planReport()
        plan.verdict = asked ?? plan.verdict
        return Planned(report: plan, wakes: await run.summary().wakes)
    }

    private struct Planned {
        var report: PlanReport?
        var end: EndState?
        var wakes: Set<EntityName> = []

        func result(_ unknown: [String]) -> EntityResult {
            guard let report else { return EntityResult(end: end ?? .complete) }
            let waits = report.counters.failed + report.counters.waiting > 0
            var result = EntityResult(end: report.verdict.map { .stopped($0) } ?? (waits ? .partial : .complete))
            if report.verdict == nil, report.entries.isEmpty, report.omitted == 0 { result.end = .unchanged }
            result.counters = report.counters
            result.plan = report
            result.planHash = report.hash
            result.unknownWords = unknown
            result.wakes = wakes
            return result
        }
    }

    private func write(
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
            end = Self.end(with: error)
        }
        await run.rest()
        let summary = await run.summary()
        var result = EntityResult(end: end ?? summary.end(isIdle: isIdle))
        result.counters = summary.counters
        result.directions = summary.directions
        result.wakes = summary.wakes
        return result
    }

    /// Has the plugin decide until nothing is left; returns the end state when the run can't go on.
    private func drive(
        _ run: EntityRun, _ context: Context, effect: Effect, _ driver: any PluginDriver
    ) async throws -> EndState? {
        let job = context.job
        var isAskedToGoOn = false
        while try await run.hasMore() {
            // Asked to go on, a plugin counts its batches from one again, as a new process does.
            if isAskedToGoOn { await run.restarted() }
            isAskedToGoOn = true
            let decided = await run.done
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
            } catch {
                // What the host itself ran into comes back through the plugin: the first cause counts.
                let summary = await run.summary()
                if let problem = summary.stop { return .stopped(with: problem) }
                if summary.failure == nil, Task.isCancelled { throw CancellationError() }
                throw summary.failure ?? error
            }
            let summary = await run.summary()
            if let failure = summary.failure { throw failure }
            if let problem = summary.stop { return .stopped(with: problem) }
            guard summary.undecided == 0 else {
                return .failed(Problem(.pluginViolation, ["undecided", "\(summary.undecided)"]))
            }
            // It had pairs to decide, and decided none.
            guard await run.done > decided else { return .failed(Problem(.pluginViolation, ["undecided", "all"])) }
        }
        return nil
    }

    private func entityRun(
        _ context: Context, _ source: sending any NomineeSource, effect: Effect, approved: WriteTally?,
        report: @escaping @Sendable (RunProgress) async -> Void
    ) -> EntityRun {
        let declarations = declarations
        let cache = TableCache(environment: environment, check: check)
        let overlay = effect == .dryRun ? overlay ?? RunOverlay() : nil
        var reader = context.reader
        reader.overlay = overlay
        return EntityRun(
            environment: environment, shape: context.shape, run: context.job.run, mode: context.job.mode,
            effect: effect, source: source, reader: reader, guards: context.guards, overlay: overlay,
            approved: approved,
            tables: { entity in
                guard let declaration = declarations[entity] else { return nil }
                return Sided(
                    erp: try await cache.table(for: declaration.erp, on: .erp),
                    crm: try await cache.table(for: declaration.crm, on: .crm))
            }, scopes: scopes, since: context.job.since, report: report)
    }

    // MARK: what is known beforehand

    /// The source of a run's nominees, prepared.
    ///
    /// A feed that leads nowhere, or too far, becomes a listing.
    private func prepared(
        _ context: Context, _ report: @Sendable (RunProgress) async -> Void
    ) async throws -> sending any NomineeSource {
        let now = environment.now()
        if context.job.pass > 1 {
            let source = WaitingSource(
                reader: context.reader, limits: environment.limits,
                overlay: context.job.effect == .dryRun ? overlay : nil)
            try await source.prepare()
            return source
        }
        if context.job.mode == .selected {
            let source = SelectedSource(
                reader: context.reader, words: context.job.selection, limits: environment.limits)
            try await source.prepare()
            return source
        }
        if context.job.mode == .incremental, !context.isAfresh, let erp = context.feeds.erp, let crm = context.feeds.crm
        {
            let source = IncrementalSource(
                reader: context.reader, stored: Sided(erp: erp, crm: crm), couplings: context.couplings, now: now,
                sweepInterval: environment.sweepInterval, limits: environment.limits)
            do {
                try await source.prepare()
                return source
            } catch is IncrementalSource.NeedsListing {
                // Falls through: the same code with more nominees.
            }
        }
        await report(RunProgress(.listing))
        let source = FullSource(
            reader: context.reader, couplings: context.couplings, isFirstRun: context.guards.isFirstRun,
            afresh: context.isAfresh, now: now, limits: environment.limits)
        try await source.prepare()
        return source
    }

    private func problem(asked situations: [Guards.Situation], _ context: Context) -> Problem? {
        for situation in situations {
            switch context.guards.verdict(on: situation) {
            case .pass, .rebase: continue
            case .ask(let problem), .refuse(let problem): return problem
            }
        }
        return nil
    }

    /// What the plugin of an entity says that it synchronizes in this tenant, remembered or asked for; changes nothing else.
    package func describe(_ job: EntityJob, driver: any PluginDriver) async throws -> EntityDescription {
        try await shape(of: job, driver: driver, check: nil).description
    }

    /// What the host knows of the entity: from the store, when neither the plugin nor the tables changed.
    private func shape(
        of job: EntityJob, driver: any PluginDriver, check: EnvironmentCheck?
    ) async throws -> EntityShape {
        let cache = TableCache(environment: environment, check: check)
        async let erp = cache.table(for: job.declarations.erp, on: .erp)
        async let crm = cache.table(for: job.declarations.crm, on: .crm)
        let tables = Sided(erp: try await erp, crm: try await crm)
        let description = try await description(of: job, tables, driver)
        scopes.note(description, of: job.entity)
        let reads = EntityShape.reads(of: description)
        let store = environment.store
        let layouts = Sided(
            erp: try await store.layout(of: job.entity, side: .erp, fields: reads.erp),
            crm: try await store.layout(of: job.entity, side: .crm, fields: reads.crm))
        return EntityShape(
            entity: job.entity, description: description, tables: tables,
            layouts: Sided {
                FieldLayout(side: $0, id: layouts[$0], fields: reads[$0], hasher: environment.hasher)
            }, known: try await store.layouts(of: job.entity), hasher: environment.hasher)
    }

    private func description(
        of job: EntityJob, _ tables: Sided<RemoteTable>, _ driver: any PluginDriver
    ) async throws -> EntityDescription {
        let parameters = EntityDescribe.Parameters(
            metadata: Sided { tables[$0].metadata }, config: job.config)
        // Kept under the settings too, and only when the plugin found nothing wrong with them: they are checked once, and
        // an entity with nothing to decide still starts no process.
        let asked = Array("checked \(job.pluginDigest)".utf8) + JSON.encode(parameters)
        let digest = environment.hasher.hash(asked).map { "\($0)" }
            .joined(separator: ".")
        if let body = try await environment.store.description(of: job.entity, digest: digest),
            let description = try? JSON.decode(EntityDescription.self, from: body)
        {
            // What can't be read any more is asked for again.
            return description
        }
        try await environment.crash(.beforeDescription)
        let description = try await driver.describe(parameters)
        try await environment.store.keepDescription(JSON.encode(description), of: job.entity, digest: digest)
        try await environment.crash(.afterDescription)
        return description
    }
}

extension EntityResult {
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

extension EndState {
    /// How a run ends that was stopped: by a guard, for a person to look at; else as a failure.
    static func stopped(with problem: Problem) -> EndState {
        problem.code.problemClass == .guarded ? .stopped(problem) : .failed(problem)
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import JSON
import Model
import PluginProtocol
import RemoteSystems
import SyncStore

/// One run from its plan to its report: performs what `RunMachine` says.
struct RunConduct: Sendable {
    private enum Event: Sendable {
        case ended(EntityName, EntityResult)
        case stopped
        case over
    }

    private let runner: SyncRunner
    private let request: RunRequest
    private let stops: AsyncStream<Void>
    private let progress: AsyncStream<RunSnapshot>.Continuation?

    init(
        runner: SyncRunner, request: RunRequest, stops: AsyncStream<Void>,
        _ progress: AsyncStream<RunSnapshot>.Continuation?
    ) {
        self.runner = runner
        self.request = request
        self.stops = stops
        self.progress = progress
    }

    private var environment: EffectsEnvironment { runner.environment }
    private var store: any SyncStore { runner.environment.store }

    /// Whether jobs are stored: only of a run that may have effects.
    private var isStored: Bool { request.effect == .write && request.mode != .verify }

    func carryOut() async throws -> RunReport {
        let plan = try await runner.plan(request.selection)
        let start = environment.now()
        let run = RunID(at: start, seed: request.seed)
        let seen =
            request.effect == .dryRun && request.mode != .verify
            ? try await EntityEffects.foreseeing(environment) : environment
        let effects = EntityEffects(
            environment: seen,
            declarations: Dictionary(
                runner.shelf.plugins.map { ($0.manifest.entity, $0.manifest.declarations) }
            ) { first, _ in first },
            overlay: request.effect == .dryRun ? RunOverlay(budget: seen.limits.planBytes) : nil)
        var abandoned: [EntityName] = []
        if isStored {
            abandoned = try await store.closeAbandonedJobs(at: start).map(\.entity)
            try await settle(effects, run)
            try await store.begin(
                RunRecord(
                    id: run, mode: request.mode, effect: request.effect, startedAt: start, selection: plan.selection,
                    entities: plan.entities))
        }
        if seen.isForeseen { try await settle(effects, run) }
        let book = JobBook(
            run: run, plan: plan, environment: environment, isStored: isStored, startedAt: start, progress: progress)
        let machine = RunMachine(plan: plan, everCompleted: try await everCompleted(plan), width: request.width)
        let course = RunCourse(machine: machine, plan: plan)
        let ended = try await drive(course, book, effects, run, start)
        if isStored { try await store.finish(run: run, at: environment.now()) }
        return try await report(ended, plan, book, run, start, abandoned)
    }

    /// Settles what an earlier host left open, of every entity, before any plugin is asked.
    private func settle(_ effects: EntityEffects, _ run: RunID) async throws {
        let open = Set(try await store.openIntents().map(\.batch.entity))
        guard !open.isEmpty else { return }
        for plugin in runner.shelf.plugins where open.contains(plugin.manifest.entity) {
            let job = job(for: plugin, run, pass: 1, since: environment.now())
            // What can't be settled now is settled when its entity runs, which then says why.
            try await runner.drivers.withDriver(for: plugin) { driver in
                try await effects.settle(job, driver: driver)
            }
        }
    }

    /// The entities that others of the plan need and that have been through a run: the positions of their feeds are stored.
    private func everCompleted(_ plan: RunPlan) async throws -> Set<EntityName> {
        var completed: Set<EntityName> = []
        for entity in Set(plan.steps.flatMap(\.needs).map(\.entity)) {
            if try await store.feed(of: entity, side: .erp) != nil { completed.insert(entity) }
        }
        return completed
    }

    // MARK: the loop

    private func drive(
        _ course: RunCourse, _ book: JobBook, _ effects: EntityEffects, _ run: RunID, _ start: Date
    ) async throws -> RunCourse {
        var course = course
        try await withThrowingTaskGroup(of: Event.self) { group in
            group.addTask { await stopEvent() }
            if let tick = runner.tick { group.addTask { await pulse(book, tick) } }
            var actions = course.machine.begin()
            while true {
                for action in actions {
                    switch action {
                    case .end(let entity, let end):
                        course.results[entity] = EntityResult(end: end)
                        try await book.ended(entity, EntityResult(end: end))
                    case .start(let entity, let pass, let degraded):
                        course.degraded[entity] = degraded
                        let meter = course.meters[entity] ?? RequestMeter()
                        course.meters[entity] = meter
                        await book.started(entity, pass: pass, degraded: degraded, meter: meter)
                        let earlier = course.results[entity]?.unasked ?? WriteTally()
                        group.addTask {
                            let result = await RequestMeter.$current.withValue(meter) {
                                await self.run(entity, pass, earlier, effects, book, run, start)
                            }
                            return .ended(entity, result)
                        }
                    case .finish:
                        group.cancelAll()
                        return
                    }
                }
                actions = []
                switch try await group.next() {
                case .ended(let entity, let result):
                    let whole = course.results[entity]?.followed(by: result) ?? result
                    course.results[entity] = whole
                    try await book.ended(entity, whole)
                    actions = course.machine.ended(entity, supposed(whole.end), wakes: wakes(of: result))
                case .stopped:
                    actions = course.machine.cancel()
                    group.cancelAll()
                case .over: continue
                case nil: return
                }
            }
        }
        return course
    }

    private func wakes(of result: EntityResult) -> Set<EntityName> {
        switch request.mode {
        case .incremental, .full, .rebase: result.wakes
        // A person named the records, or asked for no change at all.
        case .selected, .verify: []
        }
    }

    /// How an entity ended, for those who need it: a dry run goes on as if what a guard would ask for were approved.
    private func supposed(_ end: EndState) -> EndState {
        if request.effect == .dryRun, case .stopped = end { return .complete }
        return end
    }

    private func stopEvent() async -> Event {
        for await _ in stops { return .stopped }
        return .over
    }

    private func pulse(_ book: JobBook, _ tick: Duration) async -> Event {
        while !Task.isCancelled {
            // Woken early only by the end of the run.
            try? await Task.sleep(for: tick)
            await book.tick()
        }
        return .over
    }

    private func run(
        _ entity: EntityName, _ pass: Int, _ earlier: WriteTally, _ effects: EntityEffects, _ book: JobBook,
        _ run: RunID, _ start: Date
    ) async -> EntityResult {
        guard let plugin = runner.shelf.plugin(for: entity) else {
            preconditionFailure("an entity without a plugin ends before it starts")
        }
        var job = job(for: plugin, run, pass: pass, since: start)
        job.earlier = earlier
        do {
            return try await runner.drivers.withDriver(for: plugin) { [job] driver in
                await effects.run(job, driver: driver) { await book.moved(entity, $0) }
            }
        } catch {
            return EntityResult(end: environment.end(with: error))
        }
    }

    private func job(for plugin: InstalledPlugin, _ run: RunID, pass: Int, since: Date) -> EntityJob {
        // What was listed once is not listed again: a later pass looks at what waited.
        let mode = pass > 1 ? RunMode.incremental : request.mode
        let entity = plugin.manifest.entity
        return EntityJob(
            run: run, entity: entity, declarations: plugin.manifest.declarations,
            lines: plugin.manifest.lineDeclarations, movements: plugin.manifest.movements,
            absent: runner.shelf.absent(of: plugin.manifest), mode: mode,
            effect: request.effect, selection: request.records,
            approval: request.approval,
            config: request.configurations[entity] ?? .object([]), pluginDigest: plugin.digest, seed: request.seed,
            pass: pass, since: since)
    }

    // MARK: the end

    private func report(
        _ course: RunCourse, _ plan: RunPlan, _ book: JobBook, _ run: RunID, _ start: Date, _ abandoned: [EntityName]
    ) async throws -> RunReport {
        var entities: [RunReport.Entity] = []
        for entity in plan.entities {
            let job = await book.job(entity)
            entities.append(
                RunReport.Entity(
                    name: entity, result: course.results[entity] ?? EntityResult(end: .notStarted),
                    passes: await book.passes(entity), degraded: course.degraded[entity] ?? [],
                    startedAt: job?.startedAt, endedAt: job?.endedAt))
        }
        let used = entities.reduce(into: Set(entities.compactMap(\.result.planHash))) {
            $0.formUnion($1.result.approved)
        }
        return RunReport(
            run: run, mode: request.mode, effect: request.effect, entities: entities, abandoned: abandoned,
            unusedApprovals: request.approval.hashes.subtracting(used),
            usage: Sided(erp: await environment.remotes.erp.usage, crm: await environment.remotes.crm.usage),
            startedAt: start, endedAt: environment.now())
    }
}

/// What is known in the course of a run.
struct RunCourse: Sendable {
    var machine: RunMachine
    let plan: RunPlan
    var results: [EntityName: EntityResult] = [:]
    var degraded: [EntityName: [EntityName]] = [:]
    /// What was asked for each entity, over all of its passes.
    var meters: [EntityName: RequestMeter] = [:]
}

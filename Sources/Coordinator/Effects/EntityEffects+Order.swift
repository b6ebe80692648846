import Model
import PluginProtocol
import RemoteSystems
import SyncStore

extension EntityEffects {
    /// What is known of an entity when its run begins.
    struct Context: Sendable {
        var job: EntityJob
        var shape: EntityShape
        var reader: SideReader
        var feeds: Sided<FeedPosition?>
        var couplings: Int
        var guards: Guards
        var belief: BaseBelief
        var fingerprint: String?
    }

    /// The order of a run: what earlier ones left open is settled before anything is read, and anything is read before it is decided.
    func carryOut(
        _ job: EntityJob, driver: any PluginDriver, report: @escaping @Sendable (RunProgress) async -> Void
    ) async throws -> EntityResult {
        await report(RunProgress(.reading))
        await check.begin()
        let shape = try await shape(of: job, driver: driver, check: check)
        if let problem = try await job.lack(shape.description, in: environment.store) {
            return EntityResult(end: .failed(problem))
        }
        var effects = self
        effects.environment = environment.reading(linesOf: shape)
        return try await effects.carryOut(job, shape, driver: driver, report: report)
    }

    private func carryOut(
        _ job: EntityJob, _ shape: EntityShape, driver: any PluginDriver,
        report: @escaping @Sendable (RunProgress) async -> Void
    ) async throws -> EntityResult {
        let open = try await openIntents(of: job.entity)
        if !open.isEmpty, let problem = try await check.problem() { return EntityResult(end: .failed(problem)) }
        if job.effect == .dryRun { try await overlay?.learn(from: environment.store) }
        let settler = Settler(environment: environment, shape: shape)
        let settles = (job.effect == .write || environment.isForeseen) && job.mode != .verify
        let (attempts, counted) =
            settles ? try await settler.settle(open, run: job.run) : (settler.attempts(in: open), Counters())
        let context = try await context(of: job, shape, attempts)
        if job.mode == .verify { return try await verified(context, report) }
        var result: EntityResult
        do {
            result = try await run(context, driver: driver, report: report)
        } catch {
            result = EntityResult(end: environment.end(with: error))
        }
        // Left open by an earlier pass of this very run.
        result.counters.add(counted)
        return result
    }

    private func context(of job: EntityJob, _ shape: EntityShape, _ attempts: Attempts) async throws -> Context {
        let store = environment.store
        let feeds = Sided(
            erp: try await store.feed(of: job.entity, side: .erp), crm: try await store.feed(of: job.entity, side: .crm)
        )
        let couplings = try await store.couplingCounts()[job.entity] ?? 0
        let guards = Guards(
            policy: environment.policy, couplings: couplings, isFirstRun: feeds.erp == nil && feeds.crm == nil)
        let stored = try await store.mappingFingerprint(of: job.entity)
        let fingerprint = shape.description.fingerprint
        let isOtherMapping = stored.map { $0 != fingerprint } ?? false
        // What looks at some pairs alone leaves the others to be compared under the other mapping.
        let comparesAll = job.pass == 1 && job.mode != .selected
        return Context(
            job: job, shape: shape,
            reader: SideReader(
                store: store, remotes: environment.remotes, shape: shape, attempts: attempts,
                overlay: job.effect == .dryRun ? overlay : nil),
            feeds: feeds, couplings: couplings, guards: guards,
            belief: job.mode == .rebase
                ? .nothing : isOtherMapping && guards.verdict(on: .otherMapping) == .rebase ? .edits : .everything,
            fingerprint: isOtherMapping && !comparesAll || stored == fingerprint ? nil : fingerprint)
    }

    /// A run that compares, and changes nothing.
    private func verified(
        _ context: Context, _ report: @Sendable (RunProgress) async -> Void
    ) async throws -> EntityResult {
        if let problem = try await check.problem() { return EntityResult(end: .failed(problem)) }
        await report(RunProgress(.verifying, total: context.couplings))
        var result = EntityResult(end: .complete)
        let found = try await Verifier(reader: context.reader, limits: environment.limits).verify(
            couplings: context.couplings)
        result.verification = found
        result.counters.unchanged = found.inStep
        return result
    }
}

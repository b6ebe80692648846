#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Model
import RemoteSystems
import SyncStore

/// Keeps the jobs of a run: in the store, where another process sees them, and as snapshots for whoever draws.
///
/// A change of state is told at once. Progress in between is stored once a second and told ten times a second, at most. That a job runs is
/// stored with its first pair: an entity with nothing to decide costs one row at its end.
actor JobBook {
    private struct Entry {
        var job: JobRecord
        var pass = 0
        var phase: RunProgress.Phase?
        /// What earlier passes counted.
        var earlier = Counters()
        var done = 0
        var total: Int?
        var decidingSince: Date?
        var storedAt: Date?
    }

    private static let storing: TimeInterval = 1
    private static let telling: TimeInterval = 0.1

    private let run: RunID
    private let order: [EntityName]
    private let environment: EffectsEnvironment
    private let isStored: Bool
    private let startedAt: Date
    private let progress: AsyncStream<RunSnapshot>.Continuation?
    private var entries: [EntityName: Entry] = [:]
    private var toldAt: Date?
    private var throttled = Sided(erp: Duration.zero, crm: .zero)
    private var meters: [EntityName: RequestMeter] = [:]
    /// What the store said when progress was stored: thrown at the next change of state.
    private var failure: (any Error)?

    init(
        run: RunID, plan: RunPlan, environment: EffectsEnvironment, isStored: Bool, startedAt: Date,
        progress: AsyncStream<RunSnapshot>.Continuation?
    ) {
        self.run = run
        self.environment = environment
        self.isStored = isStored
        self.startedAt = startedAt
        self.progress = progress
        order = plan.entities
        for entity in order { entries[entity] = Entry(job: JobRecord(run: run, entity: entity, state: .planned)) }
    }

    /// What an entity came to so far.
    func job(_ entity: EntityName) -> JobRecord? { entries[entity]?.job }

    /// How often an entity was started.
    func passes(_ entity: EntityName) -> Int { entries[entity]?.pass ?? 0 }

    /// The run of an entity begins.
    func started(_ entity: EntityName, pass: Int, degraded: [EntityName], meter: RequestMeter) async {
        guard var entry = entries[entity] else { return }
        entry.job.state = .running(degraded: degraded)
        entry.job.startedAt = entry.job.startedAt ?? environment.now()
        entry.job.endedAt = nil
        entry.earlier = entry.job.counters
        (entry.pass, entry.phase, entry.done, entry.total, entry.decidingSince) = (pass, .reading, 0, nil, nil)
        entries[entity] = entry
        meters[entity] = meter
        await tell()
    }

    /// The run of an entity moved on.
    func moved(_ entity: EntityName, _ step: RunProgress) async {
        guard var entry = entries[entity] else { return }
        let now = environment.now()
        let isNewPhase = entry.phase != step.phase
        entry.phase = step.phase
        (entry.done, entry.total) = (step.done, step.total)
        if step.phase == .deciding { entry.decidingSince = entry.decidingSince ?? now }
        entry.job.counters = entry.earlier.adding(step.counters)
        (entry.job.done, entry.job.total) = (step.done, step.total)
        entry.job.requests = meters[entity]?.counts ?? entry.job.requests
        let isDue = entry.storedAt.map { now.timeIntervalSince($0) >= Self.storing } ?? true
        let stores = isStored && isDue && step.phase != .reading
        if stores { entry.storedAt = now }
        entries[entity] = entry
        if stores { await keep(entry.job) }
        if isNewPhase || isDueToTell(now) { await tell() }
    }

    /// The run of an entity ended, or will never begin; throws what the store says.
    func ended(_ entity: EntityName, _ result: EntityResult) async throws {
        guard var entry = entries[entity] else { return }
        entry.job.state = .ended(result.end)
        entry.job.endedAt = environment.now()
        entry.job.counters = result.counters
        entry.job.directions = result.directions
        entry.job.planHash = result.planHash
        entry.job.requests = meters[entity]?.counts ?? entry.job.requests
        entry.phase = nil
        entries[entity] = entry
        if isStored { try await environment.store.update(entry.job) }
        if let failure { throw failure }
        await tell()
    }

    /// Time has passed.
    func tick() async { await tell() }

    private func keep(_ job: JobRecord) async {
        do {
            try await environment.store.update(job)
        } catch {
            failure = failure ?? error
        }
    }

    // MARK: telling

    private func isDueToTell(_ now: Date) -> Bool { toldAt.map { now.timeIntervalSince($0) >= Self.telling } ?? true }

    private func tell() async {
        guard let progress else { return }
        let now = environment.now()
        toldAt = now
        let usage = Sided(erp: await environment.remotes.erp.usage, crm: await environment.remotes.crm.usage)
        let isThrottled = Sided { usage[$0].throttled > throttled[$0] }
        throttled = Sided { usage[$0].throttled }
        progress.yield(
            RunSnapshot(
                run: run, lines: order.compactMap { entries[$0].map { line($0, now) } }, usage: usage,
                isThrottled: isThrottled, at: now, startedAt: startedAt))
    }

    private func line(_ entry: Entry, _ now: Date) -> RunSnapshot.Line {
        let time = entry.decidingSince.map { now.timeIntervalSince($0) } ?? 0
        let rate = entry.phase == .deciding && entry.done > 0 && time > 0 ? Double(entry.done) / time : nil
        let left = entry.total.map { max(0, $0 - entry.done) }
        return RunSnapshot.Line(
            entity: entry.job.entity, state: entry.job.state, phase: entry.phase, pass: entry.pass, done: entry.done,
            total: entry.total, counters: entry.job.counters, requests: entry.job.requests, rate: rate,
            timeLeft: rate.flatMap { rate in left.map { .seconds(Double($0) / rate) } },
            startedAt: entry.job.startedAt, endedAt: entry.job.endedAt)
    }
}

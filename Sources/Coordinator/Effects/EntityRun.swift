#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import JSON
import JSONRPC
import Model
package import PluginProtocol
import RemoteSystems
import SyncStore
import Synchronization

/// The run of one entity as its plugin sees it: hands out pairs, carries out decisions, remembers what is not settled yet.
package actor EntityRun: RunHost {
    let environment: EffectsEnvironment
    let shape: EntityShape
    let run: RunID
    let mode: RunMode
    let effect: Effect
    let source: any NomineeSource
    let reader: SideReader
    let guards: Guards
    let overlay: RunOverlay?
    /// The writes of the plan that a person approved; `nil` when the guards' own limits hold.
    let approved: WriteTally?
    /// The tables of other entities, for references.
    let tables: @Sendable (EntityName) async throws -> Sided<RemoteTable>?
    /// Which records other entities are about.
    let scopes: EntityScopes
    /// When the run of the host began.
    let since: Date?
    /// Told of how far the run is.
    let report: @Sendable (RunProgress) async -> Void

    // Pairs: fetched, handed out, being applied.
    var fetched: [Nominee] = []
    var handedOut: [RecordPair.ID: Nominee] = [:]
    var applying: [RecordPair.ID: Nominee] = [:]
    var claimed: Sided<Set<RecordID>> = Sided(erp: [], crm: [])
    /// Records of pairs whose create was not answered in this run: nothing else may happen to them before it is settled.
    var doubtful: Sided<Set<RecordID>> = Sided(erp: [], crm: [])
    var lastPair = 0
    var isExhausted = false
    var turnstile = Turnstile()
    var idlers: [CheckedContinuation<Void, Never>] = []

    // Batches: what this process of the plugin was answered, and where its numbers begin in the store.
    var answered: [Int: DecisionsApply.Result] = [:]
    var batchOffset = 0
    var lastBatch = 0

    // What the run came to so far.
    var findings = Findings()
    var tally = WriteTally()
    var counters = Counters()
    var directions: Sided<Problem?> = Sided(erp: nil, crm: nil)
    var wakes: Set<EntityName> = []
    /// What the plugin keeps with its next batch, and with those that are being applied.
    var puts: [String: [UInt8]] = [:]
    var takenPuts: [String: [UInt8]] = [:]
    var holds = false
    var stop: Problem?
    var failure: (any Error)?
    var plan: PlanReport
    var planHash: PlanHash
    /// The coupled records that a plan would refer to and looked for, and those of them that are not there.
    var looked: Set<RecordReference> = []
    var gone: [RecordReference: LostReference] = [:]
    /// How many pairs would refer to coupled records that are more than a plan looks for.
    var unlooked = 0
    var done = 0
    private nonisolated let cancellation = Atomic(false)
    private nonisolated let reading = ReadingUnderWay()
    var isCancelled: Bool { cancellation.load(ordering: .relaxed) }
    private(set) var arePositionsStored = false

    init(
        environment: EffectsEnvironment, shape: EntityShape, run: RunID, mode: RunMode, effect: Effect,
        source: sending any NomineeSource, reader: SideReader, guards: Guards, overlay: RunOverlay?,
        approved: WriteTally?, earlier: WriteTally = WriteTally(),
        tables: @escaping @Sendable (EntityName) async throws -> Sided<RemoteTable>?,
        scopes: EntityScopes = EntityScopes(), since: Date?, report: @escaping @Sendable (RunProgress) async -> Void
    ) {
        self.environment = environment
        self.shape = shape
        self.run = run
        self.mode = mode
        self.effect = effect
        self.source = source
        self.reader = reader
        self.guards = guards
        self.overlay = overlay
        self.approved = approved
        tally = earlier
        self.tables = tables
        self.scopes = scopes
        self.since = since
        self.report = report
        plan = PlanReport(entity: shape.entity, references: shape.references)
        planHash = PlanHash(hasher: environment.hasher)
    }

    // MARK: the plugin's process

    package func progress(_ parameters: Progress.Parameters) async {
        await report(RunProgress(.deciding, counters: counters, done: done, total: source.total))
    }

    package func restarted() async {
        countAnew()
        // What the dead one kept for a batch that it never handed in goes with it.
        puts = [:]
    }

    /// Hands out anew what was not settled, for one who counts its batches from one.
    func countAnew() {
        // The new process counts its batches from one again, and knows none of the pairs.
        fetched += handedOut.sorted { $0.key > $1.key }.map(\.value)
        handedOut = [:]
        answered = [:]
        batchOffset = lastBatch
    }

    /// What the plugin kept since its last batch: it is stored with this one, or not at all.
    func takePuts() -> [String: [UInt8]] {
        defer { puts = [:] }
        takenPuts.merge(puts) { _, new in new }
        return puts
    }

    /// Ends the run at the next call of the plugin; what is being applied is finished.
    package nonisolated func cancel() {
        cancellation.store(true, ordering: .relaxed)
        stopReading()
    }

    package nonisolated func stopReading() { reading.cancel() }

    /// Reads to its end, whatever becomes of the plugin that asked: half a page would be lost to the process that comes after it.
    func undisturbed(_ read: @escaping @Sendable () async throws -> Void) async throws {
        let task = Task { try await read() }
        reading.begin(task)
        defer { reading.end() }
        if isCancelled { task.cancel() }
        try await task.value
    }

    // MARK: order

    func check(_ id: RunID) throws {
        guard id == run else { throw RPCFailure(Problem(.unknownRun)) }
        guard !isCancelled else { throw RPCFailure(Problem(.cancelled)) }
        if let failure { throw failed(failure) }
    }

    func enter() async {
        if turnstile.tryEnter() { return }
        await withCheckedContinuation { turnstile.wait($0) }
    }

    /// Waits until every batch that is being applied is settled, whatever became of the plugin that handed it in.
    func rest() async {
        while !applying.isEmpty { await withCheckedContinuation { idlers.append($0) } }
    }

    /// Wakes those who wait for a batch to be settled.
    func wake() {
        let idlers = self.idlers
        self.idlers = []
        for idler in idlers { idler.resume() }
    }

    /// Remembers what ended the run, and tells the plugin no more than the problem.
    func failed(_ error: any Error) -> RPCFailure {
        failure = failure ?? error
        return RPCFailure(Problem(ending: error))
    }

    /// What a question is answered with that could not be answered.
    ///
    /// When it is the question that was cancelled, by the plugin or by its death, the run goes on.
    func unanswered(_ error: any Error) -> RPCFailure {
        Task.isCancelled ? RPCFailure(Problem(.cancelled)) : failed(error)
    }

    /// Takes over what the source found beside the nominees; a plan wakes who waits as the commit of a run would.
    func drain() async {
        let found = source.drain()
        findings.add(found)
        if let overlay { wakes.formUnion(await overlay.meet(shape.entity, found.met)) }
    }

    /// Commits, with what was found beside; the rows are told to the source.
    func store(_ commit: EffectCommit) async throws -> CommitReceipt {
        var commit = commit
        var found = findings.take()
        found.forget(commit.couplings.compactMap(\.id))
        found.forget(commit.uncoupled)
        found.forget(applying.values.compactMap(\.coupling?.id))
        found.forget(handedOut.values.compactMap(\.coupling?.id))
        let made = commit.couplings.count
        commit.couplings += found.refreshed.values
        commit.cleared += found.cleared
        commit.forgotten += found.forgotten
        commit.met = found.met
        commit.counters.unchanged += found.unchanged
        commit.counters.skipped += found.skipped
        counters.unchanged += found.unchanged
        counters.skipped += found.skipped
        let receipt = try await environment.store.commit(commit)
        for (key, value) in commit.pluginState where takenPuts[key] == value { takenPuts[key] = nil }
        // What was merely refreshed was not decided about.
        for row in receipt.couplings.prefix(made) { source.coupled(row) }
        wakes.formUnion(receipt.wakes)
        return receipt
    }

    /// The positions, when everything nominated is settled or stored as set aside.
    func positions(settling batch: Set<RecordPair.ID>, again: Bool) -> [Side: FeedPosition] {
        guard isExhausted, fetched.isEmpty, handedOut.isEmpty, !again, !holds, stop == nil, failure == nil,
            Set(applying.keys) == batch
        else { return [:] }
        return source.positions
    }

    /// Ends a run in which everything is settled: the positions move, unless a batch already moved them.
    package func finish(fingerprint: String?) async throws {
        await drain()
        let positions = isSettled ? self.positions(settling: [], again: false) : [:]
        guard effect == .write, !positions.isEmpty || !findings.isEmpty || fingerprint != nil || !puts.isEmpty else {
            return
        }
        var commit = EffectCommit(run: run, entity: shape.entity, batch: nil, at: environment.now())
        if !arePositionsStored { commit.feeds = positions }
        commit.pluginState = takePuts()
        if isSettled { commit.mappingFingerprint = fingerprint }
        try await environment.crash(.beforePositions)
        _ = try await store(commit)
        try await environment.crash(.afterPositions)
    }

    func notePositions() { arePositionsStored = true }
}

extension RPCFailure {
    /// The failure that a problem is on the wire.
    init(_ problem: Problem) {
        self.init(
            Code(rawValue: problem.code.rawValue), "problem \(problem.code.rawValue)",
            data: .object([.init("arguments", .array(problem.arguments.map { .string($0) }))]))
    }
}

extension Problem {
    /// The problem that an error is, when it ends the run of an entity.
    init(ending error: any Error) {
        switch error {
        case let failure as RemoteFailure: self = failure.problem
        case let failure as PluginFailure: self = failure.described
        case let violation as Violation: self = violation.problem
        case let failure as RPCFailure: self = Problem(ProblemCode(rawValue: failure.code.rawValue))
        case is CancellationError: self = Problem(.cancelled)
        case let error as SyncStoreError: self = error.problem
        default: self = Problem(.hostFault)
        }
    }
}

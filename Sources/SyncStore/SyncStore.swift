#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif
package import Model

/// The shared store of the host: couplings, bases, intents, feeds, jobs and history.
///
/// One owner at a time.
///
/// Every function is one transaction; those marked *durable* have reached the disk when they return
/// (`synchronous=FULL` in SQLite). Everything is scoped to one pair of systems and one company, which the store was
/// opened for. No function takes or returns a value of a customer's record.
///
/// Errors: `SyncStoreError`.
package protocol SyncStore: Sendable {
    // MARK: identity

    /// What makes this store this store: its namespace for chosen keys, and the environment it belongs to.
    func identity() async throws -> StoreIdentity

    /// Binds the store to the environment it was first used with.
    func bind(to environment: EnvironmentIdentity) async throws

    /// The store as it is now, in memory: for a dry run, which foresees what settling would do, and leaves the store as it is.
    func copy() async throws -> any SyncStore

    // MARK: couplings

    /// The couplings of an entity that have one of these identities on a side. The order is not defined.
    func couplings(of entity: EntityName, side: Side, ids: [RecordID]) async throws -> [Coupling]

    /// The couplings of an entity, a page at a time, in the order of their rows; `after` is the last row of the page before.
    func couplings(of entity: EntityName, after: Coupling.ID?, limit: Int) async throws -> [Coupling]

    /// The couplings of the lines of coupled documents, in the order of their ERP identities; documents without any are left out.
    func lines(of couplings: [Coupling.ID]) async throws -> [Coupling.ID: [LineCoupling]]

    /// The totals in which coupled documents differ; those that differ in none are left out.
    func unequalTotals(of couplings: [Coupling.ID]) async throws -> [Coupling.ID: [FieldName]]

    /// The coupled documents whose totals differ, of an entity or of all; the oldest first.
    func unequalTotals(of entity: EntityName?, limit: Int) async throws -> [UnequalTotals]

    /// How many couplings each entity has.
    func couplingCounts() async throws -> [EntityName: Int]

    /// What is known of each reference, in the order asked.
    func resolve(_ references: [RecordReference]) async throws -> [ReferenceState]

    /// The number of a list of field names of a side, stored when it is new.
    func layout(of entity: EntityName, side: Side, fields: [FieldName]) async throws -> LayoutID

    /// The field names of each layout of an entity.
    func layouts(of entity: EntityName) async throws -> [LayoutID: [FieldName]]

    /// The generation that the next coupling of each ERP record gets: one more than that of its last coupling that ended.
    /// Records that never were uncoupled are left out.
    func generations(of entity: EntityName, erp ids: [RecordID]) async throws -> [RecordID: Int]

    /// The records of a side, of these, that stayed when their partner was deleted, and were not coupled since.
    func survivors(of entity: EntityName, side: Side, ids: [RecordID]) async throws -> [Survivor]

    // MARK: effects

    /// Stores the intents of a batch before anything is sent. Durable.
    func open(_ batch: IntentBatch) async throws -> IntentBatch.ID

    /// Every intent batch that is open, oldest first: what a host that starts must settle.
    func openIntents() async throws -> [StoredIntentBatch]

    /// Commits what a batch of decisions came to, in one transaction, and clears its intents. Durable.
    ///
    /// Atomic: couplings, bases, set-asides, history, counters, and plugin state together.
    func commit(_ commit: EffectCommit) async throws -> CommitReceipt

    // MARK: what nominates

    /// Where the feed of a side stands.
    func feed(of entity: EntityName, side: Side) async throws -> FeedPosition?

    /// The pairs that are set aside, or wait, and may be retried now: a reference they waited for is coupled since, or a
    /// person asked. Pairs whose own records changed are nominated by the feeds.
    func ready(for entity: EntityName, limit: Int) async throws -> [Aside]

    /// The set-asides that concern these identities on a side.
    func asides(of entity: EntityName, side: Side, ids: [RecordID]) async throws -> [Aside]

    /// A value that the plugin of an entity keeps (at most 64 KiB).
    func pluginState(of entity: EntityName, key: String) async throws -> [UInt8]?

    // MARK: runs

    /// Stores a plan as a new run, each entity `planned`.
    func begin(_ run: RunRecord) async throws

    /// Stores that an entity's run moved on: started, its counters so far, or its end state. Every change of a job's state is kept.
    func update(_ job: JobRecord) async throws

    /// Stores the end of a run.
    func finish(run: RunID, at: Date) async throws

    /// The latest job of each entity, oldest entity first by name.
    func latestJobs() async throws -> [JobRecord]

    /// The jobs of a run, or of the latest run when `nil`.
    func jobs(of run: RunID?) async throws -> [JobRecord]

    /// Marks jobs that a host which died left running as crashed, and returns them.
    func closeAbandonedJobs(at: Date) async throws -> [JobRecord]

    // MARK: what is remembered of plugins and people

    /// What an entity's plugin said of itself, when it was asked with this digest (of executable, configuration and metadata); without
    /// one, whatever it said last.
    func description(of entity: EntityName, digest: String?) async throws -> [UInt8]?

    /// Keeps what an entity's plugin said of itself, in place of what it said before.
    func keepDescription(_ description: [UInt8], of entity: EntityName, digest: String) async throws

    /// A cached document about a remote system (its metadata), with the time at which it was read.
    func cached(_ key: String) async throws -> (body: [UInt8], at: Date)?

    /// Keeps a document about a remote system.
    func keepCached(_ key: String, body: [UInt8], at: Date) async throws

    /// The mapping fingerprint that the bases of an entity were last made with.
    func mappingFingerprint(of entity: EntityName) async throws -> String?

    /// The crash record of a plugin, for restart and quarantine.
    func pluginHealth(of entity: EntityName) async throws -> PluginHealth?

    /// Keeps the crash record of a plugin; `nil` clears it.
    func keepPluginHealth(_ health: PluginHealth?, of entity: EntityName) async throws

    /// Whether a person approved the plan with this hash.
    func isApproved(plan hash: String) async throws -> Bool

    /// Notes that a person approved the plan with this hash.
    func approve(plan hash: String, entity: EntityName, by person: String, at: Date) async throws

    /// Makes set-asides and waiting pairs of an entity (or of all) candidates of the next run; returns how many.
    func requestRetry(of entity: EntityName?, ids: [RecordID]?, at: Date) async throws -> Int

    // MARK: questions of people

    /// The set-asides and waiting pairs, newest first.
    func asides(of entity: EntityName?, limit: Int) async throws -> [Aside]

    /// What happened to a record, newest first: for `couplet why`.
    func history(of entity: EntityName?, id: RecordID, limit: Int) async throws -> [HistoryEntry]
}

extension SyncStore {
    /// A store that remembers no ended coupling: every record starts at generation zero.
    package func generations(of entity: EntityName, erp ids: [RecordID]) async throws -> [RecordID: Int] { [:] }
}

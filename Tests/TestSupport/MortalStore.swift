package import Foundation
package import Model
package import SyncStore

/// A store as a host sees it that may die before and after each transaction.
package struct MortalStore: SyncStore {
    private let base: any SyncStore
    private let life: any StoreGate

    /// Puts a life before a store.
    package init(base: any SyncStore, life: any StoreGate) {
        self.base = base
        self.life = life
    }

    // MARK: transactions

    package func bind(to environment: EnvironmentIdentity) async throws {
        try await life.transaction("bind") { try await base.bind(to: environment) }
    }
    package func open(_ batch: IntentBatch) async throws -> IntentBatch.ID {
        try await life.transaction("open") { try await base.open(batch) }
    }
    package func commit(_ commit: EffectCommit) async throws -> CommitReceipt {
        try await life.transaction("commit") { try await base.commit(commit) }
    }
    package func begin(_ run: RunRecord) async throws {
        try await life.transaction("begin") { try await base.begin(run) }
    }
    package func update(_ job: JobRecord) async throws {
        try await life.transaction("update") { try await base.update(job) }
    }
    package func finish(run: RunID, at: Date) async throws {
        try await life.transaction("finish") { try await base.finish(run: run, at: at) }
    }
    package func closeAbandonedJobs(at: Date) async throws -> [JobRecord] {
        try await life.transaction("closeAbandonedJobs") { try await base.closeAbandonedJobs(at: at) }
    }
    package func keepDescription(_ description: [UInt8], of entity: EntityName, digest: String) async throws {
        try await life.transaction("keepDescription") {
            try await base.keepDescription(description, of: entity, digest: digest)
        }
    }
    package func keepCached(_ key: String, body: [UInt8], at: Date) async throws {
        try await life.transaction("keepCached") { try await base.keepCached(key, body: body, at: at) }
    }
    package func keepPluginHealth(_ health: PluginHealth?, of entity: EntityName) async throws {
        try await life.transaction("keepPluginHealth") { try await base.keepPluginHealth(health, of: entity) }
    }
    package func approve(plan hash: String, entity: EntityName, by person: String, at: Date) async throws {
        try await life.transaction("approve") { try await base.approve(plan: hash, entity: entity, by: person, at: at) }
    }
    package func requestRetry(of entity: EntityName?, ids: [RecordID]?, at: Date) async throws -> Int {
        try await life.transaction("requestRetry") { try await base.requestRetry(of: entity, ids: ids, at: at) }
    }
    package func layout(of entity: EntityName, side: Side, fields: [FieldName]) async throws -> LayoutID {
        try await life.question("layout") { try await base.layout(of: entity, side: side, fields: fields) }
    }

    // MARK: questions

    package func copy() async throws -> any SyncStore { try await life.question("copy") { try await base.copy() } }
    package func identity() async throws -> StoreIdentity {
        try await life.question("identity") { try await base.identity() }
    }
    package func couplings(of entity: EntityName, side: Side, ids: [RecordID]) async throws -> [Coupling] {
        try await life.question("couplings") { try await base.couplings(of: entity, side: side, ids: ids) }
    }
    package func couplings(of entity: EntityName, after: Coupling.ID?, limit: Int) async throws -> [Coupling] {
        try await life.question("couplings") { try await base.couplings(of: entity, after: after, limit: limit) }
    }
    package func unequalTotals(of couplings: [Coupling.ID]) async throws -> [Coupling.ID: [FieldName]] {
        try await life.question("unequalTotals") { try await base.unequalTotals(of: couplings) }
    }
    package func unequalTotals(of entity: EntityName?, limit: Int) async throws -> [UnequalTotals] {
        try await life.question("unequalTotals") { try await base.unequalTotals(of: entity, limit: limit) }
    }
    package func lines(of couplings: [Coupling.ID]) async throws -> [Coupling.ID: [LineCoupling]] {
        try await life.question("lines") { try await base.lines(of: couplings) }
    }
    package func couplingCounts() async throws -> [EntityName: Int] {
        try await life.question("couplingCounts") { try await base.couplingCounts() }
    }
    package func resolve(_ references: [RecordReference]) async throws -> [ReferenceState] {
        try await life.question("resolve") { try await base.resolve(references) }
    }
    package func layouts(of entity: EntityName) async throws -> [LayoutID: [FieldName]] {
        try await life.question("layouts") { try await base.layouts(of: entity) }
    }
    package func generations(of entity: EntityName, erp ids: [RecordID]) async throws -> [RecordID: Int] {
        try await life.question("generations") { try await base.generations(of: entity, erp: ids) }
    }
    package func survivors(of entity: EntityName, side: Side, ids: [RecordID]) async throws -> [Survivor] {
        try await life.question("survivors") { try await base.survivors(of: entity, side: side, ids: ids) }
    }
    package func openIntents() async throws -> [StoredIntentBatch] {
        try await life.question("openIntents") { try await base.openIntents() }
    }
    package func feed(of entity: EntityName, side: Side) async throws -> FeedPosition? {
        try await life.question("feed") { try await base.feed(of: entity, side: side) }
    }
    package func ready(for entity: EntityName, limit: Int) async throws -> [Aside] {
        try await life.question("ready") { try await base.ready(for: entity, limit: limit) }
    }
    package func asides(of entity: EntityName, side: Side, ids: [RecordID]) async throws -> [Aside] {
        try await life.question("asides") { try await base.asides(of: entity, side: side, ids: ids) }
    }
    package func pluginState(of entity: EntityName, key: String) async throws -> [UInt8]? {
        try await life.question("pluginState") { try await base.pluginState(of: entity, key: key) }
    }
    package func latestJobs() async throws -> [JobRecord] {
        try await life.question("latestJobs") { try await base.latestJobs() }
    }
    package func jobs(of run: RunID?) async throws -> [JobRecord] {
        try await life.question("jobs") { try await base.jobs(of: run) }
    }
    package func description(of entity: EntityName, digest: String?) async throws -> [UInt8]? {
        try await life.question("description") { try await base.description(of: entity, digest: digest) }
    }
    package func cached(_ key: String) async throws -> (body: [UInt8], at: Date)? {
        try await life.question("cached") { try await base.cached(key) }
    }
    package func mappingFingerprint(of entity: EntityName) async throws -> String? {
        try await life.question("mappingFingerprint") { try await base.mappingFingerprint(of: entity) }
    }
    package func pluginHealth(of entity: EntityName) async throws -> PluginHealth? {
        try await life.question("pluginHealth") { try await base.pluginHealth(of: entity) }
    }
    package func isApproved(plan hash: String) async throws -> Bool {
        try await life.question("isApproved") { try await base.isApproved(plan: hash) }
    }
    package func asides(of entity: EntityName?, limit: Int) async throws -> [Aside] {
        try await life.question("asides") { try await base.asides(of: entity, limit: limit) }
    }
    package func history(of entity: EntityName?, id: RecordID, limit: Int) async throws -> [HistoryEntry] {
        try await life.question("history") { try await base.history(of: entity, id: id, limit: limit) }
    }
}

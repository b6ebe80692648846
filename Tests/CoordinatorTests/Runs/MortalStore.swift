import Foundation
import Model
import SyncStore

/// A store as a host sees it that may die before and after each transaction.
struct MortalStore: SyncStore {
    let base: any SyncStore
    let life: Life

    // MARK: transactions

    func bind(to environment: EnvironmentIdentity) async throws {
        try await life.perform { try await base.bind(to: environment) }
    }
    func open(_ batch: IntentBatch) async throws -> IntentBatch.ID {
        try await life.perform { try await base.open(batch) }
    }
    func commit(_ commit: EffectCommit) async throws -> CommitReceipt {
        try await life.perform { try await base.commit(commit) }
    }
    func begin(_ run: RunRecord) async throws { try await life.perform { try await base.begin(run) } }
    func update(_ job: JobRecord) async throws { try await life.perform { try await base.update(job) } }
    func finish(run: RunID, at: Date) async throws {
        try await life.perform { try await base.finish(run: run, at: at) }
    }
    func closeAbandonedJobs(at: Date) async throws -> [JobRecord] {
        try await life.perform { try await base.closeAbandonedJobs(at: at) }
    }
    func keepDescription(_ description: [UInt8], of entity: EntityName, digest: String) async throws {
        try await life.perform { try await base.keepDescription(description, of: entity, digest: digest) }
    }
    func keepCached(_ key: String, body: [UInt8], at: Date) async throws {
        try await life.perform { try await base.keepCached(key, body: body, at: at) }
    }
    func keepPluginHealth(_ health: PluginHealth?, of entity: EntityName) async throws {
        try await life.perform { try await base.keepPluginHealth(health, of: entity) }
    }
    func approve(plan hash: String, entity: EntityName, by person: String, at: Date) async throws {
        try await life.perform { try await base.approve(plan: hash, entity: entity, by: person, at: at) }
    }
    func requestRetry(of entity: EntityName?, ids: [RecordID]?, at: Date) async throws -> Int {
        try await life.perform { try await base.requestRetry(of: entity, ids: ids, at: at) }
    }
    func layout(of entity: EntityName, side: Side, fields: [FieldName]) async throws -> LayoutID {
        try await life.ask { try await base.layout(of: entity, side: side, fields: fields) }
    }

    // MARK: questions

    func identity() async throws -> StoreIdentity { try await life.ask { try await base.identity() } }
    func couplings(of entity: EntityName, side: Side, ids: [RecordID]) async throws -> [Coupling] {
        try await life.ask { try await base.couplings(of: entity, side: side, ids: ids) }
    }
    func couplings(of entity: EntityName, after: Coupling.ID?, limit: Int) async throws -> [Coupling] {
        try await life.ask { try await base.couplings(of: entity, after: after, limit: limit) }
    }
    func couplingCounts() async throws -> [EntityName: Int] {
        try await life.ask { try await base.couplingCounts() }
    }
    func resolve(_ references: [RecordReference]) async throws -> [ReferenceState] {
        try await life.ask { try await base.resolve(references) }
    }
    func layouts(of entity: EntityName) async throws -> [LayoutID: [FieldName]] {
        try await life.ask { try await base.layouts(of: entity) }
    }
    func generations(of entity: EntityName, erp ids: [RecordID]) async throws -> [RecordID: Int] {
        try await life.ask { try await base.generations(of: entity, erp: ids) }
    }
    func openIntents() async throws -> [StoredIntentBatch] { try await life.ask { try await base.openIntents() } }
    func reply(run: RunID, entity: EntityName, batch: Int) async throws -> [UInt8]? {
        try await life.ask { try await base.reply(run: run, entity: entity, batch: batch) }
    }
    func feed(of entity: EntityName, side: Side) async throws -> FeedPosition? {
        try await life.ask { try await base.feed(of: entity, side: side) }
    }
    func ready(for entity: EntityName, limit: Int) async throws -> [Aside] {
        try await life.ask { try await base.ready(for: entity, limit: limit) }
    }
    func asides(of entity: EntityName, side: Side, ids: [RecordID]) async throws -> [Aside] {
        try await life.ask { try await base.asides(of: entity, side: side, ids: ids) }
    }
    func pluginState(of entity: EntityName, key: String) async throws -> [UInt8]? {
        try await life.ask { try await base.pluginState(of: entity, key: key) }
    }
    func latestJobs() async throws -> [JobRecord] { try await life.ask { try await base.latestJobs() } }
    func jobs(of run: RunID?) async throws -> [JobRecord] { try await life.ask { try await base.jobs(of: run) } }
    func description(of entity: EntityName, digest: String) async throws -> [UInt8]? {
        try await life.ask { try await base.description(of: entity, digest: digest) }
    }
    func cached(_ key: String) async throws -> (body: [UInt8], at: Date)? {
        try await life.ask { try await base.cached(key) }
    }
    func mappingFingerprint(of entity: EntityName) async throws -> String? {
        try await life.ask { try await base.mappingFingerprint(of: entity) }
    }
    func pluginHealth(of entity: EntityName) async throws -> PluginHealth? {
        try await life.ask { try await base.pluginHealth(of: entity) }
    }
    func isApproved(plan hash: String) async throws -> Bool {
        try await life.ask { try await base.isApproved(plan: hash) }
    }
    func asides(of entity: EntityName?, limit: Int) async throws -> [Aside] {
        try await life.ask { try await base.asides(of: entity, limit: limit) }
    }
    func history(of entity: EntityName?, id: RecordID, limit: Int) async throws -> [HistoryEntry] {
        try await life.ask { try await base.history(of: entity, id: id, limit: limit) }
    }
}

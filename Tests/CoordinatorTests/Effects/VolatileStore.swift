import Foundation
import Model
import SyncStore

/// A store in memory that keeps the promises of the real one: commits are whole, a record belongs to one coupling at most.
actor VolatileStore: SyncStore {
    struct Broken: Error {
        var promise: String
    }

    private(set) var rows: [Coupling.ID: (entity: EntityName, coupling: Coupling)] = [:]
    private(set) var asides: [Aside.Subject: Aside] = [:]
    /// The lines of coupled documents; what is read of a coupling says nothing of them.
    private(set) var lineRows: [Coupling.ID: [LineCoupling]] = [:]
    private(set) var history: [HistoryEntry] = []
    private(set) var open: [StoredIntentBatch] = []
    private(set) var commits = 0
    private var ends: [RecordID: Int] = [:]
    private(set) var survivors: [RecordReference: Survivor] = [:]
    private var lastRow: Int64 = 0
    private var lastBatch: Int64 = 0
    private var asked: Set<Aside.Subject> = []
    private var layoutIDs: [String: LayoutID] = [:]
    private var layoutFields: [LayoutID: [FieldName]] = [:]
    private struct FeedKey: Hashable {
        var entity: EntityName
        var side: Side
    }
    private var feeds: [FeedKey: FeedPosition] = [:]
    private(set) var jobs: [JobRecord] = []
    private(set) var runs: [RunRecord] = []
    private(set) var finished: [RunID] = []
    /// What was written, by the name of the function: what costs a transaction.
    private(set) var writes: [String] = []
    func forgetWrites() { writes = [] }
    /// How many couplings were written, and how many of them with their lines.
    private(set) var writtenCouplings = (all: 0, withLines: 0)
    func forgetWritten() { writtenCouplings = (0, 0) }
    private var environment: EnvironmentIdentity?
    private var descriptions: [EntityName: (digest: String, body: [UInt8])] = [:]
    private var documents: [String: (body: [UInt8], at: Date)] = [:]
    private var fingerprints: [EntityName: String] = [:]
    private var approvals: Set<String> = []
    private var states: [String: [UInt8]] = [:]
    private var healths: [EntityName: PluginHealth] = [:]
    private(set) var counters = Counters()

    func copy() async -> any SyncStore {
        let copy = VolatileStore()
        await copy.take(rows, asides, open, survivors, asked, ends, feeds, (layoutIDs, layoutFields), environment)
        await copy.take(documents, descriptions, fingerprints, (lastRow, lastBatch), lineRows)
        return copy
    }
    private func take(
        _ rows: [Coupling.ID: (entity: EntityName, coupling: Coupling)], _ asides: [Aside.Subject: Aside],
        _ open: [StoredIntentBatch], _ survivors: [RecordReference: Survivor], _ asked: Set<Aside.Subject>,
        _ ends: [RecordID: Int], _ feeds: [FeedKey: FeedPosition],
        _ layouts: ([String: LayoutID], [LayoutID: [FieldName]]), _ environment: EnvironmentIdentity?
    ) {
        (self.rows, self.asides, self.open, self.survivors, self.asked) = (rows, asides, open, survivors, asked)
        (self.ends, self.feeds, self.environment) = (ends, feeds, environment)
        (layoutIDs, layoutFields) = layouts
    }
    private func take(
        _ documents: [String: (body: [UInt8], at: Date)],
        _ descriptions: [EntityName: (digest: String, body: [UInt8])],
        _ fingerprints: [EntityName: String], _ last: (Int64, Int64), _ lines: [Coupling.ID: [LineCoupling]]
    ) {
        (self.documents, self.descriptions, self.fingerprints) = (documents, descriptions, fingerprints)
        (lastRow, lastBatch) = last
        lineRows = lines
    }

    var couplings: [Coupling] { rows.values.map(\.coupling) }

    func identity() -> StoreIdentity {
        StoreIdentity(
            namespace: UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)), environment: environment)
    }
    func bind(to environment: EnvironmentIdentity) {
        writes.append("bind")
        self.environment = environment
    }

    func couplings(of entity: EntityName, side: Side, ids: [RecordID]) -> [Coupling] {
        let wanted = Set(ids)
        return rows.values.filter { $0.entity == entity && wanted.contains($0.coupling.ids[side]) }.map(\.coupling)
    }
    func couplings(of entity: EntityName, after: Coupling.ID?, limit: Int) -> [Coupling] {
        Array(
            rows.filter { $0.key.number > after?.number ?? 0 && $0.value.entity == entity }
                .sorted { $0.key.number < $1.key.number }.prefix(limit).map(\.value.coupling))
    }
    private(set) var totals: [Coupling.ID: (totals: [FieldName], since: Date)] = [:]
    func unequalTotals(of couplings: [Coupling.ID]) -> [Coupling.ID: [FieldName]] {
        Dictionary(couplings.compactMap { id in totals[id].map { (id, $0.totals) } }) { first, _ in first }
    }
    func unequalTotals(of entity: EntityName?, limit: Int) -> [UnequalTotals] {
        let found = totals.compactMap { id, note in
            rows[id].map {
                UnequalTotals(entity: $0.entity, ids: $0.coupling.ids, totals: note.totals, since: note.since)
            }
        }
        return Array(
            found.filter { entity == nil || $0.entity == entity }.sorted { $0.since < $1.since }.prefix(limit))
    }
    private func note(_ unequal: [FieldName]?, _ id: Coupling.ID, _ at: Date) {
        guard let unequal else { return }
        totals[id] = unequal.isEmpty ? nil : (unequal, totals[id]?.since ?? at)
    }
    func lines(of couplings: [Coupling.ID]) -> [Coupling.ID: [LineCoupling]] {
        var found: [Coupling.ID: [LineCoupling]] = [:]
        for row in couplings { found[row] = lineRows[row].flatMap { $0.isEmpty ? nil : $0 } }
        return found
    }
    func couplingCounts() -> [EntityName: Int] { Dictionary(grouping: rows.values, by: \.entity).mapValues(\.count) }
    func resolve(_ references: [RecordReference]) -> [ReferenceState] {
        references.map { reference in
            if let coupling = couplings(of: reference.entity, side: reference.side, ids: [reference.id]).first {
                return .coupled(coupling.ids[reference.side.opposite])
            }
            return asides.values.contains { $0.ids[reference.side] == reference.id } ? .waiting : .unknown
        }
    }
    func layout(of entity: EntityName, side: Side, fields: [FieldName]) -> LayoutID {
        let key = "\(entity) \(side) \(fields)"
        if let id = layoutIDs[key] { return id }
        writes.append("layout")
        let id = LayoutID(Int64(layoutIDs.count + 1))
        layoutIDs[key] = id
        layoutFields[id] = fields
        return id
    }
    func layouts(of entity: EntityName) -> [LayoutID: [FieldName]] { layoutFields }

    func generations(of entity: EntityName, erp ids: [RecordID]) -> [RecordID: Int] {
        ends.filter { ids.contains($0.key) }
    }

    func survivors(of entity: EntityName, side: Side, ids: [RecordID]) -> [Survivor] {
        ids.compactMap { survivors[RecordReference(entity: entity, side: side, id: $0)] }
    }

    func open(_ batch: IntentBatch) -> IntentBatch.ID {
        writes.append("open")
        lastBatch += 1
        open.append(StoredIntentBatch(id: IntentBatch.ID(lastBatch), batch: batch))
        return IntentBatch.ID(lastBatch)
    }
    func openIntents() -> [StoredIntentBatch] { open }

    func commit(_ commit: EffectCommit) throws -> CommitReceipt {
        writes.append("commit")
        var rows = self.rows
        for row in commit.uncoupled {
            if let ended = rows[row]?.coupling { ends[ended.ids.erp] = ended.generation + 1 }
            rows[row] = nil
            lineRows[row] = nil
            totals[row] = nil
        }
        var made: [Coupling.ID] = []
        var wakes: Set<EntityName> = []
        for var coupling in commit.couplings {
            writtenCouplings.all += 1
            if coupling.lines != nil { writtenCouplings.withLines += 1 }
            if let id = coupling.id {
                guard let before = rows[id]?.coupling else { throw Broken(promise: "a changed coupling is there") }
                for side in Side.allCases where coupling.bases[side].replaced == nil {
                    coupling.bases[side].replaced = before.bases[side].replaced
                }
                if let lines = coupling.lines { lineRows[id] = lines }
                coupling.lines = nil
                note(coupling.unequalTotals, id, commit.at)
                coupling.unequalTotals = nil
                rows[id] = (commit.entity, coupling)
                made.append(id)
                continue
            }
            for side in Side.allCases
            where rows.values.contains(where: {
                $0.entity == commit.entity && $0.coupling.ids[side] == coupling.ids[side]
            }) {
                throw Broken(promise: "a record belongs to one coupling: \(coupling.ids)")
            }
            lastRow += 1
            coupling.id = Coupling.ID(lastRow)
            lineRows[Coupling.ID(lastRow)] = coupling.lines
            coupling.lines = nil
            note(coupling.unequalTotals, Coupling.ID(lastRow), commit.at)
            coupling.unequalTotals = nil
            rows[Coupling.ID(lastRow)] = (commit.entity, coupling)
            made.append(Coupling.ID(lastRow))
            for aside in asides.values {
                if case .waiting(let reference) = aside.cause, reference.entity == commit.entity,
                    reference.id == coupling.ids[reference.side]
                {
                    wakes.insert(aside.entity)
                }
            }
        }
        for (subject, aside) in asides {
            guard case .waiting(let reference) = aside.cause, reference.entity == commit.entity,
                let dead = aside.waitsAfter, commit.met[reference.side.opposite].contains(dead)
            else { continue }
            asides[subject]?.waitsAfter = nil
            wakes.insert(aside.entity)
        }
        self.rows = rows
        commits += 1
        for coupling in commit.couplings where coupling.id == nil {
            for side in Side.allCases {
                survivors[RecordReference(entity: commit.entity, side: side, id: coupling.ids[side])] = nil
            }
        }
        for record in commit.forgotten { survivors[record] = nil }
        for survivor in commit.survivors { survivors[survivor.record] = survivor }
        if let settled = commit.settles {
            guard let index = open.firstIndex(where: { $0.id == settled }) else {
                throw Broken(promise: "intents are open")
            }
            let batch = open.remove(at: index).batch
            if !commit.keepsOpen.isEmpty {
                lastBatch += 1
                open.append(
                    StoredIntentBatch(
                        id: IntentBatch.ID(lastBatch),
                        batch: IntentBatch(
                            run: commit.run, entity: commit.entity, batch: batch.batch, sentAt: batch.sentAt,
                            notAfter: min(batch.notAfter, commit.at), intents: commit.keepsOpen)))
            }
        }
        for subject in commit.cleared {
            asides[subject] = nil
            asked.remove(subject)
        }
        for aside in commit.asides {
            asides[aside.subject] = aside
            asked.remove(aside.subject)
        }
        history += commit.history
        for (side, position) in commit.feeds { feeds[FeedKey(entity: commit.entity, side: side)] = position }
        if let fingerprint = commit.mappingFingerprint { fingerprints[commit.entity] = fingerprint }
        for (key, value) in commit.pluginState { states[key] = value }
        for side in Side.allCases {
            counters.inserted[side] += commit.counters.inserted[side]
            counters.modified[side] += commit.counters.modified[side]
        }
        return CommitReceipt(couplings: made, wakes: wakes)
    }

    func feed(of entity: EntityName, side: Side) -> FeedPosition? { feeds[FeedKey(entity: entity, side: side)] }
    private func coupling(of reference: RecordReference) -> Coupling? {
        couplings(of: reference.entity, side: reference.side, ids: [reference.id]).first
    }
    func ready(for entity: EntityName, limit: Int) -> [Aside] {
        Array(
            asides.values.filter { aside in
                guard aside.entity == entity else { return false }
                if asked.contains(aside.subject) { return true }
                guard case .waiting(let reference) = aside.cause else { return false }
                let row = coupling(of: reference)?.id
                guard let dead = aside.waitsAfter else { return row != nil }
                return row != dead && (row != nil || !couplings.contains { $0.id == dead })
            }.sorted { "\($0.subject)" < "\($1.subject)" }.prefix(limit))
    }
    func asides(of entity: EntityName, side: Side, ids: [RecordID]) -> [Aside] {
        asides.values.filter { aside in aside.entity == entity && (aside.ids[side].map(ids.contains) ?? false) }
    }
    func pluginState(of entity: EntityName, key: String) -> [UInt8]? { states[key] }

    func begin(_ run: RunRecord) {
        writes.append("begin")
        runs.append(run)
        jobs += run.entities.map { JobRecord(run: run.id, entity: $0, state: .planned) }
    }
    func update(_ job: JobRecord) {
        writes.append("update")
        guard let index = jobs.firstIndex(where: { $0.run == job.run && $0.entity == job.entity }) else { return }
        jobs[index] = job
    }
    func finish(run: RunID, at: Date) {
        writes.append("finish")
        finished.append(run)
    }
    func latestJobs() -> [JobRecord] {
        var latest: [EntityName: JobRecord] = [:]
        for job in jobs { latest[job.entity] = job }
        return latest.values.sorted { $0.entity < $1.entity }
    }
    func jobs(of run: RunID?) -> [JobRecord] { jobs.filter { $0.run == run ?? runs.last?.id } }
    func closeAbandonedJobs(at: Date) -> [JobRecord] {
        var closed: [JobRecord] = []
        for index in jobs.indices {
            switch jobs[index].state {
            case .planned, .running:
                jobs[index].state = .crashed
                closed.append(jobs[index])
            case .ended, .crashed: continue
            }
        }
        return closed
    }

    func description(of entity: EntityName, digest: String?) -> [UInt8]? {
        guard let kept = descriptions[entity], kept.digest == digest ?? kept.digest else { return nil }
        return kept.body
    }
    func keepDescription(_ description: [UInt8], of entity: EntityName, digest: String) {
        writes.append("keepDescription")
        descriptions[entity] = (digest, description)
    }
    func cached(_ key: String) -> (body: [UInt8], at: Date)? { documents[key] }
    func keepCached(_ key: String, body: [UInt8], at: Date) {
        writes.append("keepCached")
        documents[key] = (body, at)
    }
    func mappingFingerprint(of entity: EntityName) -> String? { fingerprints[entity] }
    func pluginHealth(of entity: EntityName) -> PluginHealth? { healths[entity] }
    func keepPluginHealth(_ health: PluginHealth?, of entity: EntityName) {
        writes.append("keepPluginHealth")
        healths[entity] = health
    }
    func isApproved(plan hash: String) -> Bool { approvals.contains(hash) }
    func approve(plan hash: String, entity: EntityName, by person: String, at: Date) { approvals.insert(hash) }
    func requestRetry(of entity: EntityName?, ids: [RecordID]?, at: Date) -> Int {
        let matching = asides.values.filter { aside in
            guard let ids else { return true }
            return Side.allCases.contains { side in aside.ids[side].map(ids.contains) ?? false }
        }
        asked.formUnion(matching.map(\.subject))
        return matching.count
    }
    func asides(of entity: EntityName?, limit: Int) -> [Aside] { Array(asides.values.prefix(limit)) }
    func history(of entity: EntityName?, id: RecordID, limit: Int) -> [HistoryEntry] {
        Array(history.reversed().filter { entry in Side.allCases.contains { entry.ids[$0] == id } }.prefix(limit))
    }
}

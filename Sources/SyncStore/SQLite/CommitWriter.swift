#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import GRDB
import JSON
import Model

/// Writes one commit, within a transaction.
struct CommitWriter {
    private let database: Database
    private let commit: EffectCommit
    private let run: Int64
    private let entity: Int64
    /// The rows of the commit's couplings, by ERP identity.
    private var rows: [RecordID: (row: Int64, crm: RecordID)] = [:]

    init(_ database: Database, _ commit: EffectCommit) throws {
        self.database = database
        self.commit = commit
        run = try database.run(making: commit.run)
        entity = try database.entity(making: commit.entity)
    }

    /// In the order that the parts need: couplings end before others begin, and wake what waits before that is replaced.
    mutating func write() throws -> CommitReceipt {
        for row in commit.uncoupled { try end(row) }
        let couplings = try storeCouplings()
        try count(commit.couplings.count { $0.id == nil })
        try storeSurvivors()
        let wakes = try entitiesWoken().union(try freeWaiting())
        try settleIntents()
        for subject in commit.cleared { try database.clear(subject, entity) }
        for aside in commit.asides { try database.replace(aside, entity) }
        try storeHistory()
        try storePositions()
        try addCounters()
        return CommitReceipt(couplings: couplings, wakes: wakes)
    }

    // MARK: couplings

    /// Ends a coupling: its lines of history get the identities, its record the next generation.
    private func end(_ id: Coupling.ID) throws {
        let entity = try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT entity FROM coupling WHERE id = ?"), arguments: [id.number])
        guard let entity else { return }
        guard entity == self.entity else { throw SyncStoreError.noSuchCoupling(id) }
        try database.cachedStatement(
            sql: """
                INSERT INTO generation (entity, erp_id, next)
                SELECT entity, erp_id, generation + 1 FROM coupling WHERE id = ?
                ON CONFLICT (entity, erp_id) DO UPDATE SET next = excluded.next
                """
        ).execute(arguments: [id.number])
        try database.cachedStatement(
            sql: """
                UPDATE history_entry SET coupling = NULL, erp_id = ended.erp_id, crm_id = ended.crm_id
                FROM coupling AS ended WHERE history_entry.coupling = ?1 AND ended.id = ?1
                """
        ).execute(arguments: [id.number])
        try database.cachedStatement(sql: "DELETE FROM coupling WHERE id = ?").execute(arguments: [id.number])
        try count(-1)
    }

    private func count(_ more: Int) throws {
        guard more != 0 else { return }
        try database.cachedStatement(sql: "UPDATE entity SET couplings = couplings + ? WHERE id = ?")
            .execute(arguments: [more, entity])
    }

    private mutating func storeCouplings() throws -> [Coupling.ID] {
        var ids: [Coupling.ID] = []
        ids.reserveCapacity(commit.couplings.count)
        var statements = try CouplingStatements(database)
        for coupling in commit.couplings {
            let row: Int64
            if let id = coupling.id {
                row = id.number
                try statements.update(coupling, id, entity: entity, at: commit.at)
            } else {
                row = try statements.insert(coupling, entity: entity, at: commit.at)
            }
            if let lines = coupling.lines { try database.replaceLines(of: row, by: lines) }
            if let totals = coupling.unequalTotals { try database.replaceTotals(of: row, by: totals, at: commit.at) }
            ids.append(Coupling.ID(row))
            rows[coupling.ids.erp] = (row, coupling.ids.crm)
        }
        return ids
    }

    /// The records of couplings that are new.
    private var newlyCoupled: [(side: Side, id: RecordID)] {
        // By their places: a coupling is large, and would be copied to be looked at.
        commit.couplings.indices.lazy.filter { commit.couplings[$0].id == nil }
            .flatMap { index in Side.allCases.map { (side: $0, id: commit.couplings[index].ids[$0]) } }
    }

    /// Remembers records whose partner was deleted, and forgets those that are coupled again.
    private func storeSurvivors() throws {
        let over = newlyCoupled + commit.forgotten.map { (side: $0.side, id: $0.id) }
        if !over.isEmpty { try database.forget(over, entity) }
        for survivor in commit.survivors { try database.replace(survivor, entity) }
    }

    /// The entities that have pairs which waited for one of the new couplings' records.
    private func entitiesWoken() throws -> Set<EntityName> {
        guard commit.couplings.indices.contains(where: { commit.couplings[$0].id == nil }) else { return [] }
        let isAwaited = try Bool.fetchOne(
            database.cachedStatement(
                sql: "SELECT EXISTS (SELECT 1 FROM aside WHERE waits_entity = ? AND waits_id IS NOT NULL)"),
            arguments: [commit.entity.text])
        guard isAwaited == true else { return [] }
        let waiting = try database.cachedStatement(
            sql: """
                SELECT DISTINCT entity.name FROM aside JOIN entity ON entity.id = aside.entity
                WHERE aside.waits_entity = ? AND aside.waits_side = ? AND aside.waits_id = ?
                """)
        var woken: Set<EntityName> = []
        for (side, id) in newlyCoupled {
            try waiting.rows([commit.entity.text, side.rawValue, id.text]) { row in
                woken.insert(try EntityName(stored: row[0]))
            }
        }
        return woken
    }

    /// Has pairs that waited for another coupling of a record go on waiting no more, since the record is there; returns their entities.
    private func freeWaiting() throws -> Set<EntityName> {
        var woken: Set<EntityName> = []
        for side in Side.allCases where !commit.met[side].isEmpty {
            // Who refers to a record of a side names the one that it came from.
            let arguments: StatementArguments = [
                commit.entity.text, side.opposite.rawValue, JSON.text(commit.met[side].map(\.number)),
            ]
            var entities: Set<EntityName> = []
            try database.cachedStatement(
                sql: """
                    SELECT DISTINCT entity.name FROM aside JOIN entity ON entity.id = aside.entity
                    WHERE waits_entity = ? AND waits_side = ? AND waits_id IS NOT NULL
                        AND waits_after IN (SELECT value FROM json_each(?))
                    """
            ).rows(arguments) { row in entities.insert(try EntityName(stored: row[0])) }
            guard !entities.isEmpty else { continue }
            try database.cachedStatement(
                sql: """
                    UPDATE aside SET waits_after = NULL
                    WHERE waits_entity = ? AND waits_side = ? AND waits_id IS NOT NULL
                        AND waits_after IN (SELECT value FROM json_each(?))
                    """
            ).execute(arguments: arguments)
            woken.formUnion(entities)
        }
        return woken
    }

    // MARK: intents

    private func settleIntents() throws {
        guard let settled = commit.settles else { return }
        let old = try database.cachedStatement(sql: "SELECT batch, sent_at, not_after FROM intent_batch WHERE id = ?")
            .map([settled.number]) { row in (batch: row[0] as Int, sentAt: row.date(1), notAfter: row.date(2)) }.first
        guard let old else { throw SyncStoreError.intentsNotOpen(settled) }
        try database.cachedStatement(sql: "DELETE FROM intent_batch WHERE id = ?").execute(arguments: [settled.number])
        guard !commit.keepsOpen.isEmpty else { return }
        _ = try database.insert(
            Data(PackedIntents.pack(commit.keepsOpen)), writes: commit.keepsOpen.count, run: run, entity: entity,
            batch: old.batch, sentAt: old.sentAt, notAfter: min(old.notAfter, commit.at))
    }

    // MARK: history

    /// A line about a coupling of this commit names its row; every other line carries the identities.
    private func storeHistory() throws {
        guard !commit.history.isEmpty else { return }
        var insert = try HotStatement(
            database,
            """
            INSERT INTO history_entry (run, entity, at, coupling, erp_id, crm_id, operation, side, detail)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        // The lines of a batch often say the same of many records.
        var last: (detail: HistoryDetail, text: String)?
        for entry in commit.history {
            let detail = HistoryDetail(entry)
            let text = last.flatMap { $0.detail == detail ? $0.text : nil } ?? JSON.text(detail)
            last = (detail, text)
            let row = entry.ids.erp.flatMap { erp in rows[erp].flatMap { $0.crm == entry.ids.crm ? $0.row : nil } }
            insert.bind(entry.run == commit.run ? run : try database.run(making: entry.run))
            insert.bind(entry.entity == commit.entity ? entity : try database.entity(making: entry.entity))
            insert.bind(entry.at.stored)
            insert.bind(row)
            insert.bind(row == nil ? entry.ids.erp?.text : nil)
            insert.bind(row == nil ? entry.ids.crm?.text : nil)
            insert.bind(entry.operation.rawValue)
            insert.bind(entry.side?.rawValue)
            insert.bind(text)
            try insert.run()
        }
    }

    // MARK: the rest

    private func storePositions() throws {
        for (side, position) in commit.feeds {
            try database.cachedStatement(
                sql: """
                    INSERT INTO feed (entity, side, token, at, full_at, swept_at) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (entity, side) DO UPDATE SET token = excluded.token, at = excluded.at,
                        full_at = excluded.full_at, swept_at = excluded.swept_at
                    """
            ).execute(arguments: [
                entity, side.rawValue, position.token, position.at.stored, position.fullAt?.stored,
                position.sweptAt?.stored,
            ])
        }
        if let fingerprint = commit.mappingFingerprint {
            try database.cachedStatement(
                sql: """
                    INSERT INTO mapping (entity, fingerprint) VALUES (?, ?)
                    ON CONFLICT (entity) DO UPDATE SET fingerprint = excluded.fingerprint
                    """
            ).execute(arguments: [entity, fingerprint])
        }
        for (key, value) in commit.pluginState {
            try database.cachedStatement(
                sql: """
                    INSERT INTO plugin_state (entity, key, value) VALUES (?, ?, ?)
                    ON CONFLICT (entity, key) DO UPDATE SET value = excluded.value
                    """
            ).execute(arguments: [entity, key, Data(value)])
        }
    }

    /// So that what a host did counts, even when it died before it could say so itself.
    private func addCounters() throws {
        guard commit.counters != Counters() else { return }
        let sums = CounterColumns.names.map { "\($0) = \($0) + ?" }.joined(separator: ", ")
        try database.cachedStatement(sql: "UPDATE job SET \(sums) WHERE run = ? AND entity = ?").execute(
            arguments: StatementArguments(CounterColumns.values(commit.counters)) + [run, entity])
    }
}

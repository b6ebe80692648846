#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import GRDB
import Model

extension SQLiteStore {
    @concurrent package func open(_ batch: IntentBatch) async throws -> IntentBatch.ID {
        // Packed before the store is occupied.
        let intents = Data(PackedIntents.pack(batch.intents))
        return try await write(.openIntents) { database in
            IntentBatch.ID(
                try database.insert(
                    intents, writes: batch.intents.count, run: try database.run(making: batch.run),
                    entity: try database.entity(making: batch.entity), batch: batch.batch, sentAt: batch.sentAt,
                    notAfter: batch.notAfter))
        }
    }

    package func openIntents() async throws -> [StoredIntentBatch] {
        try await read { database in
            let sql = """
                SELECT intent_batch.id, run.name, entity.name, intent_batch.batch, intent_batch.sent_at,
                    intent_batch.not_after, intent_batch.intents
                FROM intent_batch JOIN run ON run.id = intent_batch.run JOIN entity ON entity.id = intent_batch.entity
                ORDER BY intent_batch.id
                """
            return try database.cachedStatement(sql: sql).map([]) { row in
                StoredIntentBatch(
                    id: IntentBatch.ID(row[0]),
                    batch: IntentBatch(
                        run: RunID(row[1]), entity: try EntityName(stored: row[2]), batch: row[3],
                        sentAt: row.date(4), notAfter: row.date(5), intents: try PackedIntents.unpack(row.bytes(6))))
            }
        }
    }

    package func commit(_ commit: EffectCommit) async throws -> CommitReceipt {
        try await write(.commit) { [retention] database in
            var writer = try CommitWriter(database, commit)
            let receipt = try writer.write()
            try database.prune(history: retention, upTo: commit.at, lines: 2 * commit.history.count + 64)
            return receipt
        }
    }
}

extension Database {
    /// Stores the intents of a batch; returns the row.
    func insert(
        _ intents: Data, writes: Int, run: Int64, entity: Int64, batch: Int, sentAt: Date, notAfter: Date
    ) throws -> Int64 {
        let sql = """
            INSERT INTO intent_batch (run, entity, batch, sent_at, not_after, writes, intents)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """
        try cachedStatement(sql: sql).execute(
            arguments: [run, entity, batch, sentAt.stored, notAfter.stored, writes, intents])
        return lastInsertedRowID
    }

    /// Forgets the oldest lines of history that are too old or too many, a bounded number of them.
    ///
    /// Rows are numbered in the order of time, so that looking at the oldest is all it costs when there is nothing to forget.
    fileprivate func prune(history retention: Retention, upTo now: Date, lines: Int) throws {
        let sql = """
            DELETE FROM history_entry
            WHERE id IN (SELECT id FROM history_entry ORDER BY id LIMIT ?3)
                AND (at < ?1 OR id <= (SELECT max(id) FROM history_entry) - ?2)
            """
        try cachedStatement(sql: sql).execute(
            arguments: [now.addingTimeInterval(-retention.history).stored, retention.historyLines, lines])
    }
}

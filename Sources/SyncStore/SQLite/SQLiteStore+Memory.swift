#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif
import GRDB
import JSON
package import Model

extension SQLiteStore {
    package func feed(of entity: EntityName, side: Side) async throws -> FeedPosition? {
        try await read { database in
            guard let entity = try database.entity(entity) else { return nil }
            let sql = "SELECT token, at, full_at, swept_at FROM feed WHERE entity = ? AND side = ?"
            return try database.cachedStatement(sql: sql).map([entity, side.rawValue]) { row in
                FeedPosition(
                    token: row[0], at: row.date(1), fullAt: row.optionalDate(2), sweptAt: row.optionalDate(3))
            }.first
        }
    }

    package func pluginState(of entity: EntityName, key: String) async throws -> [UInt8]? {
        try await read { database in
            guard let entity = try database.entity(entity) else { return nil }
            let sql = "SELECT value FROM plugin_state WHERE entity = ? AND key = ?"
            return try database.cachedStatement(sql: sql).map([entity, key]) { $0.bytes(0) }.first
        }
    }

    package func mappingFingerprint(of entity: EntityName) async throws -> String? {
        try await read { database in
            guard let entity = try database.entity(entity) else { return nil }
            let sql = "SELECT fingerprint FROM mapping WHERE entity = ?"
            return try String.fetchOne(database.cachedStatement(sql: sql), arguments: [entity])
        }
    }

    package func description(of entity: EntityName, digest: String?) async throws -> [UInt8]? {
        try await read { database in
            guard let entity = try database.entity(entity) else { return nil }
            let sql = "SELECT body FROM description WHERE entity = ?1 AND digest = coalesce(?2, digest)"
            return try database.cachedStatement(sql: sql).map([entity, digest]) { $0.bytes(0) }.first
        }
    }

    package func keepDescription(_ description: [UInt8], of entity: EntityName, digest: String) async throws {
        try await write(.write) { database in
            try database.execute(
                sql: """
                    INSERT INTO description (entity, digest, body) VALUES (?, ?, ?)
                    ON CONFLICT (entity) DO UPDATE SET digest = excluded.digest, body = excluded.body
                    """, arguments: [try database.entity(making: entity), digest, Data(description)])
        }
    }

    package func cached(_ key: String) async throws -> (body: [UInt8], at: Date)? {
        try await read { database in
            try database.cachedStatement(sql: "SELECT body, at FROM document WHERE key = ?").map([key]) { row in
                (body: row.bytes(0), at: row.date(1))
            }.first
        }
    }

    package func keepCached(_ key: String, body: [UInt8], at: Date) async throws {
        try await write(.write) { database in
            try database.execute(
                sql: """
                    INSERT INTO document (key, body, at) VALUES (?, ?, ?)
                    ON CONFLICT (key) DO UPDATE SET body = excluded.body, at = excluded.at
                    """, arguments: [key, Data(body), at.stored])
        }
    }

    package func pluginHealth(of entity: EntityName) async throws -> PluginHealth? {
        try await read { database in
            guard let entity = try database.entity(entity) else { return nil }
            let sql = "SELECT crashes, failed_runs, quarantine, digest FROM plugin_health WHERE entity = ?"
            return try database.cachedStatement(sql: sql).map([entity]) { row in
                let crashes = try JSON.decode(JSONValue.self, from: row[0] as String).array ?? []
                return PluginHealth(
                    crashes: crashes.compactMap(\.numberText).compactMap(Double.init)
                        .map(Date.init(timeIntervalSince1970:)),
                    failedRuns: row[1], quarantine: try StoredProblem.problem(row[2]), digest: row[3])
            }.first
        }
    }

    package func keepPluginHealth(_ health: PluginHealth?, of entity: EntityName) async throws {
        try await write(.write) { database in
            let entity = try database.entity(making: entity)
            guard let health else {
                return try database.execute(sql: "DELETE FROM plugin_health WHERE entity = ?", arguments: [entity])
            }
            try database.execute(
                sql: """
                    INSERT INTO plugin_health (entity, crashes, failed_runs, quarantine, digest) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (entity) DO UPDATE SET crashes = excluded.crashes, failed_runs = excluded.failed_runs,
                        quarantine = excluded.quarantine, digest = excluded.digest
                    """,
                arguments: [
                    entity, "[\(health.crashes.suffix(5).map { "\($0.stored)" }.joined(separator: ","))]",
                    health.failedRuns, StoredProblem.text(health.quarantine), health.digest,
                ])
        }
    }

    package func isApproved(plan hash: String) async throws -> Bool {
        try await read { database in
            try Bool.fetchOne(
                database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM approval WHERE plan = ?)"),
                arguments: [hash]) ?? false
        }
    }

    package func approve(plan hash: String, entity: EntityName, by person: String, at: Date) async throws {
        try await write(.write) { database in
            try database.execute(
                sql: "INSERT INTO approval (plan, entity, person, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                arguments: [hash, try database.entity(making: entity), person, at.stored])
        }
    }

    package func history(of entity: EntityName?, id: RecordID, limit: Int) async throws -> [HistoryEntry] {
        try await read { database in
            try database.cachedStatement(sql: HistoryRow.ofRecord).map([id.text, entity?.text, limit]) {
                try HistoryRow.entry($0)
            }
        }
    }
}

/// How lines of history are read.
enum HistoryRow {
    /// The lines about a record, whichever side it is on, newest first.
    static let ofRecord = """
        SELECT run.name, entity.name, line.at, coalesce(coupling.erp_id, line.erp_id),
            coalesce(coupling.crm_id, line.crm_id), line.operation, line.side, line.detail
        FROM history_entry AS line JOIN run ON run.id = line.run JOIN entity ON entity.id = line.entity
            LEFT JOIN coupling ON coupling.id = line.coupling
        WHERE line.id IN (
            SELECT id FROM history_entry WHERE erp_id = ?1
            UNION ALL SELECT id FROM history_entry WHERE crm_id = ?1
            UNION ALL SELECT id FROM history_entry WHERE coupling IN (
                SELECT coupling.id FROM entity CROSS JOIN coupling
                    ON coupling.entity = entity.id AND coupling.erp_id = ?1
                UNION ALL SELECT coupling.id FROM entity CROSS JOIN coupling
                    ON coupling.entity = entity.id AND coupling.crm_id = ?1))
            AND (?2 IS NULL OR entity.name = ?2)
        ORDER BY line.id DESC LIMIT ?3
        """

    static func entry(_ row: Row) throws -> HistoryEntry {
        let detail = try JSON.decode(HistoryDetail.self, from: row[7] as String)
        guard let operation = HistoryEntry.Operation(rawValue: row[5]) else { throw UnreadableRow() }
        return HistoryEntry(
            run: RunID(row[0]), entity: try EntityName(stored: row[1]), at: row.date(2), ids: row.ids(3),
            operation: operation, side: try (row[6] as String?).map { try Side(stored: $0) }, fields: detail.fields,
            reason: detail.reason, problem: detail.problem, settled: detail.settled)
    }
}

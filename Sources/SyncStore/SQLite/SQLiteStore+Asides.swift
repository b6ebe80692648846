#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif
import GRDB
import JSON
package import Model

extension SQLiteStore {
    package func ready(for entity: EntityName, limit: Int) async throws -> [Aside] {
        try await read { database in
            guard let row = try database.entity(entity) else { return [] }
            return try database.cachedStatement(sql: AsideRow.ready).map([row, limit]) { try AsideRow.aside($0) }
        }
    }

    package func asides(of entity: EntityName, side: Side, ids: [RecordID]) async throws -> [Aside] {
        let wanted = JSON.text(Array(Set(ids.map(\.text))))
        return try await read { database in
            guard let row = try database.entity(entity) else { return [] }
            return try database.cachedStatement(sql: AsideRow.byIdentity[side]).map([wanted, row]) {
                try AsideRow.aside($0)
            }
        }
    }

    package func asides(of entity: EntityName?, limit: Int) async throws -> [Aside] {
        try await read { database in
            try database.cachedStatement(sql: AsideRow.newest).map([entity?.text, limit]) { try AsideRow.aside($0) }
        }
    }

    package func requestRetry(of entity: EntityName?, ids: [RecordID]?, at: Date) async throws -> Int {
        let wanted = ids.map { JSON.text(Array(Set($0.map(\.text)))) }
        return try await write(.write) { database in
            try database.cachedStatement(
                sql: """
                    UPDATE aside SET asked_at = ?1
                    WHERE (?2 IS NULL OR entity = (SELECT id FROM entity WHERE name = ?2))
                        AND (?3 IS NULL OR erp_id IN (SELECT value FROM json_each(?3))
                            OR crm_id IN (SELECT value FROM json_each(?3)))
                    """
            ).execute(arguments: [at.stored, entity?.text, wanted])
            return database.changesCount
        }
    }
}

extension Database {
    /// Removes what is set aside for a pair.
    func clear(_ subject: Aside.Subject, _ entity: Int64) throws {
        switch subject {
        case .coupling(let id):
            try cachedStatement(sql: "DELETE FROM aside WHERE entity = ? AND coupling = ?")
                .execute(arguments: [entity, id.number])
        case .record(let side, let id):
            try cachedStatement(sql: "DELETE FROM aside WHERE entity = ? AND side = ? AND record = ?")
                .execute(arguments: [entity, side.rawValue, id.text])
        }
    }

    /// Sets a pair aside, in place of what was set aside for it.
    func replace(_ aside: Aside, _ entity: Int64) throws {
        try clear(aside.subject, entity)
        var coupling: Int64?
        var record: (side: Side, id: RecordID)?
        switch aside.subject {
        case .coupling(let id): coupling = id.number
        case .record(let side, let id): record = (side, id)
        }
        var problem: Problem?
        var reference: RecordReference?
        switch aside.cause {
        case .problem(let cause): problem = cause
        case .waiting(let cause): reference = cause
        }
        try cachedStatement(
            sql: """
                INSERT INTO aside (entity, coupling, side, record, erp_id, crm_id, problem, waits_entity, waits_side,
                    waits_id, waits_after, waits_also, candidates, tries, since, tried_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            entity, coupling, record?.side.rawValue, record?.id.text, aside.ids.erp?.text, aside.ids.crm?.text,
            StoredProblem.text(problem), reference?.entity.text, reference?.side.rawValue, reference?.id.text,
            aside.waitsAfter?.number, AsideRow.text(aside.alsoWaitsFor), JSON.text(aside.candidates.map(\.text)),
            aside.tries, aside.since.stored, aside.triedAt.stored,
        ])
    }
}

/// How set-asides are read.
enum AsideRow {
    private static let columns = """
        entity.name, aside.coupling, aside.side, aside.record, aside.erp_id, aside.crm_id, aside.problem,
        aside.waits_entity, aside.waits_side, aside.waits_id, aside.candidates, aside.tries, aside.since,
        aside.tried_at, aside.waits_after, aside.waits_also
        """

    /// By a JSON array of identities and the entity's row.
    static let byIdentity = Sided { side in
        """
        SELECT \(columns) FROM json_each(?) AS wanted
        CROSS JOIN aside ON aside.entity = ? AND aside.\(side.column) = wanted.value
        CROSS JOIN entity ON entity.id = aside.entity
        """
    }

    /// Newest first.
    static let newest = """
        SELECT \(columns) FROM aside JOIN entity ON entity.id = aside.entity
        WHERE ?1 IS NULL OR entity.name = ?1 ORDER BY aside.since DESC, aside.id DESC LIMIT ?2
        """

    /// Those of an entity that a person asked for, whose reference is coupled now, or whose reference's dead coupling ended; oldest first.
    static let ready = """
        SELECT \(columns) FROM aside JOIN entity ON entity.id = aside.entity
        WHERE aside.id IN (
            SELECT id FROM aside WHERE entity = ?1 AND asked_at IS NOT NULL
            UNION ALL
            SELECT waiting.id FROM aside AS waiting
            WHERE waiting.entity = ?1 AND waiting.waits_id IS NOT NULL AND waiting.waits_after IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM coupling WHERE coupling.id = waiting.waits_after)
            UNION ALL
            SELECT waiting.id FROM aside AS waiting
                CROSS JOIN entity AS awaited ON awaited.name = waiting.waits_entity
                CROSS JOIN coupling ON coupling.entity = awaited.id AND coupling.erp_id = waiting.waits_id
            WHERE waiting.entity = ?1 AND waiting.waits_id IS NOT NULL AND waiting.waits_side = 'erp'
                AND coupling.id IS NOT waiting.waits_after
            UNION ALL
            SELECT waiting.id FROM aside AS waiting
                CROSS JOIN entity AS awaited ON awaited.name = waiting.waits_entity
                CROSS JOIN coupling ON coupling.entity = awaited.id AND coupling.crm_id = waiting.waits_id
            WHERE waiting.entity = ?1 AND waiting.waits_id IS NOT NULL AND waiting.waits_side = 'crm'
                AND coupling.id IS NOT waiting.waits_after
        )
        ORDER BY aside.id LIMIT ?2
        """

    static func aside(_ row: Row) throws -> Aside {
        let subject: Aside.Subject
        if let coupling = row[1] as Int64? {
            subject = .coupling(Coupling.ID(coupling))
        } else {
            subject = .record(try Side(stored: row[2]), RecordID(row[3]))
        }
        let cause: Aside.Cause
        if let problem = try StoredProblem.problem(row[6]) {
            cause = .problem(problem)
        } else {
            cause = .waiting(
                RecordReference(
                    entity: try EntityName(stored: row[7]), side: try Side(stored: row[8]), id: RecordID(row[9])))
        }
        return Aside(
            entity: try EntityName(stored: row[0]), subject: subject, ids: row.ids(4), cause: cause,
            candidates: try JSON.decode([String].self, from: row[10] as String).map { RecordID($0) }, tries: row[11],
            since: row.date(12), triedAt: row.date(13), waitsAfter: (row[14] as Int64?).map { Coupling.ID($0) },
            alsoWaitsFor: try references(row[15]))
    }

    /// References as they are stored.
    static func text(_ references: [RecordReference]) -> String? {
        guard !references.isEmpty else { return nil }
        return JSON.text(references.map { [$0.entity.text, $0.side.rawValue, $0.id.text] })
    }

    private static func references(_ text: String?) throws -> [RecordReference] {
        guard let text else { return [] }
        return try JSON.decode([[String]].self, from: text).compactMap { parts in
            guard parts.count == 3 else { return nil }
            return RecordReference(
                entity: try EntityName(stored: parts[0]), side: try Side(stored: parts[1]), id: RecordID(parts[2]))
        }
    }
}

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import GRDB
import JSON
package import Model

extension SQLiteStore {
    package func unequalTotals(of couplings: [Coupling.ID]) async throws -> [Coupling.ID: [FieldName]] {
        guard !couplings.isEmpty else { return [:] }
        let wanted = JSON.text(Array(Set(couplings.map(\.number))))
        return try await read { database in
            let sql = """
                SELECT unequal_total.coupling, unequal_total.totals
                FROM json_each(?) AS wanted CROSS JOIN unequal_total ON unequal_total.coupling = wanted.value
                """
            var totals: [Coupling.ID: [FieldName]] = [:]
            try database.cachedStatement(sql: sql).rows([wanted]) { row in
                totals[Coupling.ID(row[0])] = try JSON.decode([FieldName].self, from: row[1] as String)
            }
            return totals
        }
    }

    package func unequalTotals(of entity: EntityName?, limit: Int) async throws -> [UnequalTotals] {
        try await read { database in
            let sql = """
                SELECT entity.name, coupling.erp_id, coupling.crm_id, unequal_total.totals, unequal_total.since
                FROM unequal_total JOIN coupling ON coupling.id = unequal_total.coupling
                    JOIN entity ON entity.id = coupling.entity
                WHERE ?1 IS NULL OR entity.name = ?1 ORDER BY unequal_total.since, coupling.id LIMIT ?2
                """
            return try database.cachedStatement(sql: sql).map([entity?.text, limit]) { row in
                UnequalTotals(
                    entity: try EntityName(stored: row[0]),
                    ids: Sided(erp: RecordID(row[1] as String), crm: RecordID(row[2] as String)),
                    totals: try JSON.decode([FieldName].self, from: row[3] as String), since: row.date(4))
            }
        }
    }
}

extension Database {
    /// Notes in which totals a coupled document differs, in place of what was noted before; since when stays.
    func replaceTotals(of coupling: Int64, by totals: [FieldName], at time: Date) throws {
        guard !totals.isEmpty else {
            return try cachedStatement(sql: "DELETE FROM unequal_total WHERE coupling = ?").execute(arguments: [
                coupling
            ])
        }
        try cachedStatement(
            sql: """
                INSERT INTO unequal_total (coupling, totals, since) VALUES (?, ?, ?)
                ON CONFLICT (coupling) DO UPDATE SET totals = excluded.totals
                """
        ).execute(arguments: [coupling, JSON.text(totals), time.stored])
    }
}

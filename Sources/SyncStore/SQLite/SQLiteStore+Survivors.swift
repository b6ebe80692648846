#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import GRDB
import JSON
package import Model

extension SQLiteStore {
    package func survivors(of entity: EntityName, side: Side, ids: [RecordID]) async throws -> [Survivor] {
        let wanted = JSON.text(Array(Set(ids.map(\.text))))
        return try await read { database in
            guard let row = try database.entity(entity) else { return [] }
            let sql = """
                SELECT record, partner, ended_at, version, layout, hashes FROM json_each(?) AS wanted
                CROSS JOIN survivor ON survivor.entity = ? AND survivor.side = ? AND survivor.record = wanted.value
                """
            return try database.cachedStatement(sql: sql).map([wanted, row, side.rawValue]) { row in
                Survivor(
                    record: RecordReference(entity: entity, side: side, id: RecordID(row[0])),
                    partner: RecordID(row[1]), since: row.date(2),
                    base: Base(
                        version: (row[3] as String?).map { RecordVersion($0) }, layout: LayoutID(row[4]),
                        hashes: row.bytes(5)))
            }
        }
    }
}

extension Database {
    /// Remembers a record whose partner was deleted, in place of what was remembered of it.
    func replace(_ survivor: Survivor, _ entity: Int64) throws {
        try cachedStatement(
            sql: """
                INSERT OR REPLACE INTO survivor (entity, side, record, partner, ended_at, version, layout, hashes)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            entity, survivor.record.side.rawValue, survivor.record.id.text, survivor.partner.text,
            survivor.since.stored, survivor.base.version?.text, survivor.base.layout.number,
            Data(survivor.base.hashes),
        ])
    }

    /// Forgets records that were remembered since their partner was deleted: they are coupled again, or are gone.
    func forget(_ survivors: [(side: Side, id: RecordID)], _ entity: Int64) throws {
        let isAny = try Bool.fetchOne(
            cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM survivor WHERE entity = ?)"), arguments: [entity])
        guard isAny == true else { return }
        let delete = try cachedStatement(sql: "DELETE FROM survivor WHERE entity = ? AND side = ? AND record = ?")
        for (side, id) in survivors { try delete.execute(arguments: [entity, side.rawValue, id.text]) }
    }
}

import GRDB
import JSON
package import Model

extension SQLiteStore {
    package func lines(of couplings: [Coupling.ID]) async throws -> [Coupling.ID: [LineCoupling]] {
        guard !couplings.isEmpty else { return [:] }
        let wanted = JSON.text(Array(Set(couplings.map(\.number))))
        return try await read { database in
            let sql = """
                SELECT line.coupling, line.erp_id, line.crm_id, line.erp_layout, line.erp_hashes, line.crm_layout,
                    line.crm_hashes
                FROM json_each(?) AS wanted CROSS JOIN line ON line.coupling = wanted.value
                ORDER BY line.coupling, line.erp_id
                """
            var lines: [Coupling.ID: [LineCoupling]] = [:]
            try database.cachedStatement(sql: sql).rows([wanted]) { row in
                let bases = Sided(
                    erp: Base(version: nil, layout: LayoutID(row[3]), hashes: row.bytes(4)),
                    crm: Base(version: nil, layout: LayoutID(row[5]), hashes: row.bytes(6)))
                lines[Coupling.ID(row[0]), default: []].append(
                    LineCoupling(ids: Sided(erp: RecordID(row[1]), crm: RecordID(row[2])), bases: bases))
            }
            return lines
        }
    }
}

extension Database {
    /// Stores the lines of a coupled document, in place of those that were stored before.
    func replaceLines(of coupling: Int64, by lines: [LineCoupling]) throws {
        try cachedStatement(sql: "DELETE FROM line WHERE coupling = ?").execute(arguments: [coupling])
        guard !lines.isEmpty else { return }
        var insert = try HotStatement(
            self,
            """
            INSERT INTO line (coupling, erp_id, crm_id, erp_layout, erp_hashes, crm_layout, crm_hashes)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """)
        for line in lines {
            insert.bind(coupling)
            insert.bind(line.ids.erp.text)
            insert.bind(line.ids.crm.text)
            for side in Side.allCases {
                insert.bind(line.bases[side].layout.number)
                insert.bind(line.bases[side].hashes)
            }
            try insert.run()
        }
    }
}

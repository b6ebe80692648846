#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import GRDB
import Model

/// How couplings and bases are written: the hot path, its statements prepared once a commit.
struct CouplingStatements {
    private let database: Database
    private let newCoupling: Statement
    private let newBase: Statement
    private let changedCoupling: Statement
    private let changedBase: Statement

    init(_ database: Database) throws {
        self.database = database
        newCoupling = try database.cachedStatement(
            sql: "INSERT INTO coupling (entity, erp_id, crm_id, generation, coupled_at) VALUES (?, ?, ?, ?, ?)")
        newBase = try database.cachedStatement(
            sql: """
                INSERT INTO base (agreed_at, erp_version, erp_layout, erp_hashes, crm_version, crm_layout, crm_hashes,
                    coupling) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """)
        changedCoupling = try database.cachedStatement(
            sql: "UPDATE coupling SET generation = ? WHERE id = ? AND entity = ? AND erp_id = ? AND crm_id = ?")
        changedBase = try database.cachedStatement(
            sql: """
                UPDATE base SET agreed_at = ?, erp_version = ?, erp_layout = ?, erp_hashes = ?, crm_version = ?,
                    crm_layout = ?, crm_hashes = ? WHERE coupling = ?
                """)
    }

    /// Stores a new coupling; returns its row.
    func insert(_ coupling: Coupling, entity: Int64, at time: Date) throws -> Int64 {
        try newCoupling.execute(arguments: [
            entity, coupling.ids.erp.text, coupling.ids.crm.text, coupling.generation, time.stored,
        ])
        let row = database.lastInsertedRowID
        try newBase.execute(arguments: arguments(coupling.bases, row, time))
        return row
    }

    /// Stores what both sides agree on now.
    func update(_ coupling: Coupling, _ id: Coupling.ID, entity: Int64, at time: Date) throws {
        try changedCoupling.execute(arguments: [
            coupling.generation, id.number, entity, coupling.ids.erp.text, coupling.ids.crm.text,
        ])
        guard database.changesCount == 1 else { throw SyncStoreError.noSuchCoupling(id) }
        try changedBase.execute(arguments: arguments(coupling.bases, id.number, time))
    }

    private func arguments(_ bases: Sided<Base>, _ row: Int64, _ time: Date) -> StatementArguments {
        [
            time.stored, bases.erp.version?.text, bases.erp.layout.number, Data(bases.erp.hashes),
            bases.crm.version?.text, bases.crm.layout.number, Data(bases.crm.hashes), row,
        ]
    }
}

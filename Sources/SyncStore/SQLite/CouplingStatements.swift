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
    private var newCoupling: HotStatement
    private var newBase: HotStatement
    private var changedCoupling: HotStatement
    private var changedBase: HotStatement

    init(_ database: Database) throws {
        self.database = database
        newCoupling = try HotStatement(
            database,
            "INSERT INTO coupling (entity, erp_id, crm_id, generation, coupled_at) VALUES (?, ?, ?, ?, ?)")
        newBase = try HotStatement(
            database,
            """
            INSERT INTO base (agreed_at, erp_version, erp_replaced, erp_layout, erp_hashes, erp_filter, crm_version,
                crm_replaced, crm_layout, crm_hashes, crm_filter, coupling) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        changedCoupling = try HotStatement(
            database, "UPDATE coupling SET generation = ? WHERE id = ? AND entity = ? AND erp_id = ? AND crm_id = ?")
        changedBase = try HotStatement(
            database,
            """
            UPDATE base SET agreed_at = ?1,
                erp_version = ?2, erp_replaced = COALESCE(?3, erp_replaced),
                erp_layout = ?4, erp_hashes = ?5, erp_filter = ?6,
                crm_version = ?7, crm_replaced = COALESCE(?8, crm_replaced),
                crm_layout = ?9, crm_hashes = ?10, crm_filter = ?11 WHERE coupling = ?12
            """)
    }

    /// Stores a new coupling; returns its row.
    mutating func insert(_ coupling: Coupling, entity: Int64, at time: Date) throws -> Int64 {
        newCoupling.bind(entity)
        newCoupling.bind(coupling.ids.erp.text)
        newCoupling.bind(coupling.ids.crm.text)
        newCoupling.bind(Int64(coupling.generation))
        newCoupling.bind(time.stored)
        try newCoupling.run()
        let row = database.lastInsertedRowID
        Self.bind(coupling.bases, row, time, to: &newBase)
        try newBase.run()
        return row
    }

    /// Stores what both sides agree on now.
    mutating func update(_ coupling: Coupling, _ id: Coupling.ID, entity: Int64, at time: Date) throws {
        changedCoupling.bind(Int64(coupling.generation))
        changedCoupling.bind(id.number)
        changedCoupling.bind(entity)
        changedCoupling.bind(coupling.ids.erp.text)
        changedCoupling.bind(coupling.ids.crm.text)
        try changedCoupling.run()
        guard database.changesCount == 1 else { throw SyncStoreError.noSuchCoupling(id) }
        Self.bind(coupling.bases, id.number, time, to: &changedBase)
        try changedBase.run()
    }

    private static func bind(_ bases: Sided<Base>, _ row: Int64, _ time: Date, to statement: inout HotStatement) {
        statement.bind(time.stored)
        for side in Side.allCases {
            statement.bind(bases[side].version?.text)
            statement.bind(bases[side].replaced?.text)
            statement.bind(bases[side].layout.number)
            statement.bind(bases[side].hashes)
            statement.bind(bases[side].filter?.number)
        }
        statement.bind(row)
    }
}

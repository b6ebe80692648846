#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import GRDB
import JSON
package import Model

extension SQLiteStore {
    // MARK: identity

    package func identity() async throws -> StoreIdentity {
        try await read { database in
            let row = try database.cachedStatement(sql: "SELECT namespace, erp, crm FROM store").map([]) { row in
                (row[0] as String, row[1] as String?, row[2] as String?)
            }.first
            guard let row, let namespace = UUID(uuidString: row.0) else { throw UnreadableRow() }
            let environment = row.1.flatMap { erp in row.2.map { EnvironmentIdentity(erp: erp, crm: $0) } }
            return StoreIdentity(namespace: namespace, environment: environment)
        }
    }

    package func bind(to environment: EnvironmentIdentity) async throws {
        try await write(.write) { [path] database in
            try database.execute(
                sql: "UPDATE store SET erp = ?1, crm = ?2 WHERE erp IS NULL OR (erp = ?1 AND crm = ?2)",
                arguments: [environment.erp, environment.crm])
            guard database.changesCount == 1 else { throw SyncStoreError.otherEnvironment(path: path) }
        }
    }

    // MARK: couplings

    package func couplings(of entity: EntityName, side: Side, ids: [RecordID]) async throws -> [Coupling] {
        let wanted = JSON.text(Array(Set(ids.map(\.text))))
        return try await read { database in
            guard let entity = try database.entity(entity) else { return [] }
            return try database.cachedStatement(sql: CouplingRow.byIdentity[side]).map([wanted, entity]) {
                try CouplingRow.coupling($0)
            }
        }
    }

    package func couplings(of entity: EntityName, after: Coupling.ID?, limit: Int) async throws -> [Coupling] {
        try await read { database in
            guard let entity = try database.entity(entity) else { return [] }
            return try database.cachedStatement(sql: CouplingRow.page).map([entity, after?.number ?? 0, limit]) {
                try CouplingRow.coupling($0)
            }
        }
    }

    package func couplingCounts() async throws -> [EntityName: Int] {
        try await read { database in
            let sql = "SELECT name, couplings FROM entity WHERE couplings > 0"
            let counts = try database.cachedStatement(sql: sql).map([]) { row in
                (try EntityName(stored: row[0]), row[1] as Int)
            }
            return Dictionary(uniqueKeysWithValues: counts)
        }
    }

    package func resolve(_ references: [RecordReference]) async throws -> [ReferenceState] {
        try await read { database in
            var entities: [EntityName: Int64?] = [:]
            return try references.map { reference in
                if entities[reference.entity] == nil {
                    entities[reference.entity] = .some(try database.entity(reference.entity))
                }
                guard let entity = entities[reference.entity] ?? nil else { return .unknown }
                return try database.state(of: reference, entity)
            }
        }
    }

    package func layout(of entity: EntityName, side: Side, fields: [FieldName]) async throws -> LayoutID {
        let text = JSON.text(fields)
        let find = { @Sendable (database: Database) throws -> Int64? in
            let sql = """
                SELECT layout.id FROM layout JOIN entity ON entity.id = layout.entity
                WHERE entity.name = ? AND side = ? AND fields = ?
                """
            return try Int64.fetchOne(
                database.cachedStatement(sql: sql), arguments: [entity.text, side.rawValue, text])
        }
        if let known = try await read(find) { return LayoutID(known) }
        return try await write(.write) { database in
            if let known = try find(database) { return LayoutID(known) }
            let entity = try database.entity(making: entity)
            try database.execute(
                sql: "INSERT INTO layout (entity, side, fields) VALUES (?, ?, ?)",
                arguments: [entity, side.rawValue, text])
            return LayoutID(database.lastInsertedRowID)
        }
    }

    package func layouts(of entity: EntityName) async throws -> [LayoutID: [FieldName]] {
        try await read { database in
            let sql = """
                SELECT layout.id, layout.fields FROM layout JOIN entity ON entity.id = layout.entity
                WHERE entity.name = ?
                """
            let layouts = try database.cachedStatement(sql: sql).map([entity.text]) { row in
                (LayoutID(row[0]), try JSON.decode([String].self, from: row[1] as String))
            }
            return Dictionary(uniqueKeysWithValues: layouts)
        }
    }

    package func generations(of entity: EntityName, erp ids: [RecordID]) async throws -> [RecordID: Int] {
        let wanted = JSON.text(Array(Set(ids.map(\.text))))
        return try await read { database in
            guard let entity = try database.entity(entity) else { return [:] }
            let sql = """
                SELECT generation.erp_id, generation.next FROM json_each(?) AS wanted
                CROSS JOIN generation ON generation.entity = ? AND generation.erp_id = wanted.value
                """
            let generations = try database.cachedStatement(sql: sql).map([wanted, entity]) { row in
                (RecordID(row[0]), row[1] as Int)
            }
            return Dictionary(uniqueKeysWithValues: generations)
        }
    }
}

extension Database {
    /// What is known of one reference.
    fileprivate func state(of reference: RecordReference, _ entity: Int64) throws -> ReferenceState {
        let (mine, other) = (reference.side.column, reference.side.opposite.column)
        let partner = try String.fetchOne(
            cachedStatement(sql: "SELECT \(other) FROM coupling WHERE entity = ? AND \(mine) = ?"),
            arguments: [entity, reference.id.text])
        if let partner { return .coupled(RecordID(partner)) }
        let waits = try Bool.fetchOne(
            cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM aside WHERE entity = ? AND \(mine) = ?)"),
            arguments: [entity, reference.id.text])
        return waits == true ? .waiting : .unknown
    }
}

/// How couplings are read with their bases.
enum CouplingRow {
    private static let columns = """
        coupling.id, coupling.erp_id, coupling.crm_id, coupling.generation,
        base.erp_version, base.erp_replaced, base.erp_layout, base.erp_hashes, base.erp_filter,
        base.crm_version, base.crm_replaced, base.crm_layout, base.crm_hashes, base.crm_filter
        """

    /// By a JSON array of identities and the entity's row.
    static let byIdentity = Sided { side in
        """
        SELECT \(columns) FROM json_each(?) AS wanted
        CROSS JOIN coupling ON coupling.entity = ? AND coupling.\(side.column) = wanted.value
        CROSS JOIN base ON base.coupling = coupling.id
        """
    }

    /// By the entity's row, after a coupling's row.
    static let page = """
        SELECT \(columns) FROM coupling CROSS JOIN base ON base.coupling = coupling.id
        WHERE +coupling.entity = ? AND coupling.id > ? ORDER BY coupling.id LIMIT ?
        """

    static func coupling(_ row: Row) throws -> Coupling {
        Coupling(
            id: Coupling.ID(row[0]), ids: Sided(erp: RecordID(row[1]), crm: RecordID(row[2])), generation: row[3],
            bases: Sided(erp: base(row, at: 4), crm: base(row, at: 9)))
    }

    private static func base(_ row: Row, at index: Int) -> Base {
        Base(
            version: (row[index] as String?).map { RecordVersion($0) },
            replaced: (row[index + 1] as String?).map { RecordVersion($0) }, layout: LayoutID(row[index + 2]),
            hashes: row.bytes(index + 3), filter: (row[index + 4] as Int64?).map { RecordFilter.Mark($0) })
    }
}

import GRDB
import Model

extension Database {
    /// The row of an entity, or `nil` when the store has not met it.
    func entity(_ name: EntityName) throws -> Int64? {
        try Int64.fetchOne(cachedStatement(sql: "SELECT id FROM entity WHERE name = ?"), arguments: [name.text])
    }

    /// The row of an entity, made when it is new.
    func entity(making name: EntityName) throws -> Int64 {
        if let id = try entity(name) { return id }
        try cachedStatement(sql: "INSERT INTO entity (name) VALUES (?)").execute(arguments: [name.text])
        return lastInsertedRowID
    }

    /// The row of a run, or `nil` when the store has not met it.
    func run(_ run: RunID) throws -> Int64? {
        try Int64.fetchOne(cachedStatement(sql: "SELECT id FROM run WHERE name = ?"), arguments: [run.text])
    }

    /// The row of a run, made when it is new.
    func run(making run: RunID) throws -> Int64 {
        if let id = try self.run(run) { return id }
        try cachedStatement(sql: "INSERT INTO run (name) VALUES (?)").execute(arguments: [run.text])
        return lastInsertedRowID
    }
}

/// A row that this program would not have written.
struct UnreadableRow: Error {}

extension EntityName {
    /// The name in a row.
    init(stored text: String) throws {
        guard let name = EntityName(text) else { throw UnreadableRow() }
        self = name
    }
}

extension Side {
    /// The side in a row.
    init(stored text: String) throws {
        guard let side = Side(rawValue: text) else { throw UnreadableRow() }
        self = side
    }

    /// The column of a table that holds this side's identity.
    var column: String {
        switch self {
        case .erp: "erp_id"
        case .crm: "crm_id"
        }
    }
}

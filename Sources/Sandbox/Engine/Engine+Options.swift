import GRDB
import Synchronization

extension Engine {
    /// The options of a choice, in their order.
    package func options(_ key: OptionSetKey) -> [OptionDefinition] { shared.withLock { $0.options[key] ?? [] } }

    /// Reads all options anew.
    func reloadOptions() throws {
        let options = try database.read { database in
            var options: [OptionSetKey: [OptionDefinition]] = [:]
            let rows = try Row.fetchCursor(
                database, sql: "SELECT system, owner, name, value, label FROM sandbox_options ORDER BY position, value")
            while let row = try rows.next() {
                guard let system = SandboxSystem(rawValue: row["system"]) else { continue }
                var key = OptionSetKey(system, global: row["name"])
                key.owner = row["owner"]
                options[key, default: []].append(OptionDefinition(value: row["value"], label: row["label"]))
            }
            return options
        }
        shared.withLock { $0.options = options }
    }

    /// Adds an option, or gives the one with its value another label; says whether it was there.
    @discardableResult
    package func setOption(_ option: OptionDefinition, in key: OptionSetKey) async throws -> Bool {
        let isThere = options(key).contains { $0.value == option.value }
        try await database.write { database in
            try database.execute(
                sql: """
                    INSERT INTO sandbox_options SELECT ?, ?, ?, ?, ?, coalesce(max(position), 0) + 1
                    FROM sandbox_options WHERE system = ? AND owner = ? AND name = ?
                    ON CONFLICT DO UPDATE SET label = excluded.label
                    """,
                arguments: [
                    key.system.rawValue, key.owner, key.name, option.value, option.label, key.system.rawValue,
                    key.owner,
                    key.name,
                ])
        }
        try reloadOptions()
        return isThere
    }

    /// Removes an option; says whether it was there.
    @discardableResult
    package func removeOption(_ value: Int64, in key: OptionSetKey) async throws -> Bool {
        let isThere = options(key).contains { $0.value == value }
        try await database.write { database in
            try database.execute(
                sql: "DELETE FROM sandbox_options WHERE system = ? AND owner = ? AND name = ? AND value = ?",
                arguments: [key.system.rawValue, key.owner, key.name, value])
        }
        try reloadOptions()
        return isThere
    }
}

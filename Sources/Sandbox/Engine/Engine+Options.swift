import GRDB
import Synchronization

extension Engine {
    /// The options of a choice, in their order.
    @inline(never)
    package func options(_ key: OptionSetKey) -> [OptionDefinition] { shared.withLock { $0.options[key] ?? [] } }

    /// Reads all options anew.
    func reloadOptions() throws { try database.read { try reloadOptions($0) } }

    /// Reads all options anew, as a transaction sees them.
    @inline(never)
    func reloadOptions(_ database: Database) throws {
        var options: [OptionSetKey: [OptionDefinition]] = [:]
        let rows = try Row.fetchCursor(
            database, sql: "SELECT system, owner, name, value, label FROM sandbox_options ORDER BY position, value")
        while let row = try rows.next() {
            guard let system = SandboxSystem(rawValue: row["system"]) else { continue }
            var key = OptionSetKey(system, global: row["name"])
            key.owner = row["owner"]
            options[key, default: []].append(OptionDefinition(value: row["value"], label: row["label"]))
        }
        shared.withLock { $0.options = options }
    }
}

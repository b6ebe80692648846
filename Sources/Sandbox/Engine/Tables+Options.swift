/// Changes of choices are part of the transaction in which they are made, and of the ledger.
extension Tables {
    /// The table under whose name the ledger has options.
    package static let optionTable = "option"

    /// The options of a choice, as this transaction sees them.
    package func options(_ key: OptionSetKey) -> [OptionDefinition] { engine.options(key) }

    /// Adds an option, or gives the one with its value another label; says whether it was there.
    @discardableResult
    package func setOption(_ option: OptionDefinition, in key: OptionSetKey) throws -> Bool {
        let isThere = options(key).contains { $0.value == option.value }
        let set: [StoredValue] = [.text(key.system.rawValue), .text(key.owner), .text(key.name)]
        try run(
            """
            INSERT INTO sandbox_options SELECT ?, ?, ?, ?, ?, coalesce(max(position), 0) + 1
            FROM sandbox_options WHERE system = ? AND owner = ? AND name = ?
            ON CONFLICT DO UPDATE SET label = excluded.label
            """, set + [.integer(option.value), .text(option.label)] + set)
        try note(isThere ? .update : .create, option, in: key)
        return isThere
    }

    /// Removes an option; says whether it was there.
    @discardableResult
    package func removeOption(_ value: Int64, in key: OptionSetKey) throws -> Bool {
        guard let option = options(key).first(where: { $0.value == value }) else { return false }
        try run(
            "DELETE FROM sandbox_options WHERE system = ? AND owner = ? AND name = ? AND value = ?",
            [.text(key.system.rawValue), .text(key.owner), .text(key.name), .integer(value)])
        try run(
            "INSERT INTO sandbox_deleted VALUES (?, ?, ?, '', ?, ?)",
            [
                .text(key.system.rawValue), .text(Self.optionTable), .text(Self.id(value, key)),
                .integer(engine.nextVersion(system)), .integer(now.milliseconds),
            ])
        try note(.delete, option, in: key)
        return true
    }

    private func note(_ operation: LedgerEntry.Operation, _ option: OptionDefinition, in key: OptionSetKey) throws {
        hasChangedOptions = true
        try engine.reloadOptions(database)
        // Two options of one choice with one label are one option that was made twice.
        let label = "\(key.owner).\(key.name): \(option.label)"
        try log(
            operation, table: Self.optionTable, id: Self.id(option.value, key), label: label, fields: [key.name],
            digest: operation == .create ? label : "")
    }

    private static func id(_ value: Int64, _ key: OptionSetKey) -> String { "\(key.owner).\(key.name)=\(value)" }
}

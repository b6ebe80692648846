import Model

/// Puts the rows of a company into the tables of both systems, as they would be if clients had entered them long ago.
///
/// Nothing of it is in the ledger: the ledger begins where the company is complete.
package struct CompanyLoader: Sendable {
    private let engine: Engine
    private let company: String
    /// How many rows go into one transaction; more would only hold more memory.
    private static let batch = 5_000
    /// When the first row was entered, before today, and how long after each row the next one was: nothing is as new as what
    /// clients write from now on.
    private static let age = 400 * 86_400_000
    private static let pace = 30_000
    private static let latest = 3 * 86_400_000

    /// Prepares loading into an engine; `company` is the identity of the ERP's company.
    package init(_ engine: Engine, company: String) {
        self.engine = engine
        self.company = company
    }

    /// Loads rows, those that others refer to first; returns how many there were.
    @discardableResult
    package func load(_ rows: some Sequence<CompanyRow>) async throws -> Int {
        var count = 0
        var pending: [CompanyRow] = []
        pending.reserveCapacity(Self.batch)
        for row in rows {
            if pending.count == Self.batch || (pending.last.map { $0.side != row.side } ?? false) {
                try await store(pending, from: count - pending.count)
                pending.removeAll(keepingCapacity: true)
            }
            pending.append(row)
            count += 1
        }
        try await store(pending, from: count - pending.count)
        return count
    }

    private func store(_ rows: [CompanyRow], from first: Int) async throws {
        guard let side = rows.first?.side else { return }
        let company = self.company
        try await engine.write(side == .erp ? .businessCentral : .dataverse, as: .sandbox) { tables in
            tables.isRecorded = false
            for (offset, row) in rows.enumerated() {
                let age = max(Self.age - (first + offset) * Self.pace, Self.latest)
                let entered = Moment(milliseconds: tables.now.milliseconds - Int64(age))
                try Self.insert(row, at: entered, into: tables, company: company)
            }
        }
    }

    private static func insert(_ row: CompanyRow, at entered: Moment, into tables: Tables, company: String) throws {
        let definition = try tables.schema(row.table).definition
        var values: [String: StoredValue] = [:]
        values.reserveCapacity(row.values.count + 2)
        var id: String?
        for field in row.values {
            if field.name == definition.key { id = field.value.text } else { values[field.name] = field.value.stored }
        }
        if let states = definition.states, let first = states.states.first, values[states.field] == nil {
            values[states.field] = .integer(first.state)
            values[states.reason] = .integer(first.usual)
        }
        for field in definition.fields { try compute(field, in: definition, &values, tables) }
        try tables.insert(
            row.table, id: id, company: definition.perCompany ? company : "", created: entered, values: values)
    }

    /// What the server works out when somebody enters a row.
    private static func compute(
        _ field: FieldDefinition, in definition: EntityDefinition, _ values: inout [String: StoredValue],
        _ tables: Tables
    ) throws {
        guard let computed = field.computed else { return }
        switch computed.rule {
        case "join":
            let parts = computed.from.compactMap { values[$0]?.text }.filter { !$0.isEmpty }
            values[field.name] = .text(parts.joined(separator: computed.separator ?? ""))
        case "related", "firstRelated":
            guard let name = computed.from.last,
                let record = try computed.from.dropLast().compactMap({
                    try related($0, in: definition, values, tables)
                }).first
            else { return }
            values[field.name] = record[name]
        default: return
        }
    }

    /// The row that a lookup refers to.
    private static func related(
        _ name: String, in definition: EntityDefinition, _ values: [String: StoredValue], _ tables: Tables
    ) throws -> StoredRecord? {
        guard let lookup = definition.field(name), let table = lookup.targets.first?.table,
            let id = values[lookup.name]?.text
        else { return nil }
        return try tables.record(table, id: id, company: nil)
    }
}

extension FieldValue {
    /// The value as the engine stores it.
    fileprivate var stored: StoredValue {
        switch self {
        case .null: .null
        case .boolean(let truth): .integer(truth ? 1 : 0)
        case .integer(let number): .integer(number)
        case .text(let text): .text(text)
        }
    }
}

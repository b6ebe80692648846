import JSON

/// The actions that move sales documents on: closing them, making one of another, locking prices.
///
/// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/actions>
struct SalesActions {
    private let session: Session
    private let operation: Operation

    init(_ session: Session, _ operation: Operation) {
        self.session = session
        self.operation = operation
    }

    /// An action that closes a document: which, by which member of the body, in which state.
    private struct Closing {
        var table: String
        var activity: String
        var state: Int64
        var reason: Int64
    }

    private static let closings: [String: Closing] = [
        "WinOpportunity": Closing(table: "opportunity", activity: "OpportunityClose", state: 1, reason: 3),
        "LoseOpportunity": Closing(table: "opportunity", activity: "OpportunityClose", state: 2, reason: 4),
        "WinQuote": Closing(table: "quote", activity: "QuoteClose", state: 2, reason: 4),
        "CloseQuote": Closing(table: "quote", activity: "QuoteClose", state: 3, reason: 5),
        "FulfillSalesOrder": Closing(table: "salesorder", activity: "OrderClose", state: 3, reason: 100_001),
        "CancelSalesOrder": Closing(table: "salesorder", activity: "OrderClose", state: 2, reason: 4),
    ]

    /// Carries an action out; `nil` when the name is none of them.
    func answer(_ name: String) throws -> HTTPAnswer? {
        guard operation.method == "POST" else { return nil }
        if let closing = Self.closings[name] { return try close(closing) }
        switch name {
        case "ConvertQuoteToSalesOrder": return try convert("quote", "QuoteId", to: "salesorder")
        case "ConvertSalesOrderToInvoice": return try convert("salesorder", "SalesOrderId", to: "invoice")
        case "LockSalesOrderPricing": return try lock(true)
        case "UnlockSalesOrderPricing": return try lock(false)
        default: return nil
        }
    }

    private func close(_ closing: Closing) throws -> HTTPAnswer {
        let body = try operation.json()
        let table = try session.model.known(closing.table)
        let document = try document(table, in: body[closing.activity] ?? .null)
        let given = body["Status"]?.integer ?? -1
        var payload = Payload()
        // -1 stands for the usual reason of the state.
        payload.values = [
            "statecode": .integer(closing.state), "statuscode": .integer(given > 0 ? given : closing.reason),
        ]
        _ = try session.update(document, table, payload)
        return DataverseAnswer.noContent()
    }

    private func document(_ table: DataverseTable, in activity: JSONValue) throws -> StoredRecord {
        if let address = activity["\(table.key)@odata.bind"]?.string {
            let row = try RowAddress(address, model: session.model, references: operation.references)
            guard row.table.name == table.name else { throw DataverseError.wrongTarget(table.key, row.table.name) }
            return try session.existing(table, row.key)
        }
        return try document(table, id: activity[table.key]?[table.key]?.string ?? activity[table.key]?.string)
    }

    private func document(_ table: DataverseTable, id: String?) throws -> StoredRecord {
        guard let id = id.flatMap({ GUIDText.canonical($0) }) else {
            throw DataverseError.invalidArgument("The \(table.name) is not named.")
        }
        return try session.existing(table, .identity(id))
    }

    /// Makes a document of another, with its lines; the answer is the new one.
    private func convert(_ name: String, _ parameter: String, to target: String) throws -> HTTPAnswer {
        let table = try session.model.known(name)
        let new = try session.model.known(target)
        let document = try document(table, id: operation.json()[parameter]?.string)
        var payload = Payload()
        payload.values = copied(document, to: new)
        payload.values["\(name)id"] = .text(document.id)
        let made = try session.insert(new, payload)
        if let lines = table.definition.collections.first, let newLines = new.definition.collections.first {
            let lineTable = try session.model.known(newLines.table)
            let query = Query(lines.table, where: .field(lines.field, .equal, .text(document.id)))
            for line in try session.tables.records(query) {
                var row = Payload()
                row.values = copied(line, to: lineTable)
                row.values[newLines.field] = .text(made.id)
                _ = try session.insert(lineTable, row)
            }
        }
        return try session.retrieve(new, .identity(made.id), operation)
    }

    /// The values of the columns that both tables have; states, numbers and computed values are each document's own.
    private func copied(_ record: StoredRecord, to table: DataverseTable) -> [String: StoredValue] {
        let own: Set = ["statecode", "statuscode"]
        var values: [String: StoredValue] = [:]
        for column in record.schema.columns where !own.contains(column.name) {
            let field = table.schema.field(column.name)
            let isTarget = field == nil && table.schema.index(of: column.name) != nil
            guard isTarget || field.map({ $0.stamp == nil && $0.computed == nil }) == true else { continue }
            values[column.name] = record[column.name]
        }
        return values.filter { $0.value != .null }
    }

    private func lock(_ isLocked: Bool) throws -> HTTPAnswer {
        let table = try session.model.known("salesorder")
        let document = try document(table, id: operation.json()["SalesOrderId"]?.string)
        var payload = Payload()
        payload.values = ["ispricelocked": .integer(isLocked ? 1 : 0)]
        _ = try session.update(document, table, payload)
        return DataverseAnswer.noContent()
    }
}

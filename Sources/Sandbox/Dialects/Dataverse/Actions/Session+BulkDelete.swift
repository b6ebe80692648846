import JSON

extension Session {
    /// `POST BulkDelete`: a job that deletes what its queries find; here it is done at once.
    ///
    /// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/bulkdelete>
    func bulkDelete(_ operation: Operation) throws -> HTTPAnswer {
        for query in try operation.json()["QuerySet"]?.array ?? [] {
            guard let name = query["EntityName"]?.string else {
                throw DataverseError.invalidArgument("A query of BulkDelete names no EntityName.")
            }
            let table = try model.known(name)
            let condition = try criteria(query["Criteria"], on: table)
            for record in try tables.records(Query(table.name, where: condition)) { try remove(record, table) }
        }
        return DataverseAnswer.ok([
            "@odata.context": .string("\(root)$metadata#Microsoft.Dynamics.CRM.BulkDeleteResponse"),
            "JobId": .string(tables.engine.newID()),
        ])
    }

    /// The condition of a FilterExpression.
    private func criteria(_ json: JSONValue?, on table: DataverseTable) throws -> Filter {
        guard let json else { return .always }
        var parts: [Filter] = []
        for condition in json["Conditions"]?.array ?? [] { parts.append(try criterion(condition, on: table)) }
        for inner in json["Filters"]?.array ?? [] { parts.append(try criteria(inner, on: table)) }
        guard !parts.isEmpty else { return .always }
        return json["FilterOperator"]?.string == "Or" ? .any(parts) : .all(parts)
    }

    private func criterion(_ json: JSONValue, on table: DataverseTable) throws -> Filter {
        let name = json["AttributeName"]?.string ?? ""
        guard let column = table.column(name) else { throw DataverseError.unknownColumn(name, of: table.name) }
        let literals = (json["Values"]?.array ?? []).map { ODataLiteral.string(Self.text($0["Value"] ?? $0)) }
        let values = try literals.map { try LiteralValue.value($0, for: column.field) }
        return try ConditionOperator.filter(json["Operator"]?.string ?? "", .field(column.name), values)
    }

    private static func text(_ value: JSONValue) -> String {
        value.string ?? value.numberText ?? value.boolean.map { $0 ? "true" : "false" } ?? ""
    }
}

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

/// The operators of conditions in query expressions and FetchXML.
enum ConditionOperator {
    /// The condition; names of both languages are known: `Equal` and `eq`.
    static func filter(_ name: String, _ term: Filter.Term, _ values: [StoredValue]) throws -> Filter {
        let value = Filter.Term.value(values.first ?? .null)
        switch name.lowercased() {
        case "equal", "eq": return .compare(term, .equal, value)
        case "notequal", "ne", "neq": return .compare(term, .notEqual, value)
        case "greaterthan", "gt": return .compare(term, .greater, value)
        case "greaterequal", "ge": return .compare(term, .atLeast, value)
        case "lessthan", "lt": return .compare(term, .less, value)
        case "lessequal", "le": return .compare(term, .atMost, value)
        case "in": return .isIn(term, values)
        case "notin", "not-in": return .not(.isIn(term, values))
        case "null": return .compare(term, .equal, .value(.null))
        case "notnull", "not-null": return .compare(term, .notEqual, .value(.null))
        case "like": return .text(.like, term, value)
        case "notlike", "not-like": return .not(.text(.like, term, value))
        case "beginswith", "begins-with": return .text(.startsWith, term, value)
        case "endswith", "ends-with": return .text(.endsWith, term, value)
        case "contains": return .text(.contains, term, value)
        case "between":
            guard values.count == 2 else { throw DataverseError.badQuery("between takes two values.") }
            return .all([.compare(term, .atLeast, .value(values[0])), .compare(term, .atMost, .value(values[1]))])
        default: throw DataverseError.badQuery("The condition operator '\(name)' is not supported.")
        }
    }
}

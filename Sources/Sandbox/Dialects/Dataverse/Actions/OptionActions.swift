import JSON

/// The actions that change the values of a choice column.
///
/// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/insertoptionvalue>
/// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/updateoptionvalue>
/// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/deleteoptionvalue>
struct OptionActions {
    let engine: Engine
    let model: DataverseModel

    /// The names of the actions.
    static let names: Set<String> = ["InsertOptionValue", "UpdateOptionValue", "DeleteOptionValue"]

    /// The value from which a publisher's own options count: 10000 is the default prefix.
    private static let firstOwnValue: Int64 = 100_000_000

    /// Carries out an action.
    func answer(_ operation: Operation) async throws -> HTTPAnswer {
        let body = try operation.json()
        let key = try optionSet(body)
        switch operation.path.segments.first?.name {
        case "InsertOptionValue": return try await insert(body, key, operation)
        case "UpdateOptionValue": return try await update(body, key)
        default: return try await remove(body, key)
        }
    }

    private func optionSet(_ body: JSONValue) throws(DataverseError) -> OptionSetKey {
        if let name = body["OptionSetName"]?.string, !name.isEmpty { return OptionSetKey(.dataverse, global: name) }
        guard let name = body["EntityLogicalName"]?.string, let attribute = body["AttributeLogicalName"]?.string else {
            throw .invalidArgument(
                "Either OptionSetName, or AttributeLogicalName and EntityLogicalName, must be given.")
        }
        guard let column = try model.known(name).column(attribute) else {
            throw .metadataNotFound("\(name).\(attribute)")
        }
        guard column.type == .picklist else { throw .invalidArgument("The column '\(attribute)' is not a choice.") }
        return OptionSetKey(.dataverse, table: name, field: column.field)
    }

    private func insert(_ body: JSONValue, _ key: OptionSetKey, _ operation: Operation) async throws -> HTTPAnswer {
        guard let label = LabelObject.text(body["Label"]) else {
            throw DataverseError.invalidArgument("The parameter 'Label' is missing.")
        }
        let options = engine.options(key)
        let next = max(Self.firstOwnValue, (options.map(\.value).max() ?? 0) + 1)
        let value = body["Value"]?.integer ?? next
        guard !options.contains(where: { $0.value == value }) else {
            throw DataverseError(
                400, "0x8004f602", "Another option with the value \(value) already exists in this column.")
        }
        try await engine.setOption(OptionDefinition(value: value, label: label), in: key)
        return DataverseAnswer.ok([
            "@odata.context": .string("\(operation.root)$metadata#Microsoft.Dynamics.CRM.InsertOptionValueResponse"),
            "NewOptionValue": .number("\(value)"),
        ])
    }

    private func update(_ body: JSONValue, _ key: OptionSetKey) async throws -> HTTPAnswer {
        let value = try known(body, key)
        guard let label = LabelObject.text(body["Label"]) else {
            throw DataverseError.invalidArgument("The parameter 'Label' is missing.")
        }
        try await engine.setOption(OptionDefinition(value: value, label: label), in: key)
        return DataverseAnswer.noContent()
    }

    private func remove(_ body: JSONValue, _ key: OptionSetKey) async throws -> HTTPAnswer {
        try await engine.removeOption(known(body, key), in: key)
        return DataverseAnswer.noContent()
    }

    private func known(_ body: JSONValue, _ key: OptionSetKey) throws(DataverseError) -> Int64 {
        guard let value = body["Value"]?.integer else { throw .invalidArgument("The parameter 'Value' is missing.") }
        guard engine.options(key).contains(where: { $0.value == value }) else {
            throw DataverseError(400, "0x80048403", "The option with the value \(value) does not exist.")
        }
        return value
    }
}

import JSON

/// The actions that change the values of a choice column, in the transaction of the request.
///
/// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/insertoptionvalue>
/// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/updateoptionvalue>
/// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/deleteoptionvalue>
struct OptionActions {
    let tables: Tables
    let model: DataverseModel

    /// The names of the actions.
    static let names: Set<String> = ["InsertOptionValue", "UpdateOptionValue", "DeleteOptionValue"]

    /// The value from which a publisher's own options count: 10000 is the default prefix.
    private static let firstOwnValue: Int64 = 100_000_000

    /// Carries out an action.
    func answer(_ operation: Operation) throws -> HTTPAnswer {
        let body = try operation.json()
        let key = try optionSet(body)
        switch operation.path.segments.first?.name {
        case "InsertOptionValue": return try insert(body, key, operation)
        case "UpdateOptionValue": return try update(body, key)
        default: return try remove(body, key)
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

    private func insert(_ body: JSONValue, _ key: OptionSetKey, _ operation: Operation) throws -> HTTPAnswer {
        guard let label = LabelObject.text(body["Label"]) else {
            throw DataverseError.invalidArgument("The parameter 'Label' is missing.")
        }
        let options = tables.options(key)
        let next = max(Self.firstOwnValue, (options.map(\.value).max() ?? 0) + 1)
        let value = try Self.value(body) ?? next
        guard !options.contains(where: { $0.value == value }) else {
            throw DataverseError(
                400, "0x8004f602", "Another option with the value \(value) already exists in this column.")
        }
        try tables.setOption(OptionDefinition(value: value, label: label), in: key)
        return DataverseAnswer.ok([
            "@odata.context": .string("\(operation.root)$metadata#Microsoft.Dynamics.CRM.InsertOptionValueResponse"),
            "NewOptionValue": .number("\(value)"),
        ])
    }

    private func update(_ body: JSONValue, _ key: OptionSetKey) throws -> HTTPAnswer {
        let value = try known(body, key)
        guard let label = LabelObject.text(body["Label"]) else {
            throw DataverseError.invalidArgument("The parameter 'Label' is missing.")
        }
        try tables.setOption(OptionDefinition(value: value, label: label), in: key)
        return DataverseAnswer.noContent()
    }

    private func remove(_ body: JSONValue, _ key: OptionSetKey) throws -> HTTPAnswer {
        try tables.removeOption(known(body, key), in: key)
        return DataverseAnswer.noContent()
    }

    /// The value that a body names, a whole number of 32 bits.
    private static func value(_ body: JSONValue) throws(DataverseError) -> Int64? {
        guard let value = body["Value"], !value.isNull else { return nil }
        guard let number = value.numberText.flatMap({ Int32($0) }) else {
            throw .wrongType("Value", expected: "Edm.Int32")
        }
        return Int64(number)
    }

    private func known(_ body: JSONValue, _ key: OptionSetKey) throws(DataverseError) -> Int64 {
        guard let value = try Self.value(body) else { throw .invalidArgument("The parameter 'Value' is missing.") }
        guard tables.options(key).contains(where: { $0.value == value }) else {
            throw DataverseError(400, "0x80048403", "The option with the value \(value) does not exist.")
        }
        return value
    }
}

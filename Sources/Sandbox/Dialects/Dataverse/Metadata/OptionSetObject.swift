import JSON

/// Option sets as objects.
enum OptionSetObject {
    /// A set with its options.
    static func of(
        _ options: [OptionDefinition], name: String, isGlobal: Bool, type: AttributeType, states: StateDefinition?
    ) -> JSONValue {
        [
            "MetadataId": .string(ChosenID.of("optionset", name)), "Name": .string(name),
            "IsGlobal": .boolean(isGlobal), "IsCustomOptionSet": false, "IsManaged": true,
            "OptionSetType": .string(type == .picklist ? "Picklist" : type.rawValue),
            "DisplayName": LabelObject.of(name),
            "Options": .array(options.map { option($0, type, states) }),
        ]
    }

    /// The set of a truth value.
    static let boolean: JSONValue = [
        "OptionSetType": "Boolean",
        "TrueOption": ["Value": 1, "Label": LabelObject.of("Yes")],
        "FalseOption": ["Value": 0, "Label": LabelObject.of("No")],
    ]

    private static func option(_ option: OptionDefinition, _ type: AttributeType, _ states: StateDefinition?)
        -> JSONValue
    {
        var members: [JSONValue.Member] = [
            .init("Value", .number("\(option.value)")), .init("Label", LabelObject.of(option.label)),
            .init("Description", LabelObject.of("")), .init("Color", .null), .init("IsManaged", true),
            .init("ExternalValue", ""), .init("ParentValues", []),
        ]
        if type == .status, let state = states?.states.first(where: { $0.reasons.contains(option.value) }) {
            members.append(.init("State", .number("\(state.state)")))
        }
        if type == .state, let state = states?.states.first(where: { $0.state == option.value }) {
            members.append(.init("DefaultStatus", .number("\(state.usual)")))
        }
        return .object(members)
    }
}

import JSON

/// Labels in the one language that the sandbox has.
enum LabelObject {
    /// The label of a text.
    static func of(_ text: String) -> JSONValue {
        let label: JSONValue = [
            "Label": .string(text), "LanguageCode": 1033, "IsManaged": true,
            "MetadataId": .string(ChosenID.of("label", text)), "HasChanged": .null,
        ]
        return ["LocalizedLabels": [label], "UserLocalizedLabel": label]
    }

    /// The text of a label that a client sends.
    static func text(_ label: JSONValue?) -> String? {
        label?["UserLocalizedLabel"]?["Label"]?.string ?? label?["LocalizedLabels"]?.array?.first?["Label"]?.string
            ?? label?.string
    }
}

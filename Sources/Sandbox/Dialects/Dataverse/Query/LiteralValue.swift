/// Turns literals of URLs into stored values.
enum LiteralValue {
    /// The value for a field; throws when the literal can't be one of its values.
    static func value(_ literal: ODataLiteral, for field: FieldDefinition) throws(DataverseError) -> StoredValue {
        if literal == .null { return .null }
        let text = literal.text
        let value: StoredValue? =
            switch field.kind {
            case .text, .code: .text(text)
            case .decimal: DecimalText.canonical(text).map { .text($0) }
            case .integer, .choice: Int64(text).map { .integer($0) }
            case .boolean: boolean(text)
            case .date: Moment(iso: text).map { .text($0.dayText) }
            case .instant: Moment(iso: text).map { .integer($0.milliseconds) }
            case .guid, .lookup: GUIDText.canonical(text).map { .text($0) }
            }
        guard let value else {
            throw .badQuery(
                "A binary operator with incompatible types was detected. Found the value '\(text)' for the property "
                    + "'\(field.name)'.")
        }
        return value
    }

    private static func boolean(_ text: String) -> StoredValue? {
        switch text {
        case "true", "1": .integer(1)
        case "false", "0": .integer(0)
        default: nil
        }
    }
}

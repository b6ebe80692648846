import Model
import PluginProtocol

/// What a map says of a whole entity, where a line says it of a field.
struct MappingRule: Hashable {
    /// The members that say it, as in the file: `filters.crm`.
    var name: String
    /// What it says.
    var value: String

    /// Which records take part, and where they may be created.
    static func all(of description: EntityDescription) -> [MappingRule] {
        let filters = Side.allCases.compactMap { side -> MappingRule? in
            let conditions = description.filters[side].conditions
            guard !conditions.isEmpty else { return nil }
            return MappingRule(
                name: "filters.\(side.rawValue)", value: conditions.map(\.mappingWords).joined(separator: "; "))
        }
        return filters
            + Side.allCases.map { side in
                MappingRule(name: "creates.\(side.rawValue)", value: "\(description.creates[side])")
            }
    }
}

extension RecordFilter.Condition {
    /// The condition in the words of the file.
    fileprivate var mappingWords: String {
        let values = values.map(\.mappingWords).joined(separator: ", ")
        return "\(field) \(test.rawValue)" + (values.isEmpty ? "" : " \(values)")
    }
}

extension FieldValue {
    /// The value as it stands in a file.
    var mappingWords: String {
        switch self {
        case .null: "null"
        case .boolean(let truth): "\(truth)"
        case .integer(let number): "\(number)"
        case .text(let text): text
        }
    }
}

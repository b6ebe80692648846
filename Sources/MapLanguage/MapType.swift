/// The types of values that a line can have, as they are written.
enum MapType: String, CaseIterable {
    case text, code, decimal, integer, boolean, date, choice, reference

    /// The members that say more about the type.
    var members: [String] {
        switch self {
        case .text, .code: ["length"]
        case .decimal: ["scale", "atLeast"]
        case .integer, .boolean, .date: []
        case .choice: ["values"]
        case .reference: ["to", "crmForm", "erpEmpty", "whenMissing", "whenEmpty", "via"]
        }
    }
}

/// A value as OData writes it.
package enum ODataLiteral: Sendable, Hashable {
    /// `null`.
    case null
    /// `true`, `false`.
    case boolean(Bool)
    /// A number, as it is written.
    case number(String)
    /// A text, without its quotes.
    case string(String)
    /// A GUID, lower-case.
    case guid(String)
    /// A day: `2024-05-01`.
    case date(String)
    /// A point in time, and how it is written.
    case instant(Moment, String)

    /// The value as text, as it is written without quotes.
    package var text: String {
        switch self {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .number(let text), .string(let text), .guid(let text), .date(let text), .instant(_, let text): text
        }
    }
}

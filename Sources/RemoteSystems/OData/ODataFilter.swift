/// A filter as a tree, written as text only when it leaves.
///
/// Names come from metadata, values are literals.
indirect enum ODataFilter: Sendable, Hashable {
    /// A field equals a value.
    case equals(String, ODataLiteral)
    /// A field is greater than a value.
    case isAfter(String, ODataLiteral)
    /// All of the filters hold.
    case all([ODataFilter])
    /// One of the filters holds.
    case any([ODataFilter])

    /// The text, not percent-encoded yet.
    var text: String {
        switch self {
        case .equals(let name, let literal): "\(name) eq \(literal.text)"
        case .isAfter(let name, let literal): "\(name) gt \(literal.text)"
        case .all(let filters): filters.map(\.nested).joined(separator: " and ")
        case .any(let filters): filters.map(\.nested).joined(separator: " or ")
        }
    }

    private var nested: String {
        switch self {
        case .equals, .isAfter: text
        case .all(let filters), .any(let filters): filters.count == 1 ? text : "(\(text))"
        }
    }
}

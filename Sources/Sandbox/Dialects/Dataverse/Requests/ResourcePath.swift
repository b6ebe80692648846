/// The path of a request below the service root, segment by segment.
struct ResourcePath: Sendable, Hashable {
    /// One segment: `accounts(name='x')`, `$count`, `Microsoft.Dynamics.CRM.CreateMultiple`.
    struct Segment: Sendable, Hashable {
        /// What stands before the parentheses.
        var name: String
        /// What stands in the parentheses; `nil` when there are none.
        var arguments: String?
    }

    /// The segments, in their order.
    var segments: [Segment]

    /// Reads a path whose percent-encoding is undone already.
    init(_ path: String) {
        segments = path.splitOutsideQuotes(at: "/").filter { !$0.isEmpty }.map { Self.segment($0) }
    }

    private static func segment(_ text: Substring) -> Segment {
        guard text.hasSuffix(")"), let open = text.firstIndex(of: "(") else {
            return Segment(name: String(text), arguments: nil)
        }
        let arguments = text[text.index(after: open)...].dropLast()
        return Segment(name: String(text[..<open]), arguments: String(arguments))
    }
}

/// The conditions under which a client wants its request carried out.
///
/// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/perform-conditional-operations-using-web-api>
struct Conditions: Sendable, Hashable {
    /// Whether the row must be there: `If-Match` with a star or a version.
    var mustExist = false
    /// Whether the row must not be there: `If-None-Match: *`.
    var mustNotExist = false
    /// The version that the row must have.
    var version: Int64?
    /// The version that the client has already.
    var knownVersion: Int64?

    /// Reads `If-Match` and `If-None-Match`; the word `null`, which many clients send against caches, says nothing.
    init(_ headers: HeaderFields) {
        if let match = headers["if-match"], match != "null" {
            mustExist = true
            // A version that can't be one of ours matches no row.
            if match != "*" { version = Self.version(match) ?? -1 }
        }
        if let noneMatch = headers["if-none-match"], noneMatch != "null" {
            mustNotExist = noneMatch == "*"
            knownVersion = Self.version(noneMatch)
        }
    }

    private static func version(_ tag: String) -> Int64? {
        var text = tag[...]
        if text.hasPrefix("W/") { text = text.dropFirst(2) }
        return Int64(text.filter { $0 != "\"" })
    }
}

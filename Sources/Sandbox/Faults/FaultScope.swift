/// What a request, or an operation inside of a batch, is about, for faults that are limited.
package struct FaultScope: Sendable, Hashable {
    /// The method, upper-case.
    package var method: String
    /// The table; `nil` if it is about none, or several.
    package var table: String?

    /// Creates a scope.
    package init(_ method: String, table: String?) {
        self.method = method
        self.table = table
    }

    /// Whether something is changed.
    var isWrite: Bool { method != "GET" && method != "HEAD" }
}

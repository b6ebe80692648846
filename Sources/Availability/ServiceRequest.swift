/// A request, apart from the connection that it came by.
package struct ServiceRequest: Sendable {
    /// The method, in capital letters.
    package var method: String
    /// Path and query, as they were sent.
    package var target: String
    /// The headers that matter, by their names in small letters.
    package var headers: [String: String]

    /// Creates a request.
    package init(method: String = "GET", target: String, headers: [String: String] = [:]) {
        self.method = method
        self.target = target
        self.headers = headers
    }
}

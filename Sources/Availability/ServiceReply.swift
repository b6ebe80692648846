package import JSON

/// What a request is answered with.
package struct ServiceReply: Sendable, Hashable {
    /// The status.
    package var status: Int
    /// The one document; `nil` where there is none.
    package var body: JSONValue?
    /// Headers beside those that every answer has.
    package var headers: [String: String] = [:]

    /// Creates a reply.
    package init(_ status: Int, _ body: JSONValue? = nil, headers: [String: String] = [:]) {
        self.status = status
        self.body = body
        self.headers = headers
    }
}

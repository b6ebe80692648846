/// What the server sends back.
package struct HTTPAnswer: Sendable {
    /// The status.
    package var status: Int
    /// The headers, in order; names as they are written.
    package var headers: [(name: String, value: String)]
    /// The body.
    package var body: [UInt8]
    /// Whether the connection is closed without an answer.
    package var isDropped = false
    /// How fast the body goes; `nil`: as fast as it can.
    package var bytesPerSecond: Int?

    /// Creates an answer.
    package init(_ status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The value of a header; case is ignored.
    package func header(_ name: String) -> String? {
        headers.first { Folding.isSame($0.name, name) }?.value
    }

    /// No answer: the connection closes.
    package static var dropped: HTTPAnswer {
        var answer = HTTPAnswer(500)
        answer.isDropped = true
        return answer
    }
}

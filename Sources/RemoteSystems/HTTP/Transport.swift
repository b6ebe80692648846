/// Carries one request to a server and brings back its answer.
///
/// It follows no redirect, keeps to the limits of the request, and tells whether a request that failed may have been carried out.
package protocol Transport: Sendable {
    /// Sends a request.
    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse

    /// Closes the connections; nothing is sent afterwards.
    func shutdown() async
}

/// One request.
package struct HTTPRequest: Sendable, Hashable {
    /// The methods that the two systems know.
    package enum Method: String, Sendable, Hashable {
        case get = "GET"
        case post = "POST"
        case patch = "PATCH"
        case delete = "DELETE"
    }
    /// The method.
    package var method: Method
    /// The absolute address.
    package var url: String
    /// The header fields, in order.
    package var headers: [HTTPField]
    /// The body.
    package var body: [UInt8]?
    /// The longest time that an answer may take.
    package var timeout: Duration
    /// The most bytes that the body of an answer may have, once unpacked.
    package var limit: Int

    /// Creates a request.
    package init(
        _ method: Method, _ url: String, headers: [HTTPField] = [], body: [UInt8]? = nil, timeout: Duration,
        limit: Int
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.limit = limit
    }
}

/// A header field.
package struct HTTPField: Sendable, Hashable {
    /// Its name.
    package var name: String
    /// Its value.
    package var value: String

    /// Creates a field.
    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// The answer to a request.
package struct HTTPResponse: Sendable, Hashable {
    /// The status.
    package var status: Int
    /// The header fields.
    package var headers: [HTTPField]
    /// The body, unpacked.
    package var body: [UInt8]

    /// Creates an answer.
    package init(status: Int, headers: [HTTPField] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The value of a header field, whose name is compared without case; the first, if there are several.
    package subscript(header header: String) -> String? {
        let name = header.lowercased()
        return headers.first { $0.name.lowercased() == name }?.value
    }
}

/// Why no answer came.
package struct TransportFailure: Error, Sendable, Hashable {
    /// The reasons.
    package enum Reason: String, Sendable, Hashable, CaseIterable {
        /// No connection could be made.
        case unreachable
        /// The server's certificate is not one that we trust, or the connection can't be encrypted.
        case untrusted
        /// The connection broke.
        case broken
        /// No answer came in time.
        case timeout
        /// The answer is larger than the limit, or unpacks to much more than it seems.
        case tooLarge
        /// The caller was cancelled.
        case cancelled
        /// The transport is shut down.
        case closed
    }
    /// The reason.
    package var reason: Reason
    /// Whether the request certainly never reached the server.
    package var isUnsent: Bool

    /// Whether the same request may have an answer in a moment: an answer that is too large is no smaller then.
    var mayPass: Bool { reason != .cancelled && reason != .tooLarge }

    /// Creates a failure.
    package init(_ reason: Reason, isUnsent: Bool) {
        self.reason = reason
        self.isUnsent = isUnsent
    }
}

import JSON

/// Answers in the form that every answer of the service has.
enum DataverseAnswer {
    private static let json = "application/json; odata.metadata=minimal"

    /// An answer with JSON.
    static func ok(
        _ body: WireBuffer, status: Int = 200, headers: [(name: String, value: String)] = [],
        _ preferences: Preferences? = nil
    ) -> HTTPAnswer {
        var all: [(name: String, value: String)] = [("Content-Type", json), ("OData-Version", "4.0")]
        if let preferences, !preferences.applied.isEmpty {
            all.append(("Preference-Applied", preferences.applied.joined(separator: ", ")))
        }
        return HTTPAnswer(status, headers: all + headers, body: body.bytes)
    }

    /// An answer with JSON that is not on the hot path.
    static func ok(_ value: JSONValue, status: Int = 200, headers: [(name: String, value: String)] = []) -> HTTPAnswer {
        var body = WireBuffer(capacity: 0)
        body.bytes = JSON.encode(value)
        return ok(body, status: status, headers: headers)
    }

    /// An answer without a body.
    static func noContent(_ headers: [(name: String, value: String)] = []) -> HTTPAnswer {
        HTTPAnswer(204, headers: [("OData-Version", "4.0")] + headers)
    }

    /// An error.
    static func failure(_ error: DataverseError, _ preferences: Preferences? = nil) -> HTTPAnswer {
        var headers: [(name: String, value: String)] = [("Content-Type", json), ("OData-Version", "4.0")]
        if let seconds = error.retryAfter { headers.append(("Retry-After", "\(seconds)")) }
        let body = error.body(withDetails: preferences?.annotations.errorDetails ?? false)
        return HTTPAnswer(error.status, headers: headers, body: body)
    }

    /// The headers that name a row.
    static func naming(_ address: String) -> [(name: String, value: String)] {
        [("OData-EntityId", address), ("Location", address)]
    }

    /// The header with a row's version.
    static func version(_ record: StoredRecord) -> (name: String, value: String) {
        ("ETag", "W/\"\(record.version)\"")
    }
}

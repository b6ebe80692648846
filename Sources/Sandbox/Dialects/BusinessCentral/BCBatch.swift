import JSON

/// The operations of a JSON `$batch`.
struct BCBatch: Sendable {
    /// One operation.
    struct Operation: Sendable {
        var id: JSONValue
        var method: String
        var url: String
        var headers: [(name: String, value: String)]
        var body: [UInt8]
    }

    /// How many operations a batch may have.
    static let limit = 100

    /// The operations, in their order.
    let operations: [Operation]

    /// Reads a batch.
    init(_ body: [UInt8]) throws {
        guard let json = try? JSON.decode(JSONValue.self, from: body), let requests = json["requests"]?.array else {
            throw BCFailure.badRequest(
                "The batch request body is not valid: an object with the array 'requests' is expected.")
        }
        guard requests.count <= Self.limit else {
            throw BCFailure.badRequest("The number of operations in a batch exceeds the limit of \(Self.limit).")
        }
        operations = try requests.map { request in
            guard let method = request["method"]?.string, let url = request["url"]?.string else {
                throw BCFailure.badRequest("Each request of a batch needs a method and a url.")
            }
            let headers = (request["headers"]?.object ?? []).map { member in
                (name: member.name, value: member.value.string ?? "")
            }
            let body = request["body"].map { $0.string.map { Array($0.utf8) } ?? JSON.encode($0) } ?? []
            return Operation(
                id: request["id"] ?? .null, method: method.uppercased(), url: url, headers: headers, body: body)
        }
    }

    /// Appends the answer to one operation.
    static func append(_ answer: HTTPAnswer, id: JSONValue, to buffer: inout WireBuffer) {
        buffer.raw("{\"id\":")
        buffer.raw(JSON.encode(id))
        buffer.raw(",\"status\":")
        buffer.integer(Int64(answer.status))
        buffer.raw(",\"headers\":{")
        for (place, header) in answer.headers.enumerated() {
            if place > 0 { buffer.raw(",") }
            buffer.string(header.name.lowercased())
            buffer.raw(":")
            buffer.string(header.value)
        }
        buffer.raw("}")
        if !answer.body.isEmpty {
            buffer.raw(",\"body\":")
            if answer.header("Content-Type")?.hasPrefix("application/json") == true {
                buffer.raw(answer.body)
            } else {
                buffer.string(String(decoding: answer.body, as: UTF8.self))
            }
        }
        buffer.raw("}")
    }
}

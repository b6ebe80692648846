import JSON

/// The operations of a `$batch`: in JSON, or as parts of a multipart body.
struct BCBatch: Sendable {
    /// One operation.
    struct Operation: Sendable {
        var id: JSONValue
        var method: String
        var url: String
        var headers: [(name: String, value: String)]
        var body: [UInt8]
        /// The body, where it is an object.
        var json: JSONValue?
    }

    /// How the answers are written.
    private enum Form: Sendable {
        case json
        /// As parts; an item is an operation, or a change set of some that follow each other.
        case multipart([BatchItem])
    }

    /// How many operations a batch may have.
    static let limit = 100

    /// The operations, in their order: of those in one group all take effect, or none.
    let groups: [[Operation]]
    private let form: Form

    /// All operations, in their order.
    var operations: [Operation] { groups.flatMap { $0 } }

    /// Reads a batch.
    init(_ request: RequestContext) throws {
        if let boundary = MultipartReader.boundary(in: request.header("Content-Type") ?? "") {
            let items: [BatchItem]
            do {
                items = try BatchItem.items(of: request.body[...], boundary: boundary)
            } catch let error {
                throw BCFailure.badRequest(error.message)
            }
            form = .multipart(items)
            groups = items.map { $0.operations.map { Operation($0) } }
        } else {
            form = .json
            groups = try Self.operations(request.body).map { [$0] }
        }
        guard groups.reduce(0, { $0 + $1.count }) <= Self.limit else {
            throw BCFailure.badRequest("The number of operations in a batch exceeds the limit of \(Self.limit).")
        }
    }

    private static func operations(_ body: [UInt8]) throws -> [Operation] {
        guard let json = try? JSON.decode(JSONValue.self, from: body), let requests = json["requests"]?.array else {
            throw BCFailure.badRequest(
                "The batch request body is not valid: an object with the array 'requests' is expected.")
        }
        return try requests.map { request in
            guard let method = request["method"]?.string, let url = request["url"]?.string else {
                throw BCFailure.badRequest("Each request of a batch needs a method and a url.")
            }
            let headers = (request["headers"]?.object ?? []).map { member in
                (name: member.name, value: member.value.string ?? "")
            }
            let json = request["body"]
            let isObject = json?.object != nil
            let body = isObject ? [] : json.map { $0.string.map { Array($0.utf8) } ?? JSON.encode($0) } ?? []
            return Operation(
                id: request["id"] ?? .null, method: method.uppercased(), url: url, headers: headers, body: body,
                json: isObject ? json : nil)
        }
    }

    /// The answer to the batch: the answers to the groups that were carried out, in their order.
    func answer(_ answers: [[HTTPAnswer]]) -> HTTPAnswer {
        switch form {
        case .json:
            var buffer = WireBuffer(capacity: 1 << 16)
            buffer.raw("{\"responses\":[")
            for (place, (answer, operation)) in zip(answers.joined(), operations).enumerated() {
                if place > 0 { buffer.raw(",") }
                Self.append(answer, id: operation.id, to: &buffer)
            }
            buffer.raw("]}")
            return HTTPAnswer(
                200, headers: [("Content-Type", "application/json"), ("OData-Version", "4.0")], body: buffer.bytes)
        case .multipart(let items): return Self.multipart(items, answers)
        }
    }

    private static func multipart(_ items: [BatchItem], _ answers: [[HTTPAnswer]]) -> HTTPAnswer {
        var writer = BatchWriter(id: ChosenID.of("batch", "\(answers.count)"))
        for (place, (item, some)) in zip(items, answers).enumerated() {
            let parts = zip(some, item.operations).map { (answer: $0, contentID: $1.contentID) }
            if case .changeSet = item, some.allSatisfy({ $0.status < 400 }) {
                writer.add(changeSet: parts, id: ChosenID.of("changeset", "\(place)"))
            } else {
                for part in parts { writer.add(part.answer, contentID: part.contentID) }
            }
        }
        return writer.answer(status: 200)
    }

    private static func append(_ answer: HTTPAnswer, id: JSONValue, to buffer: inout WireBuffer) {
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

extension BCBatch.Operation {
    /// An operation of a multipart body.
    fileprivate init(_ part: BatchOperation) {
        self.init(
            id: .null, method: part.method, url: part.target, headers: part.headers.fields, body: Array(part.body))
    }

    /// The path and the query that the operation asks for: its address may be relative, or absolute.
    func target(below address: BCAddress) -> (path: String, query: String) {
        var url = url
        if url.hasPrefix("http"), let start = url.firstRange(of: "://"),
            let slash = url[start.upperBound...].firstIndex(of: "/")
        {
            url = String(url[slash...])
        }
        if !url.hasPrefix("/") { url = address.root + "/" + url }
        guard let mark = url.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (url, "") }
        return (String(url[..<mark]), String(url[url.utf8.index(after: mark)...]))
    }
}

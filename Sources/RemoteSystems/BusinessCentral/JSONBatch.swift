import JSON

/// A batch in JSON: `{"requests":[…]}`, <https://docs.oasis-open.org/odata/odata-json-format/v4.01/>.
struct JSONBatch: Sendable {
    /// One answer.
    struct Answer: Sendable {
        /// The place of its request.
        var place: Int?
        /// Its status.
        var status: Int
        /// The body.
        var body: ArraySlice<UInt8>
    }

    private var writer = JSONWriter()

    /// Begins a batch.
    init() {
        writer.beginObject()
        writer.name("requests")
        writer.beginArray()
    }

    /// Adds an operation.
    mutating func add(
        _ place: Int, _ method: HTTPRequest.Method, _ url: String, match: String? = nil,
        body: ((inout JSONWriter) -> Void)? = nil
    ) {
        writer.object { writer in
            writer.member("id", "\(place)")
            writer.member("method", method.rawValue)
            writer.member("url", url)
            writer.name("headers")
            writer.object { writer in
                writer.member("Accept", "application/json")
                if body != nil { writer.member("Content-Type", "application/json") }
                writer.member("If-Match", ifPresent: match)
            }
            if let body {
                writer.name("body")
                body(&writer)
            }
        }
    }

    /// Ends the batch and returns its bytes.
    mutating func end() -> [UInt8] {
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    /// Reads the answers, in the order in which they stand.
    static func answers(_ body: [UInt8]) throws(JSONError) -> [Answer] {
        var reader = JSONReader(body, limits: JSONLimits(depth: 32, members: 2_000))
        var answers: [Answer] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key == "responses" else { continue }
            try reader.beginArray()
            while try reader.nextElement() { answers.append(try answer(&reader)) }
        }
        try reader.finish()
        return answers
    }

    private static func answer(_ reader: inout JSONReader) throws(JSONError) -> Answer {
        var answer = Answer(place: nil, status: 0, body: [])
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id":
                switch try reader.peek() {
                case .string: answer.place = Int(try reader.string())
                case .number: answer.place = Int(try reader.numberText())
                default: break
                }
            case "status": answer.status = Int(try reader.integer())
            case "body":
                let range = try reader.skipRange()
                answer.body = reader.bytes(in: range)
            default: break
            }
        }
        return answer
    }
}

/// A batch in MIME parts: <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api>.
///
/// Each request stands for itself, outside of any change set, so that one that is refused takes no other along; but for those that
/// belong together, as a document and its lines do.
struct MultipartBatch: Sendable {
    /// One answer.
    struct Answer: Sendable {
        /// Its status.
        var status: Int
        /// The body.
        var body: ArraySlice<UInt8>
        /// The answers to the parts of a change set that was carried out; empty for everything else.
        var set: [Answer] = []
    }

    /// One request of a change set.
    struct Part: Sendable {
        /// The method.
        var method: HTTPRequest.Method
        /// What it is about.
        var target: String
        /// Header fields, free of line ends.
        var headers: [HTTPField]
        /// The body; `nil` where there is none.
        var body: [UInt8]?
    }

    /// What stands between the parts.
    let boundary: String
    private var bytes: [UInt8] = []

    /// Begins a batch.
    init(boundary: String) {
        self.boundary = boundary
    }

    /// Adds a request; its header values must be free of line ends.
    mutating func add(_ method: HTTPRequest.Method, _ target: String, headers: [HTTPField], body: [UInt8]? = nil) {
        append("--\(boundary)\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n")
        append("\(method.rawValue) \(target) HTTP/1.1\r\nAccept: application/json\r\n")
        for field in headers { append("\(field.name): \(field.value)\r\n") }
        if let body {
            append("Content-Type: application/json\r\n\r\n")
            bytes += body
        } else {
            append("\r\n")
        }
        append("\r\n")
    }

    /// Adds requests that are carried out together, or not at all.
    mutating func add(_ parts: [Part], boundary: String) {
        append("--\(self.boundary)\r\nContent-Type: multipart/mixed; boundary=\(boundary)\r\n\r\n")
        for (number, part) in parts.enumerated() {
            append("--\(boundary)\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n")
            append("Content-ID: \(number + 1)\r\n\r\n")
            append("\(part.method.rawValue) \(part.target) HTTP/1.1\r\nAccept: application/json\r\n")
            for field in part.headers { append("\(field.name): \(field.value)\r\n") }
            if let body = part.body {
                append("Content-Type: application/json\r\n\r\n")
                bytes += body
            } else {
                append("\r\n")
            }
            append("\r\n")
        }
        append("--\(boundary)--\r\n")
    }

    /// Ends the batch and returns its bytes.
    mutating func end() -> [UInt8] {
        append("--\(boundary)--\r\n")
        return bytes
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Reads the answers, in the order of their requests; `nil` when the answer is no batch.
    static func answers(_ response: HTTPResponse) -> [Answer]? {
        guard let type = response[header: "Content-Type"], let boundary = boundary(in: type) else { return nil }
        var scan = MultipartScan(response.body, delimiter: Array("--\(boundary)".utf8))
        return scan.answers()
    }

    /// What stands between the parts, as a content type says.
    static func boundary(in type: String) -> String? {
        guard type.lowercased().hasPrefix("multipart/mixed"), let mark = type.lowercased().firstRange(of: "boundary=")
        else { return nil }
        return String(type[mark.upperBound...].prefix { $0 != ";" }.filter { $0 != "\"" && $0 != " " })
    }
}

/// A batch in MIME parts: <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api>.
///
/// Each request stands for itself, outside of any change set, so that one that is refused takes no other along.
struct MultipartBatch: Sendable {
    /// One answer.
    struct Answer: Sendable {
        /// Its status.
        var status: Int
        /// The body.
        var body: ArraySlice<UInt8>
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

    /// Ends the batch and returns its bytes.
    mutating func end() -> [UInt8] {
        append("--\(boundary)--\r\n")
        return bytes
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Reads the answers, in the order of their requests; `nil` when the answer is no batch.
    static func answers(_ response: HTTPResponse) -> [Answer]? {
        guard let type = response[header: "Content-Type"], type.lowercased().hasPrefix("multipart/mixed"),
            let mark = type.lowercased().firstRange(of: "boundary=")
        else { return nil }
        let boundary = type[mark.upperBound...].prefix { $0 != ";" }.filter { $0 != "\"" && $0 != " " }
        var scan = MultipartScan(response.body, delimiter: Array("--\(boundary)".utf8))
        return scan.answers()
    }
}

/// Writes the answer to a `$batch`.
struct BatchWriter {
    private var bytes: [UInt8] = []
    private let boundary: String

    init(id: String) { boundary = "batchresponse_\(id)" }

    /// The answer, with the status of the error that ended the batch, if one did.
    func answer(status: Int) -> HTTPAnswer {
        HTTPAnswer(
            status,
            headers: [("Content-Type", "multipart/mixed; boundary=\(boundary)"), ("OData-Version", "4.0")],
            body: bytes + Array("--\(boundary)--\r\n".utf8))
    }

    /// Adds the answer to an operation by itself, or the one answer of a change set that failed.
    mutating func add(_ answer: HTTPAnswer, contentID: String? = nil) {
        append("--\(boundary)\r\n")
        add(part: answer, contentID)
    }

    /// Adds the answers of a change set.
    mutating func add(changeSet answers: [(answer: HTTPAnswer, contentID: String?)], id: String) {
        let inner = "changesetresponse_\(id)"
        append("--\(boundary)\r\nContent-Type: multipart/mixed; boundary=\(inner)\r\n\r\n")
        for (answer, contentID) in answers {
            append("--\(inner)\r\n")
            add(part: answer, contentID)
        }
        append("--\(inner)--\r\n")
    }

    private mutating func add(part answer: HTTPAnswer, _ contentID: String?) {
        append("Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n")
        if let contentID { append("Content-ID: \(contentID)\r\n") }
        append("\r\nHTTP/1.1 \(answer.status) \(Self.reason(answer.status))\r\n")
        for (name, value) in answer.headers {
            append(name)
            append(": ")
            append(value)
            append("\r\n")
        }
        append("\r\n")
        bytes.append(contentsOf: answer.body)
        append("\r\n")
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private static func reason(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 201: "Created"
        case 204: "No Content"
        case 304: "Not Modified"
        case 400: "Bad Request"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 412: "Precondition Failed"
        case 429: "Too Many Requests"
        case 501: "Not Implemented"
        default: status < 500 ? "Error" : "Internal Server Error"
        }
    }
}

/// One request inside of a `$batch`.
struct BatchOperation: Sendable {
    /// The method in upper case.
    var method: String
    /// The target as it is written: relative, from the host's root, absolute, or a reference such as `$1/name`.
    var target: String
    /// The headers of the request itself.
    var headers: HeaderFields
    /// The body without white space around it.
    var body: ArraySlice<UInt8>
    /// The Content-ID of the part, which later operations of the change set refer to.
    var contentID: String?

    /// Reads an operation from the part that carries it; `nil` when there is no request line.
    init?(_ part: MultipartReader.Part) {
        var lines = LineCursor(part.body)
        guard let line = lines.nextFilled(), let head = RequestLine(line) else { return nil }
        method = head.method
        target = head.target
        headers = lines.headers()
        body = lines.rest.trimmed()
        contentID = part.headers["content-id"] ?? headers["content-id"]
    }

    /// The request line: the target may hold spaces, since clients write query options without encoding them.
    private struct RequestLine {
        var method: String
        var target: String

        init?(_ line: ArraySlice<UInt8>) {
            let text = String(decoding: line, as: UTF8.self)
            guard let space = text.firstIndex(of: " ") else { return nil }
            method = text[..<space].uppercased()
            var target = text[text.index(after: space)...].trimmingSpaces()
            if let last = target.lastIndex(of: " "), target[last...].hasPrefix(" HTTP/") {
                target = target[..<last].trimmingSpaces()
            }
            guard !method.isEmpty, !target.isEmpty else { return nil }
            self.target = String(target)
        }
    }
}

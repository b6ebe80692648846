/// Splits a multipart body at its boundary, as generously as Dataverse does.
///
/// Clients send lines that end in LF only, blank lines before a body and after it, and no preamble; all of that is
/// read. A body that never closes its boundary is read to its end.
struct MultipartReader {
    /// One part: its headers, and what follows them.
    struct Part: Sendable {
        /// The headers of the part.
        var headers: HeaderFields
        /// The bytes after the blank line.
        var body: ArraySlice<UInt8>
    }

    /// The boundary named by a Content-Type; `nil` when it isn't multipart.
    static func boundary(in contentType: String) -> String? {
        let parts = contentType.split(separator: ";").map { $0.trimmingSpaces() }
        guard let kind = parts.first, kind.lowercased().hasPrefix("multipart/") else { return nil }
        for parameter in parts.dropFirst() where parameter.lowercased().hasPrefix("boundary=") {
            let value = parameter.dropFirst("boundary=".count).trimmingSpaces()
            let bare =
                value.hasPrefix("\"") && value.hasSuffix("\"") && value.count > 1 ? value.dropFirst().dropLast() : value
            return bare.isEmpty ? nil : String(bare)
        }
        return nil
    }

    /// The parts between the boundaries, in their order.
    static func parts(of body: ArraySlice<UInt8>, boundary: String) -> [Part] {
        let delimiter = Array("--\(boundary)".utf8)
        var parts: [Part] = []
        var lines = LineCursor(body)
        var start: Int?
        while let line = lines.next() {
            let mark = Delimiter(line.text, delimiter)
            guard mark != .none else { continue }
            if let start { parts.append(part(body[start..<line.text.startIndex])) }
            start = line.next
            if mark == .closing { return parts }
        }
        if let start { parts.append(part(body[start...])) }
        return parts
    }

    private static func part(_ bytes: ArraySlice<UInt8>) -> Part {
        var lines = LineCursor(bytes)
        let headers = lines.headers()
        return Part(headers: headers, body: lines.rest)
    }

    /// What a line is to the boundary.
    private enum Delimiter {
        case none, opening, closing

        init(_ line: ArraySlice<UInt8>, _ delimiter: [UInt8]) {
            guard line.starts(with: delimiter) else { self = .none; return }
            let rest = line.dropFirst(delimiter.count)
            if rest.starts(with: [0x2D, 0x2D]) {
                self = .closing
            } else {
                self = rest.allSatisfy { $0 == 0x20 || $0 == 0x09 } ? .opening : .none
            }
        }
    }
}

/// Takes a multipart body apart: delimiter lines, part headers, a status line, headers, a body.
///
/// Line ends are CR LF or LF; blank lines before a body may be more than one.
struct MultipartScan: Sendable {
    private let body: [UInt8]
    private let delimiter: [UInt8]
    private var position = 0

    init(_ body: [UInt8], delimiter: [UInt8]) {
        self.body = body
        self.delimiter = delimiter
    }

    /// The answers; `nil` when the body does not end as it must, so that an answer cut off is not taken for whole.
    mutating func answers() -> [MultipartBatch.Answer]? {
        var answers: [MultipartBatch.Answer] = []
        while let line = nextLine(), !isDelimiter(line) {}
        while position <= body.count {
            let previous = previousLine
            if isEnd(previous) { return answers }
            guard let answer = part() else { return nil }
            answers.append(answer)
        }
        return nil
    }

    private var previousLine: Range<Int> = 0..<0

    /// Reads one part, and the delimiter line after it.
    private mutating func part() -> MultipartBatch.Answer? {
        // The part's own headers, then blank lines, then the status line.
        var status: Int?
        while status == nil {
            guard let line = nextLine() else { return nil }
            if isDelimiter(line) { return nil }
            if hasPrefix(line, "HTTP/") { status = code(line) ?? 0 }
            if let boundary = innerBoundary(line) { return changeSet(boundary) }
        }
        guard let status else { return nil }
        while true {
            guard let line = nextLine() else { return nil }
            if line.isEmpty { break }
            if isDelimiter(line) { return MultipartBatch.Answer(status: status, body: []) }
        }
        let start = position
        var end = position
        while true {
            guard let line = nextLine() else { return nil }
            if isDelimiter(line) { break }
            end = line.upperBound
        }
        var slice = body[min(start, end)..<end]
        while let first = slice.first, first == 0x0A || first == 0x0D { slice = slice.dropFirst() }
        return MultipartBatch.Answer(status: status, body: slice)
    }

    /// What stands between the parts of a change set, if a part's header says that it is the answer to one.
    private func innerBoundary(_ line: Range<Int>) -> String? {
        guard line.count > 14, body[line.lowerBound] | 0x20 == UInt8(ascii: "c") else { return nil }
        let text = String(decoding: body[line], as: UTF8.self)
        guard text.lowercased().hasPrefix("content-type:") else { return nil }
        return MultipartBatch.boundary(in: String(text.dropFirst(13).drop { $0 == " " }))
    }

    /// Reads the answers of a change set, and the delimiter line after it.
    private mutating func changeSet(_ boundary: String) -> MultipartBatch.Answer? {
        var inner = MultipartScan(body, delimiter: Array("--\(boundary)".utf8))
        inner.position = position
        guard let set = inner.answers() else { return nil }
        position = inner.position
        while let line = nextLine() {
            if isDelimiter(line) { return MultipartBatch.Answer(status: 200, body: [], set: set) }
        }
        return nil
    }

    /// The next line without its end, and moves behind it.
    private mutating func nextLine() -> Range<Int>? {
        guard position < body.count else { return nil }
        let start = position
        let end = body.withUnsafeBufferPointer { bytes in
            var place = start
            while place < bytes.count, bytes[place] != 0x0A { place += 1 }
            return place
        }
        position = end + 1
        let content = end > start && body[end - 1] == 0x0D ? end - 1 : end
        previousLine = start..<content
        return previousLine
    }

    private func isDelimiter(_ line: Range<Int>) -> Bool {
        line.count >= delimiter.count && body[line.prefix(delimiter.count)].elementsEqual(delimiter)
    }

    private func isEnd(_ line: Range<Int>) -> Bool {
        isDelimiter(line) && body[line.dropFirst(delimiter.count).prefix(2)].elementsEqual([0x2D, 0x2D])
    }

    private func hasPrefix(_ line: Range<Int>, _ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard line.count >= count else { return false }
        return (0..<count).allSatisfy { body[line.lowerBound + $0] == text.utf8Start[$0] }
    }

    private func code(_ line: Range<Int>) -> Int? {
        let words = body[line].split(separator: 0x20)
        guard words.count >= 2 else { return nil }
        return Int(String(decoding: words[1], as: UTF8.self))
    }
}

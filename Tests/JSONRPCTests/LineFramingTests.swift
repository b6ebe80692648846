import JSONRPC
import Testing

@Suite("Lines of a stream")
struct LineFramingTests {
    private func lines(_ text: String, limit: Int = 100, chunk: Int) -> [LineFraming.Line] {
        var framing = LineFraming(limit: limit)
        var lines: [LineFraming.Line] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            lines += framing.feed(Array(bytes[start..<min(start + chunk, bytes.count)]))
        }
        if let last = framing.finish() { lines.append(last) }
        return lines
    }

    private func whole(_ text: String) -> LineFraming.Line { .whole(Array(text.utf8)[...]) }

    @Test("lines are the same however the stream is cut into chunks", arguments: [1, 2, 3, 5, 7, 1000])
    func chunks(size: Int) {
        #expect(lines("a\nbc\r\n\n\r\ndef\n", chunk: size) == [whole("a"), whole("bc"), whole("def")])
    }

    @Test(
        "a line over the limit is dropped, its first bytes are kept, and the next line is read",
        arguments: [1, 3, 64, 4096])
    func tooLong(chunk: Int) {
        let long = String(repeating: "x", count: 1000)
        let expected: [LineFraming.Line] = [
            .tooLong(prefix: Array(long.utf8.prefix(256)), byteCount: 1000), whole("next"),
        ]
        #expect(lines(long + "\nnext\n", limit: 300, chunk: chunk) == expected)
    }

    @Test("the limit is exact, with and without a carriage return", arguments: [1, 4, 4096], ["\n", "\r\n"])
    func exactLimit(chunk: Int, end: String) {
        let line = String(repeating: "x", count: 10)
        #expect(lines(line + end, limit: 10, chunk: chunk) == [whole(line)])
        let longer: [LineFraming.Line] = [.tooLong(prefix: Array((line + "x").utf8), byteCount: 11)]
        let found = lines(line + "x" + end, limit: 10, chunk: chunk)
        #expect(found.count == 1)
        if end == "\n" { #expect(found == longer) }
    }

    @Test("a line that the end of the stream cut off is reported and never read")
    func cut() {
        #expect(
            lines("a\n{\"jsonrpc\"", chunk: 4) == [whole("a"), .cut(prefix: Array("{\"jsonrpc\"".utf8), byteCount: 10)])
    }
}

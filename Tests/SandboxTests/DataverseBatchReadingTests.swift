import Testing

@testable import Sandbox

@Suite("A multipart $batch, as clients write it")
struct DataverseBatchReadingTests {
    private func items(_ text: String, boundary: String = "batch_1") throws -> [BatchItem] {
        try BatchItem.items(of: Array(text.utf8)[...], boundary: boundary)
    }

    @Test("line ends of LF alone and two blank lines before a body are read")
    func lineFeedsOnly() throws {
        let read = try items(
            """
            --batch_1
            Content-Type: application/http
            Content-Transfer-Encoding: binary

            POST https://localhost:1/api/data/v9.2/accounts HTTP/1.1
            Content-Type: application/json; type=entry


            {"name":"A"}

            --batch_1--


            """)
        guard case .operation(let operation) = try #require(read.first) else { throw WrongKind() }
        #expect(operation.method == "POST")
        #expect(operation.target == "https://localhost:1/api/data/v9.2/accounts")
        #expect(operation.headers["content-type"] == "application/json; type=entry")
        #expect(String(decoding: operation.body, as: UTF8.self) == #"{"name":"A"}"#)
        #expect(read.count == 1)
    }

    @Test("a target may hold spaces, as some clients do not encode a filter")
    func spacesInTarget() throws {
        let read = try items(
            "--batch_1\r\nContent-Type: application/http\r\n\r\n"
                + "GET /api/data/v9.2/accounts?$filter=name eq 'A B' HTTP/1.1\r\nAccept: application/json\r\n\r\n\r\n--batch_1--\r\n"
        )
        guard case .operation(let operation) = try #require(read.first) else { throw WrongKind() }
        #expect(operation.target == "/api/data/v9.2/accounts?$filter=name eq 'A B'")
        #expect(operation.headers["accept"] == "application/json")
        #expect(operation.body.isEmpty)
    }

    @Test("a change set keeps the order and the Content-IDs of its operations")
    func changeSet() throws {
        let read = try items(
            """
            --batch_1\r
            Content-Type: multipart/mixed; boundary="set_2"\r
            \r
            --set_2\r
            Content-Type: application/http\r
            Content-ID: 1\r
            \r
            POST accounts HTTP/1.1\r
            Content-Type: application/json\r
            \r
            {"name":"A"}\r
            --set_2\r
            Content-Type: application/http\r
            Content-ID: 2\r
            \r
            PATCH $1 HTTP/1.1\r
            \r
            {"telephone1":"1"}\r
            --set_2--\r
            --batch_1--\r

            """)
        guard case .changeSet(let operations) = try #require(read.first) else { throw WrongKind() }
        #expect(operations.map(\.contentID) == ["1", "2"])
        #expect(operations.map(\.target) == ["accounts", "$1"])
        #expect(read.first?.operations.count == 2)
    }

    @Test("a read inside of a change set is refused")
    func readInChangeSet() {
        let text =
            "--batch_1\nContent-Type: multipart/mixed;boundary=s\n\n--s\nContent-Type: application/http\n\n"
            + "GET accounts HTTP/1.1\n\n--s--\n--batch_1--\n"
        #expect(throws: DataverseError.readInChangeSet) { try items(text) }
    }

    @Test(
        "the boundary is read with and without quotes",
        arguments: [
            ("multipart/mixed; boundary=\"batch_1\"", "batch_1"), ("multipart/mixed;boundary=batch_1", "batch_1"),
            ("Multipart/Mixed; charset=utf-8; Boundary=b", "b"),
        ])
    func boundary(contentType: String, expected: String) {
        #expect(MultipartReader.boundary(in: contentType) == expected)
    }

    private struct WrongKind: Error {}
}

import Foundation
import Model
import Testing

@testable import RemoteSystems

/// What the answers about documents with lines mean, in every form in which servers give them.
@Suite("Answers about documents with lines")
struct DocumentAnswerTests {
    private static func table(_ name: String, _ key: FieldName) -> RemoteTable {
        RemoteTable(
            declaration: TableDeclaration(
                table: name, routes: [.init(kind: .standard, path: "", set: name)], key: key),
            route: .init(kind: .standard, path: "", set: name),
            fields: [
                .init(name: key, kind: .guid), .init(name: "name", kind: .text),
                .init(name: "total", kind: .decimal, isReadOnly: true), .init(name: "quantity", kind: .decimal),
                .init(name: "sequence", kind: .integer),
                .init(
                    name: "orderid", kind: .lookup([.init(table: "orders", set: "orders", navigation: "orderid")])),
            ])
    }
    private static let orders = table("orders", "id")
    private static let lines = LineTable(table: table("orderlines", "lineid"), parent: "orderid", number: "sequence")
    private static let plainLines = LineTable(table: table("orderlines", "id"), parent: "orderid", number: "sequence")

    // MARK: Dataverse

    private static let order = RemoteWrite(
        .create(key: RecordID(guid(1))), fields: ["name": "One"], returning: ["name", "total"], isRecognisable: true,
        lines: .new(
            lines, [RemoteLine(key: RecordID(guid(2)), fields: ["quantity": "1"])], returning: ["quantity"]))

    /// What a server answers to a change set, and to the request behind it.
    private static func answer(_ parts: [(Int, String)], inSet: Bool, read: (Int, String)) -> HTTPResponse {
        func part(_ status: Int, _ body: String) -> String {
            "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 \(status) X\r\n"
                + "OData-Version: 4.0\r\n\r\n\(body)\r\n"
        }
        var text = "--batchresponse_1\r\n"
        if inSet {
            text += "Content-Type: multipart/mixed; boundary=changesetresponse_2\r\n\r\n"
            for (status, body) in parts { text += "--changesetresponse_2\r\n" + part(status, body) }
            text += "--changesetresponse_2--\r\n"
        } else {
            text += part(parts[0].0, parts[0].1)
        }
        text += "--batchresponse_1\r\n" + part(read.0, read.1) + "--batchresponse_1--\r\n"
        return HTTPResponse(
            status: 200, headers: [HTTPField("Content-Type", "multipart/mixed; boundary=batchresponse_1")],
            body: Array(text.utf8))
    }

    private static func row(_ version: Int, _ name: String, total: Int) -> String {
        "{\"@odata.etag\":\"W/\\\"\(version)\\\"\",\"id\":\"\(guid(1))\",\"name\":\"\(name)\",\"total\":\(total)}"
    }
    private static let line =
        "{\"@odata.etag\":\"W/\\\"7\\\"\",\"lineid\":\"\(guid(2))\",\"quantity\":1,\"sequence\":1}"

    @Test(
        "a new document has the version and the totals that it has with its lines; what somebody edits at once is an edit",
        arguments: [("One", 8), ("Edited", 5)])
    func version(name: String, version: Int) async throws {
        let server = ScriptedServer { _, _ in
            Self.answer(
                [(201, Self.row(5, "One", total: 0)), (201, Self.line)], inSet: true,
                read: (200, Self.row(8, name, total: 12)))
        }
        let crm = try server.crm()
        let results = try await server.run { try await crm.write([Self.order], to: Self.orders) }
        guard case .done(let record) = results[0] else {
            Issue.record("\(results)")
            return
        }
        #expect(record.version == RecordVersion("W/\"\(version)\""))
        #expect(record.fields == ["name": "One", "total": "12"])
        #expect(record.lines.map(\.id) == [RecordID(guid(2))])
    }

    @Test(
        "a change set that is refused is refused, be it answered by itself or within a set of its own",
        arguments: [true, false])
    func refused(inSet: Bool) async throws {
        let missing = (404, "{\"error\":{\"code\":\"0x80040217\"}}")
        let server = ScriptedServer { _, count in
            let code = count == 1 ? (400, "0x80040265") : (412, "0x80060882")
            return Self.answer([(code.0, "{\"error\":{\"code\":\"\(code.1)\"}}")], inSet: inSet, read: missing)
        }
        let crm = try server.crm()
        let results = try await server.run {
            let first = try await crm.write([Self.order], to: Self.orders)
            return first + (try await crm.write([Self.order], to: Self.orders))
        }
        guard case .refused(let problem) = results[0] else {
            Issue.record("\(results)")
            return
        }
        #expect(problem.code == .refusedByRule)
        #expect(results[1] == .exists(RecordID(guid(1))))
    }

    // MARK: Business Central

    private static let keyed = RemoteWrite(
        .create(key: nil), fields: ["name": "One"], returning: ["name", "total"], isRecognisable: true,
        lines: .new(
            plainLines, [10_000, 20_000].map { RemoteLine(key: nil, fields: ["sequence": .integer($0)]) },
            returning: ["quantity"]))

    private static func made(_ body: String) -> HTTPResponse {
        .json(200, "{\"responses\":[{\"id\":\"0\",\"status\":201,\"body\":\(body)}]}")
    }
    private static func erpLine(_ number: Int) -> String {
        "{\"id\":\"\(guid(number))\",\"sequence\":\(number * 10_000),\"quantity\":1}"
    }

    @Test("the lines of a new document that its answer lacks are asked for; not to know them is to be in doubt")
    func completed() async throws {
        for (status, expected) in [(200, 2), (404, nil)] {
            let server = ScriptedServer { request, _ in
                if request.url.hasSuffix("/companies") || request.url.contains("companies?") { return Company.list }
                if request.method == .post { return Self.made("{\"id\":\"\(guid(9))\",\"name\":\"One\"}") }
                return .json(
                    status,
                    "{\"value\":[{\"id\":\"\(guid(9))\",\"orderlines\":[\(Self.erpLine(1)),\(Self.erpLine(2))]}]}")
            }
            let erp = try server.erp()
            let results = try await server.run { try await erp.write([Self.keyed], to: Self.orders) }
            switch results[0] {
            case .done(let record): #expect(record.lines.count == expected)
            case .inDoubt: #expect(expected == nil)
            default: Issue.record("\(results)")
            }
        }
    }

    @Test("an answer that has only a part of the lines is asked for in halves, and a document without lines is there")
    func halves() async throws {
        let server = ScriptedServer { request, _ in
            let asked = (1...3).filter { request.url.contains(guid($0)) }
            guard !asked.isEmpty else { return Company.list }
            let documents = asked.map { number in
                "{\"id\":\"\(guid(number))\",\"orderlines\":[\(number == 2 ? "" : Self.erpLine(number))]"
                    + (asked.count > 1 ? ",\"orderlines@odata.nextLink\":\"more\"}" : "}")
            }
            return .json(200, "{\"value\":[\(documents.joined(separator: ","))]}")
        }
        let erp = try server.erp()
        let ids = (1...3).map { RecordID(guid($0)) }
        let found = try await server.run {
            try await erp.lines(of: ids, in: Self.orders, from: Self.plainLines, reading: ["quantity"])
        }
        #expect(ids.map { found[$0]?.count } == [1, 0, 1])
    }
}

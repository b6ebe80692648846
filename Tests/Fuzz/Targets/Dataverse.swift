import JSON
import Model
@testable import RemoteSystems

/// An answer of Dataverse: its `Content-Type` in the first line, its body after that.
///
/// A batch that was cut is never taken for a whole one.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDataverse(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = input(start, count)
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    let type = String(decoding: line, as: UTF8.self)
    let body = Array(bytes.dropFirst(line.count + 1))
    let reading = table.dataverseReading(table.fields.map(\.name) + ["units/uomid"])
    _ = try? reading.page(body)
    if let page = try? lineReading.page(body) {
        let sorted = lines.sorted(page.records)
        demand(sorted.count == page.records.count, "no line is lost when they are put in order")
        demand(lines.sorted(sorted) == sorted, "lines that are in order stay so")
    }
    _ = try? JSON.decode(ODataList<Dataverse.Catalog.Entry>.self, from: body)
    _ = try? JSON.decode(ChoiceColumn.self, from: body)
    guard let answers = MultipartBatch.answers(response(type, body)) else { return 0 }
    for answer in answers {
        for write in writes {
            _ = RowJudgement(write: write, side: .crm, table: table, reading: reading).result(answer)
        }
        // A document and its lines are answered by a set in the set.
        for row in answer.set {
            _ = RowJudgement(write: writes[0], side: .crm, table: table, reading: reading).result(row)
            _ = try? lineReading.record(row.body)
        }
    }
    for length in [body.count / 2, body.count - 3, body.count - 1] where length >= 0 {
        guard let part = MultipartBatch.answers(response(type, Array(body.prefix(length)))) else { continue }
        demand(part.count == answers.count, "a batch that was cut is not taken for a whole one")
    }
    return 0
}

private func response(_ type: String, _ body: [UInt8]) -> HTTPResponse {
    HTTPResponse(status: 200, headers: [HTTPField("Content-Type", type)], body: body)
}

private let lines = LineTable(
    table: RemoteTable(
        declaration: TableDeclaration(table: "salesorderdetail", routes: [], key: "salesorderdetailid"),
        route: .init(kind: .standard, path: "", set: "salesorderdetails"),
        fields: [
            .init(name: "salesorderdetailid", kind: .guid), .init(name: "quantity", kind: .decimal),
            .init(name: "lineitemnumber", kind: .integer),
            .init(
                name: "salesorderid",
                kind: .lookup([.init(table: "salesorder", set: "salesorders", navigation: "salesorderid")])),
        ]), parent: "salesorderid", number: "lineitemnumber")

private let lineReading = lines.table.dataverseReading(lines.reading(["quantity"]))

private let table = RemoteTable(
    declaration: TableDeclaration(table: "account", routes: [], key: "accountid"),
    route: .init(kind: .standard, path: "", set: "accounts"),
    fields: [
        .init(name: "name", kind: .text), .init(name: "creditlimit", kind: .decimal),
        .init(name: "numberofemployees", kind: .integer), .init(name: "donotemail", kind: .boolean),
        .init(name: "founded", kind: .date), .init(name: "modifiedon", kind: .instant),
        .init(name: "statecode", kind: .choice), .init(name: "address1_addressid", kind: .guid),
        .init(name: "ownerid", kind: .lookup([.init(table: "systemuser", set: "systemusers", navigation: "ownerid")])),
    ])

private let writes: [RemoteWrite] = [
    RemoteWrite(.create(key: RecordID("1")), fields: ["name": "A"], returning: ["name"]),
    RemoteWrite(.update(RecordID("1"), version: RecordVersion("W/\"1\"")), fields: ["name": "A"], returning: ["name"]),
    RemoteWrite(.delete(RecordID("1"), version: RecordVersion("W/\"1\"")), fields: [:], returning: []),
]

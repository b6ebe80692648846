import Foundation
import JSON
import Model
@testable import RemoteSystems

/// An answer of Business Central: a batch in JSON, a page, metadata, or a header that says how long to wait.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzBusinessCentral(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let body = input(start, count)
    let reading = table.reading(table.fields.map(\.name))
    if let page = try? reading.page(body) {
        var feed = FeedReading(.changes, since: Watermark(), began: 1_750_000_000_000)
        let fresh = feed.take(page)
        demand(fresh.count == page.records.count, "a first reading takes every record")
        let text = feed.text(next: "next")
        demand(FeedReading.parse(text)?.reading == feed, "a reading comes back from its text")
        let end = feed.end(at: 1_750_000_100_000)
        demand(Watermark(end.text) == end, "a watermark comes back from its text")
    }
    if let answers = try? JSONBatch.answers(body) {
        for answer in answers {
            for write in writes {
                _ = WriteJudgement(write: write, side: .erp, table: table, reading: reading).result(answer)
            }
        }
    }
    _ = try? ServiceSchema(body)
    let documents = DocumentReading(lines, ["description", "quantity"], key: "id")
    if let page = try? documents.page(body) { for document in page { demandOrder(document.lines) } }
    if let made = try? documents.lines(in: body[...]) { demandOrder(made) }
    guard body.count < 200 else { return 0 }
    let text = String(decoding: body, as: UTF8.self)
    _ = RetryAfter.duration(text, now: Date(timeIntervalSince1970: 1_750_000_000))
    _ = Instant.seconds(text)
    if let decimal = CanonicalDecimal.text(text) {
        demand(CanonicalDecimal.text(decimal) == decimal, "a canonical number is canonical")
    }
    return 0
}

/// Lines come in the order of their numbers.
private func demandOrder(_ found: [RemoteRecord]) {
    demand(lines.sorted(found) == found, "the lines of a document are in their order")
}

private let lines = LineTable(
    table: RemoteTable(
        declaration: TableDeclaration(table: "Sales Line", routes: [], key: "id"),
        route: .init(kind: .standard, path: "", set: "salesOrderLines"),
        fields: [
            .init(name: "id", kind: .guid), .init(name: "documentId", kind: .guid),
            .init(name: "sequence", kind: .integer), .init(name: "description", kind: .text),
            .init(name: "quantity", kind: .decimal),
        ]), parent: "documentId", number: "sequence")

private let table = RemoteTable(
    declaration: TableDeclaration(table: "Customer", routes: [], key: "id"),
    route: .init(kind: .standard, path: "", set: "customers"),
    fields: [
        .init(name: "id", kind: .guid), .init(name: "displayName", kind: .text),
        .init(name: "creditLimit", kind: .decimal), .init(name: "lineNumber", kind: .integer),
        .init(name: "taxLiable", kind: .boolean), .init(name: "postingDate", kind: .date),
        .init(name: "lastModifiedDateTime", kind: .instant), .init(name: "blocked", kind: .choice),
    ])

private let writes: [RemoteWrite] = [
    RemoteWrite(.create(key: nil), fields: ["displayName": "A"], returning: ["displayName"]),
    RemoteWrite(
        .update(RecordID("1"), version: RecordVersion("W/\"1\"")), fields: ["displayName": "A"],
        returning: ["displayName"]),
    RemoteWrite(.delete(RecordID("1"), version: RecordVersion("W/\"1\"")), fields: [:], returning: []),
]

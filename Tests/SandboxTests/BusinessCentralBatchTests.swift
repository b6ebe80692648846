import JSON
import Testing

@testable import Sandbox

@Suite("Batches of Business Central")
struct BusinessCentralBatchTests {
    private static func create(_ id: String, _ name: String, _ company: String) -> JSONValue {
        [
            "id": .string(id), "method": "POST", "url": .string("companies(\(company))/customers"),
            "headers": ["Content-Type": "application/json"], "body": ["displayName": .string(name)],
        ]
    }

    private static func batch(
        _ bench: Bench, _ requests: [JSONValue], headers: [(String, String)] = []
    ) async -> Bench.Reply {
        await bench.erp("POST", "/v2.0/production/api/v2.0/$batch", ["requests": .array(requests)], headers: headers)
    }

    private static func statuses(_ reply: Bench.Reply) -> [Int64] {
        (reply.json["responses"]?.array ?? []).compactMap { $0["status"]?.integer }
    }

    @Test(
        "a failure ends a batch, unless it shall go on; what was done before it stays",
        arguments: [
            ([], [201, 400], 4), ([("Prefer", "odata.continue-on-error")], [201, 400, 201], 5),
            ([("Isolation", "snapshot")], [201, 400], 3),
        ] as [([(String, String)], [Int64], Int)])
    func failure(_ headers: [(String, String)], _ statuses: [Int64], _ rows: Int) async throws {
        let bench = try await Bench()
        let company = bench.core.organization.company
        let reply = await Self.batch(
            bench, [Self.create("a", "A", company), Self.create("b", "", company), Self.create("c", "C", company)],
            headers: headers)
        #expect(reply.status == 200)
        #expect(Self.statuses(reply) == statuses)
        #expect(reply.json["responses"]?.array?.first?["id"] == "a")
        #expect(await bench.erp("GET", "customers").rows.count == rows)
    }

    @Test("a batch that is one transaction leaves no trace in the ledger when it fails")
    func snapshotLedger() async throws {
        let bench = try await Bench()
        let company = bench.core.organization.company
        _ = await Self.batch(
            bench, [Self.create("a", "A", company), Self.create("b", "", company)], headers: [("Isolation", "snapshot")]
        )
        #expect(try await bench.core.ledger.entries().isEmpty)
    }

    @Test("an operation has headers of its own, and any form of address")
    func operations() async throws {
        let bench = try await Bench()
        let company = bench.core.organization.company
        let row = try await bench.customer("10000")
        let id = row["id"]?.string ?? ""
        let reply = await Self.batch(
            bench,
            [
                [
                    "method": "PATCH",
                    "url": .string("/v2.0/production/api/v2.0/companies(\(company))/customers(\(id))"),
                    "headers": ["If-Match": row["@odata.etag"] ?? "", "Content-Type": "application/json"],
                    "body": ["city": "Ulm"],
                ],
                [
                    "id": "2", "method": "GET",
                    "url": .string("\(Bench.origin)/v2.0/production/api/v2.0/customers?company=\(company)&$top=1"),
                ],
                [
                    "id": "3", "method": "GET", "url": "customers?$top=2",
                    "headers": ["Company": .string(bench.core.organization.companyName)],
                ],
                [
                    "id": "4", "method": "DELETE", "url": .string("companies(\(company))/customers(\(id))"),
                    "headers": ["If-Match": "*"],
                ],
            ])
        #expect(Self.statuses(reply) == [200, 200, 200, 204])
        let responses = reply.json["responses"]?.array ?? []
        #expect(responses[0]["id"] == .null)
        #expect(responses[0]["body"]?["city"] == "Ulm")
        #expect(responses[2]["body"]?["value"]?.array?.count == 2)
        #expect(responses[3]["body"] == nil)
    }

    @Test("more than a hundred operations, and what is no batch, are refused as a whole")
    func limits() async throws {
        let bench = try await Bench()
        let company = bench.core.organization.company
        #expect(await Self.batch(bench, (0..<101).map { Self.create("\($0)", "A", company) }).status == 400)
        #expect(await bench.erp("POST", "/v2.0/production/api/v2.0/$batch", ["nothing": []]).status == 400)
        #expect(await bench.erp("GET", "customers").rows.count == 3)
    }
}

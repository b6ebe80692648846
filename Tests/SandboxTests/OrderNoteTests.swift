import JSON
import Testing

@testable import Sandbox

@Suite("Notes of sales orders")
struct OrderNoteTests {
    @Test("Business Central's notes belong to an order and go with it; the identity of a note of the CRM is there once")
    func ofBusinessCentral() async throws {
        let bench = try await Bench()
        let notes = "/v2.0/production/api/couplet/sync/v1.0/companies(\(bench.core.organization.company))/orderNotes"
        let order = await bench.erp("POST", "salesOrders", ["customerNumber": "10000"]).json["id"] ?? .null
        func write(_ identity: String) async -> Int {
            await bench.erp("POST", notes, ["documentId": order, "note": "N", "externalId": .string(identity)]).status
        }
        #expect(await bench.erp("POST", notes, ["note": "Of nothing"]).status == 400)
        for (identity, status) in [("", 201), ("", 201), ("n1", 201), ("n1", 400), ("n2", 201)] {
            #expect(await write(identity) == status, "\(identity)")
        }
        _ = await bench.erp("DELETE", "salesOrders(\(order.string ?? ""))", headers: [("If-Match", "*")])
        #expect(await bench.erp("GET", notes).rows.isEmpty)
    }

    @Test("Dataverse's notes may be about an order or an account, and go with it")
    func ofDataverse() async throws {
        let sales = try await DataverseSalesBench()
        let order = await sales.order([sales.line()])
        _ = await sales.bench.create(
            "annotations",
            ["notetext": "Of the order", "objectid_salesorder@odata.bind": .string("/salesorders(\(order))")])
        _ = await sales.bench.create(
            "annotations",
            ["notetext": "Of the account", "objectid_account@odata.bind": .string("/accounts(\(sales.account))")])
        let asked = [(name: "Prefer", value: "odata.include-annotations=\"*\"")]
        let rows = await sales.bench.send("GET", "annotations?$orderby=notetext", nil, asked).rows
        #expect(
            rows.map { $0["_objectid_value@Microsoft.Dynamics.CRM.lookuplogicalname"]?.string } == [
                "account", "salesorder",
            ])
        #expect(rows.allSatisfy { $0["isdocument"] == false })
        await sales.bench.send("DELETE", "salesorders(\(order))")
        #expect(await sales.bench.send("GET", "annotations").rows.map { $0["notetext"] } == ["Of the account"])
    }
}

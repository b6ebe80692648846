import JSON
import Testing

@testable import Sandbox

@Suite("Orders of Dataverse")
struct DataverseOrderTests {
    private let sales: DataverseSalesBench
    private var bench: DataverseBench { sales.bench }

    init() async throws { sales = try await DataverseSalesBench() }

    private static let writeIn: JSONValue = [
        "isproductoverridden": true, "productdescription": "Engraving", "quantity": 3, "priceperunit": .number("1.115"),
    ]

    @Test("a write-in line has the price that it is given, and amounts are rounded to the currency's digits")
    func writeIn() async throws {
        let id = await sales.order([Self.writeIn])
        let line = await bench.send("GET", "salesorders(\(id))/order_details").rows.first
        #expect(line?["baseamount"]?.numberText == "3.3500" && line?["_productid_value"] == .null)
        #expect(await sales.amount("salesorders", id) == "3.3500")
    }

    @Test("a line is of a product, or has a description; its unit is one of the product's")
    func neither() async throws {
        let id = await sales.order([])
        for body: JSONValue in [["quantity": 1], ["isproductoverridden": true, "quantity": 1]] {
            #expect(await sales.add(body, to: id).status == 400)
        }
        _ = await bench.create("uomschedules", ["name": "Other", "baseuomname": "Box"])
        let other = await bench.send("GET", "uoms?$filter=name eq 'Box'").rows.first?["uomid"]?.string ?? ""
        var line = sales.line().object ?? []
        line[1] = .init("uomid@odata.bind", .string("uoms(\(other))"))
        #expect(await sales.add(.object(line), to: id).message == "The specified unit is not valid for this product.")
        #expect(await bench.send("GET", "salesorderdetails").rows.isEmpty)
    }

    @Test("discounts of lines are in the total of the lines, and in the total discount with those of the order")
    func discounts() async throws {
        let id = await sales.order([sales.line([.init("manualdiscountamount", 1), .init("tax", .number("0.9"))])])
        await bench.send(
            "PATCH", "salesorders(\(id))",
            ["discountpercentage": .number("12.5"), "discountamount": 2, "freightamount": .number("4.25")])
        let order = await sales.row("salesorders", id)
        let expected = [
            "totallineitemamount": "9.0000", "totallineitemdiscountamount": "1.0000", "totaldiscountamount": "4.1300",
            "totalamountlessfreight": "5.8700", "totaltax": "0.9000", "totalamount": "11.0200",
        ]
        for (name, amount) in expected { #expect(order[name]?.numberText == amount, "\(name)") }
    }

    @Test("a price of one's own is taken where the line says so; the list's comes back when it no longer does")
    func overriding() async throws {
        let id = await sales.order([sales.line([.init("priceperunit", 7)])])
        #expect(await sales.amount("salesorders", id) == "10.0000")
        let lines = await bench.send("GET", "salesorderdetails").rows
        let line = "salesorderdetails(\(lines.first?["salesorderdetailid"]?.string ?? ""))"
        for (isOwn, total) in [(true, "28.0000"), (false, "10.0000")] {
            await bench.send("PATCH", line, ["ispriceoverridden": .boolean(isOwn), "priceperunit": 7])
            #expect(await sales.amount("salesorders", id) == total)
        }
        let lock: JSONValue = ["SalesOrderId": .string(id)]
        #expect(await bench.send("POST", "LockSalesOrderPricing", lock).status == 204)
        let price = await bench.send("GET", "productpricelevels").rows.first?["productpricelevelid"]?.string ?? ""
        await bench.send("PATCH", "productpricelevels(\(price))", ["amount": 3])
        await bench.send("PATCH", line, ["priceperunit": 9, "quantity": 2])
        #expect(await sales.amount("salesorders", id) == "5.0000")
        #expect(await bench.send("POST", "UnlockSalesOrderPricing", lock).status == 204)
        await bench.send("PATCH", line, ["priceperunit": 9])
        #expect(await sales.amount("salesorders", id) == "6.0000")
    }

    @Test(
        "an order that is no longer active is kept as it is, with its lines, until it is active again",
        arguments: [(1, 3), (2, 4), (3, 100_001), (4, 100_003)])
    func kept(_ state: Int, _ reason: Int) async throws {
        let id = await sales.order([sales.line()])
        let line = await bench.send("GET", "salesorderdetails").rows.first?["salesorderdetailid"]?.string ?? ""
        let states: JSONValue = ["statecode": .number("\(state)"), "statuscode": .number("\(reason)")]
        #expect(await bench.send("PATCH", "salesorders(\(id))", states).status == 204)
        let refused = [
            await bench.send("PATCH", "salesorders(\(id))", ["name": "Other"]),
            await bench.send("PATCH", "salesorders(\(id))", ["statecode": 0, "name": "Other"]),
            await bench.send("PATCH", "salesorderdetails(\(line))", ["quantity": 5]),
            await bench.send("DELETE", "salesorderdetails(\(line))"), await sales.add(sales.line(), to: id),
        ]
        for reply in refused { #expect(reply.status == 400 && reply.code == "0x80040230") }
        #expect(await sales.amount("salesorders", id) == "10.0000")
        await bench.send("PATCH", "salesorders(\(id))", ["statecode": 0, "statuscode": 1])
        #expect(await bench.send("PATCH", "salesorderdetails(\(line))", ["quantity": 5]).status == 204)
        #expect(await bench.send("PATCH", "salesorders(\(id))", states).status == 204)
        let order = await sales.row("salesorders", id)
        #expect(order["totalamount"]?.numberText == "12.5000" && order["statuscode"]?.integer == Int64(reason))
    }

    @Test("an order's lines go with it, whatever its state, and the feeds say so")
    func deletion() async throws {
        let id = await sales.order([sales.line(), Self.writeIn])
        let tracking = [(name: "Prefer", value: "odata.track-changes")]
        let first = await bench.send("GET", "salesorderdetails?$select=quantity", nil, tracking)
        let link = first.json["@odata.deltaLink"]?.string ?? ""
        await bench.send("PATCH", "salesorders(\(id))", ["statecode": 1, "statuscode": 3])
        #expect(await bench.send("DELETE", "salesorders(\(id))").status == 204)
        #expect(await bench.send("GET", "salesorderdetails").rows.isEmpty)
        #expect(await bench.send("GET", link).rows.count { $0["reason"] == "deleted" } == 2)
    }

    @Test("an account that is deleted takes its orders with it, whatever their state")
    func deletionOfAccount() async throws {
        let id = await sales.order([sales.line()])
        await bench.send("PATCH", "salesorders(\(id))", ["statecode": 1, "statuscode": 3])
        #expect(await bench.send("DELETE", "accounts(\(sales.account))").status == 204)
        for set in ["salesorders", "salesorderdetails"] { #expect(await bench.send("GET", set).rows.isEmpty) }
    }

    @Test("a changed line changes its order's version, and the order is read with its lines")
    func expansion() async throws {
        let id = await sales.order([sales.line()])
        let address = "salesorders(\(id))?$select=totalamount&$expand=order_details($select=quantity,extendedamount)"
        let before = await bench.send("GET", address).json
        let line = before["order_details"]?.array?.first
        #expect(line?["quantity"]?.numberText == "4.0000000000" && line?["extendedamount"]?.numberText == "10.0000")
        await bench.send(
            "PATCH", "salesorderdetails(\(line?["salesorderdetailid"]?.string ?? ""))", ["quantity": 6])
        let after = await bench.send("GET", address).json
        #expect(after["@odata.etag"] != before["@odata.etag"] && after["totalamount"]?.numberText == "15.0000")
    }

    @Test("an order with its lines is one change set under identities of the client; repeated, it changes nothing")
    func changeSet() async throws {
        let (id, line) = ("11111111-0000-4000-8000-000000000001", "11111111-0000-4000-8000-000000000002")
        let header = DataverseBench.part(
            "PATCH", "salesorders(\(id))",
            #"{"name":"O","customerid_account@odata.bind":"accounts(\#(sales.account))"}"#, id: "1")
        let detail = DataverseBench.part(
            "PATCH", "salesorderdetails(\(line))",
            #"{"salesorderid@odata.bind":"/salesorders(\#(id))","isproductoverridden":true,"productdescription":"X","quantity":2,"priceperunit":4}"#,
            id: "2")
        let parts = [header, detail].map {
            $0.replacing("Content-Type: application/json", with: "If-None-Match: *\nContent-Type: application/json")
        }
        #expect(await bench.batch([DataverseBench.changeSet(parts)]).parts == [204, 204])
        #expect(await sales.amount("salesorders", id) == "8.0000")
        #expect(await bench.batch([DataverseBench.changeSet(parts)]).status == 412)
        let broken = [header, detail].map {
            $0.replacing("000000000001", with: "000000000003").replacing("000000000002", with: "000000000004")
                .replacing("\"productdescription\":\"X\",", with: "")
        }
        #expect(await bench.batch([DataverseBench.changeSet(broken)]).status == 400)
        #expect(await bench.send("GET", "salesorders").rows.count == 1)
    }

    @Test("an order in another currency than its price list is refused")
    func currency() async throws {
        let dollar = await bench.send("GET", "transactioncurrencies?$filter=isocurrencycode eq 'USD'").rows.first
        let bind = "transactioncurrencies(\(dollar?["transactioncurrencyid"]?.string ?? ""))"
        let reply = await bench.send(
            "POST", "salesorders",
            [
                "name": "O", "customerid_account@odata.bind": .string("accounts(\(sales.account))"),
                "pricelevelid@odata.bind": .string("pricelevels(\(sales.list))"),
                "transactioncurrencyid@odata.bind": .string(bind),
            ])
        #expect(reply.code == "0x80048cf6")
    }
}

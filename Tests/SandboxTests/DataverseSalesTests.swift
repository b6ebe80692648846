import JSON
import Testing

@testable import Sandbox

@Suite("Sales documents of Dataverse")
struct DataverseSalesTests {
    private let sales: DataverseSalesBench
    private var bench: DataverseBench { sales.bench }

    init() async throws { sales = try await DataverseSalesBench() }

    @Test("lines take the price of the list, and the order adds them up, less its discount, with freight and tax")
    func totals() async throws {
        let id = await sales.order([sales.line()])
        #expect(await sales.amount("salesorders", id) == "10.0000")
        #expect(
            await bench.send("GET", "salesorders(\(id))").json["ordernumber"]?.string?.hasPrefix("ORD-01000-") == true)
        let own = sales.line([.init("ispriceoverridden", true), .init("priceperunit", 5), .init("tax", 1)])
        #expect(await sales.add(own, to: id).status == 204)
        let lines = await bench.send("GET", "salesorders(\(id))/order_details?$filter=tax eq 1").rows
        #expect(lines.first?["extendedamount"]?.numberText == "21.0000")
        let second = lines.first?["salesorderdetailid"]?.string ?? ""
        await bench.send("PATCH", "salesorders(\(id))", ["discountpercentage": 10, "freightamount": 3])
        #expect(await sales.amount("salesorders", id) == "31.0000")
        await bench.send("DELETE", "salesorderdetails(\(second))")
        #expect(await sales.amount("salesorders", id) == "12.0000")
    }

    @Test("a price that is there already is refused by its own code, and a product without one is told by the line")
    func prices() async throws {
        #expect(await sales.price().code == "0x80043b08")
        let order = await bench.create(
            "salesorders", ["name": "O", "customerid_account@odata.bind": .string("accounts(\(sales.account))")])
        #expect(await sales.add(sales.line(), to: order).status == 204)
        let row = await bench.send("GET", "salesorderdetails").rows.first ?? .null
        #expect(row["pricingerrorcode"] == 2 && row["baseamount"]?.numberText == "0.0000")
    }

    @Test("an order is fulfilled or canceled by its action, and can't be made in that state")
    func closing() async throws {
        let id = await sales.order([sales.line()])
        let close: JSONValue = ["salesorderid@odata.bind": .string("/salesorders(\(id))"), "subject": "Done"]
        #expect(await bench.send("POST", "FulfillSalesOrder", ["OrderClose": close, "Status": -1]).status == 204)
        let row = await bench.send("GET", "salesorders(\(id))").json
        #expect(row["statecode"] == 3 && row["statuscode"] == 100_001)
        let body: JSONValue = [
            "name": "O", "statecode": 3, "customerid_account@odata.bind": .string("accounts(\(sales.account))"),
        ]
        #expect(await bench.send("POST", "salesorders", body).status == 400)
    }

    @Test("an order becomes an invoice with its lines")
    func conversion() async throws {
        let id = await sales.order([sales.line(), sales.line()])
        let made = await bench.send(
            "POST", "ConvertSalesOrderToInvoice", ["SalesOrderId": .string(id), "ColumnSet": ["AllColumns": true]])
        #expect(made.status == 200 && made.json["_salesorderid_value"] == .string(id))
        let invoice = made.json["invoiceid"]?.string ?? ""
        #expect(await sales.amount("invoices", invoice) == "20.0000")
        #expect(await bench.send("GET", "invoices(\(invoice))/invoice_details").rows.count == 2)
    }

    @Test(
        "an opportunity is won or lost by its action", arguments: [("WinOpportunity", 1, 3), ("LoseOpportunity", 2, 4)])
    func opportunity(_ action: String, _ state: Int64, _ reason: Int64) async throws {
        let id = await bench.create("opportunities", ["name": "Big", "estimatedvalue": 5])
        let close: JSONValue = ["opportunityid@odata.bind": .string("opportunities(\(id))")]
        #expect(
            await bench.send("POST", action, ["OpportunityClose": close, "Status": .number("\(reason)")]).status == 204)
        let row = await bench.send("GET", "opportunities(\(id))").json
        #expect(row["statecode"] == .number("\(state)") && row["statuscode"] == .number("\(reason)"))
    }
}

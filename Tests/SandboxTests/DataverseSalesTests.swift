import JSON
import Testing

@testable import Sandbox

@Suite("Sales documents of Dataverse")
struct DataverseSalesTests {
    private let bench: DataverseBench
    private let account: String
    private let list: String
    private let product: String
    private let unit: String

    /// An account, a product that is active, and its price of 2.5 in a price list.
    init() async throws {
        bench = try await DataverseBench()
        account = await bench.create("accounts", ["name": "A"])
        let currency = await bench.send("GET", "transactioncurrencies?$filter=isocurrencycode eq 'EUR'").rows.first
        let bind: JSONValue = .string("transactioncurrencies(\(currency?["transactioncurrencyid"]?.string ?? ""))")
        list = await bench.create("pricelevels", ["name": "Retail", "transactioncurrencyid@odata.bind": bind])
        let group = await bench.create("uomschedules", ["name": "G", "baseuomname": "Piece"])
        unit = await bench.send("GET", "uoms").rows.first?["uomid"]?.string ?? ""
        product = await bench.create(
            "products",
            [
                "name": "Desk", "productnumber": "D1", "defaultuomid@odata.bind": .string("uoms(\(unit))"),
                "defaultuomscheduleid@odata.bind": .string("uomschedules(\(group))"),
            ])
        await bench.send("PATCH", "products(\(product))", ["statecode": 0, "statuscode": 1])
        _ = await price()
    }

    private func price() async -> Bench.Reply {
        await bench.send(
            "POST", "productpricelevels",
            [
                "pricelevelid@odata.bind": .string("pricelevels(\(list))"), "amount": .number("2.5"),
                "productid@odata.bind": .string("products(\(product))"), "uomid@odata.bind": .string("uoms(\(unit))"),
            ])
    }

    private var line: JSONValue {
        [
            "productid@odata.bind": .string("products(\(product))"), "uomid@odata.bind": .string("uoms(\(unit))"),
            "quantity": 4,
        ]
    }

    private func order(_ lines: [JSONValue]) async -> String {
        await bench.create(
            "salesorders",
            [
                "name": "O", "customerid_account@odata.bind": .string("accounts(\(account))"),
                "pricelevelid@odata.bind": .string("pricelevels(\(list))"), "order_details": .array(lines),
            ])
    }

    private func amount(_ set: String, _ id: String, _ name: String = "totalamount") async -> String? {
        await bench.send("GET", "\(set)(\(id))").json[name]?.numberText
    }

    @Test("lines take the price of the list, and the order adds them up, less its discount, with freight and tax")
    func totals() async throws {
        let id = await order([line])
        #expect(await amount("salesorders", id) == "10.0000")
        #expect(
            await bench.send("GET", "salesorders(\(id))").json["ordernumber"]?.string?.hasPrefix("ORD-01000-") == true)
        var own = line.object ?? []
        own += [.init("ispriceoverridden", true), .init("priceperunit", 5), .init("tax", 1)]
        own.append(.init("salesorderid@odata.bind", .string("salesorders(\(id))")))
        let second = await bench.create("salesorderdetails", .object(own))
        #expect(await amount("salesorderdetails", second, "extendedamount") == "21.0000")
        await bench.send("PATCH", "salesorders(\(id))", ["discountpercentage": 10, "freightamount": 3])
        #expect(await amount("salesorders", id) == "31.0000")
        await bench.send("DELETE", "salesorderdetails(\(second))")
        #expect(await amount("salesorders", id) == "12.0000")
    }

    @Test("a price that is there already is refused by its own code, and a product without one is told by the line")
    func prices() async throws {
        #expect(await price().code == "0x80043b08")
        let order = await bench.create(
            "salesorders", ["name": "O", "customerid_account@odata.bind": .string("accounts(\(account))")])
        var body = line.object ?? []
        body.append(.init("salesorderid@odata.bind", .string("salesorders(\(order))")))
        let detail = await bench.create("salesorderdetails", .object(body))
        let row = await bench.send("GET", "salesorderdetails(\(detail))").json
        #expect(row["pricingerrorcode"] == 2 && row["baseamount"]?.numberText == "0.0000")
    }

    @Test("an order is fulfilled or canceled by its action, and can't be made in that state")
    func closing() async throws {
        let id = await order([line])
        let close: JSONValue = ["salesorderid@odata.bind": .string("/salesorders(\(id))"), "subject": "Done"]
        #expect(await bench.send("POST", "FulfillSalesOrder", ["OrderClose": close, "Status": -1]).status == 204)
        let row = await bench.send("GET", "salesorders(\(id))").json
        #expect(row["statecode"] == 3 && row["statuscode"] == 100_001)
        let body: JSONValue = [
            "name": "O", "statecode": 3, "customerid_account@odata.bind": .string("accounts(\(account))"),
        ]
        #expect(await bench.send("POST", "salesorders", body).status == 400)
    }

    @Test("an order becomes an invoice with its lines")
    func conversion() async throws {
        let id = await order([line, line])
        let made = await bench.send(
            "POST", "ConvertSalesOrderToInvoice", ["SalesOrderId": .string(id), "ColumnSet": ["AllColumns": true]])
        #expect(made.status == 200 && made.json["_salesorderid_value"] == .string(id))
        let invoice = made.json["invoiceid"]?.string ?? ""
        #expect(await amount("invoices", invoice) == "20.0000")
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

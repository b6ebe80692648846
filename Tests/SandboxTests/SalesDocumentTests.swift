import JSON
import Testing

@testable import Sandbox

@Suite("Sales documents of Business Central")
struct SalesDocumentTests {
    private let bench: Bench

    init() async throws {
        bench = try await Bench()
        let organization = bench.core.organization
        _ = try await bench.core.engine.write(.businessCentral, as: .sandbox) { tables in
            try tables.insert(
                "item", company: organization.company,
                values: ["number": "I1", "displayName": "Desk", "unitPrice": "12.5"])
        }
    }

    private func order(_ lines: [JSONValue]) async -> Bench.Reply {
        await bench.erp("POST", "salesOrders", ["customerNumber": "10000", "salesOrderLines": .array(lines)])
    }

    private static let desk: JSONValue = ["lineType": "Item", "lineObjectNumber": "I1", "quantity": 4]

    @Test("an order takes its customer's name, its item's price, and adds its lines up")
    func totals() async throws {
        let made = await order([Self.desk, ["description": "Thanks", "lineType": "Comment"]])
        #expect(made.status == 201)
        let id = made.json["id"]?.string ?? ""
        #expect(made.json["number"] == "S-ORD01001" && made.json["customerName"] == "Adatum")
        #expect(made.json["totalAmountExcludingTax"]?.numberText == "50")
        let lines = await bench.erp("GET", "salesOrders(\(id))/salesOrderLines").rows
        #expect(lines.map { $0["sequence"]?.integer } == [10_000, 20_000])
        #expect(lines.first?["description"] == "Desk" && lines.first?["amountIncludingTax"]?.numberText == "50")
        let line = lines.first?["id"]?.string ?? ""
        let changed = await bench.erp(
            "PATCH", "salesOrders(\(id))/salesOrderLines(\(line))", ["discountPercent": 10],
            headers: [("If-Match", "*")])
        #expect(changed.json["discountAmount"]?.numberText == "5")
        let order = await bench.erp("GET", "salesOrders(\(id))")
        #expect(order.json["totalAmountIncludingTax"]?.numberText == "45")
        #expect(order.json["@odata.etag"] != made.json["@odata.etag"])
    }

    @Test("an order needs a customer, and lines are listed with their document only")
    func refusals() async throws {
        let none = await bench.erp("POST", "salesOrders", ["externalDocumentNumber": "X"])
        #expect(none.message.hasPrefix("A \"customerNumber\" or a \"customerId\" must be provided."))
        #expect(
            await order([["lineType": "Item", "lineObjectNumber": "NONE"]]).message.hasPrefix("Item does not exist."))
        #expect(await bench.erp("GET", "salesOrders").rows.isEmpty)
        #expect(await bench.erp("GET", "salesOrderLines").status == 400)
    }

    @Test("an order that is shipped and invoiced goes, and its posted invoice is there")
    func shipAndInvoice() async throws {
        let made = await order([Self.desk])
        let id = made.json["id"]?.string ?? ""
        let action = "salesOrders(\(id))/Microsoft.NAV."
        #expect(await bench.erp("POST", action + "shipAndInvoice").status == 204)
        #expect(await bench.erp("GET", "salesOrders(\(id))").status == 404)
        let invoice = await bench.erp("GET", "salesInvoices?$expand=salesInvoiceLines").rows.first
        #expect(invoice?["orderNumber"] == made.json["number"] && invoice?["status"] == "Open")
        #expect(invoice?["remainingAmount"]?.numberText == "50")
        #expect(invoice?["salesInvoiceLines"]?.array?.count == 1)
        #expect(await bench.erp("POST", action + "shipAndInvoice").status == 404)
    }

    @Test("an action that a document lacks is not found, and one without lines posts nothing")
    func unknown() async throws {
        let id = await order([]).json["id"]?.string ?? ""
        #expect(await bench.erp("POST", "salesOrders(\(id))/Microsoft.NAV.fly").status == 404)
        #expect(await bench.erp("GET", "salesOrders(\(id))/Microsoft.NAV.shipAndInvoice").status == 405)
        let nothing = await bench.erp("POST", "salesOrders(\(id))/Microsoft.NAV.shipAndInvoice")
        #expect(nothing.message.hasPrefix("There is nothing to post."))
    }

    @Test("a quote becomes an order; a draft invoice is posted under its id and canceled")
    func quotesAndInvoices() async throws {
        let body: JSONValue = ["customerNumber": "10000", "salesQuoteLines": [Self.desk]]
        let quote = await bench.erp("POST", "salesQuotes", body).json["id"]?.string ?? ""
        #expect(await bench.erp("POST", "salesQuotes(\(quote))/Microsoft.NAV.send").status == 204)
        #expect(await bench.erp("GET", "salesQuotes(\(quote))").json["status"] == "Sent")
        #expect(await bench.erp("POST", "salesQuotes(\(quote))/Microsoft.NAV.makeOrder").status == 204)
        #expect(await bench.erp("GET", "salesOrders").rows.first?["totalAmountExcludingTax"]?.numberText == "50")
        let draft: JSONValue = ["customerNumber": "10000", "salesInvoiceLines": [Self.desk]]
        let invoice = await bench.erp("POST", "salesInvoices", draft).json["id"]?.string ?? ""
        for (action, status) in [("post", "Open"), ("cancel", "Canceled")] {
            #expect(await bench.erp("POST", "salesInvoices(\(invoice))/Microsoft.NAV.\(action)").status == 204)
            #expect(await bench.erp("GET", "salesInvoices(\(invoice))").json["status"] == .string(status))
        }
    }

    @Test("the environments of the tenant are listed")
    func environments() async throws {
        let reply = await bench.erp("GET", "/admin/v2.21/applications/businesscentral/environments")
        #expect(reply.all("name") == ["production"])
    }
}

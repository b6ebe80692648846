import Foundation
import JSON
import Testing

@testable import Sandbox

@Suite("What is posted in Business Central")
struct PostingTests {
    private let bench: Bench
    private let clock: SandboxClock

    init() async throws {
        let clock = SandboxClock.standing(at: Bench.start)
        self.clock = clock
        bench = try await Bench { $0.clock = clock }
        let company = bench.core.organization.company
        _ = try await bench.core.engine.write(.businessCentral, as: .sandbox) { tables in
            try tables.insert("taxGroup", company: company, values: ["code": "NORMAL", "taxPercent": "20"])
            try tables.insert("unitOfMeasure", company: company, values: ["code": "PCS"])
            try tables.insert(
                "item", company: company,
                values: [
                    "number": "I1", "displayName": "Desk", "unitPrice": "12.5", "baseUnitOfMeasureCode": "PCS",
                    "taxGroupCode": "NORMAL", "inventory": "100", "unitCost": "7",
                ])
            let resource: [String: StoredValue] = ["number": "R1", "displayName": "Assembly", "unitPrice": "9.99"]
            try tables.insert("resource", company: company, values: resource)
            let terms = try tables.record("paymentTerm", where: [("code", "14D")], company: company)
            try tables.update("paymentTerm", id: terms?.id ?? "", values: ["dueDateCalculation": "14D"])
            let customer = try tables.record("customer", where: [("number", "10000")], company: company)
            try tables.update("customer", id: customer?.id ?? "", values: ["paymentTermsId": .text(terms?.id ?? "")])
        }
    }

    private static let anyVersion = [("If-Match", "*")]
    private static let desk: JSONValue = ["lineType": "Item", "lineObjectNumber": "I1", "quantity": 4]
    private static let hours: JSONValue = [
        "lineType": "Resource", "lineObjectNumber": "R1", "quantity": 3, "discountPercent": 7,
    ]

    private func order(_ lines: [JSONValue], discount: String = "0") async -> JSONValue {
        await bench.erp(
            "POST", "salesOrders?$expand=salesOrderLines",
            ["customerNumber": "10000", "discountAmount": .number(discount), "salesOrderLines": .array(lines)]
        ).json
    }

    private func invoice(_ lines: [JSONValue] = [desk]) async -> JSONValue {
        let draft = await bench.erp(
            "POST", "salesInvoices", ["customerNumber": "10000", "salesInvoiceLines": .array(lines)])
        let id = draft.json["id"]?.string ?? ""
        #expect(await bench.erp("POST", "salesInvoices(\(id))/Microsoft.NAV.post").status == 204)
        return await bench.erp("GET", "salesInvoices(\(id))").json
    }

    private func set(_ line: JSONValue?, of order: JSONValue, _ quantities: JSONValue) async -> Bench.Reply {
        let (id, line) = (order["id"]?.string ?? "", line?["id"]?.string ?? "")
        return await bench.erp(
            "PATCH", "salesOrders(\(id))/salesOrderLines(\(line))", quantities, headers: Self.anyVersion)
    }

    private func act(_ body: JSONValue) async -> Bench.Reply {
        await bench.send("POST", "/sandbox/office", JSON.encode(body), to: .control)
    }

    private func companion(_ set: String) async -> [JSONValue] {
        await bench.erp(
            "GET", "/v2.0/production/api/couplet/sync/v1.0/companies(\(bench.core.organization.company))/\(set)"
        ).rows
    }

    private func figures() async throws -> [String: String] {
        let company = bench.core.organization.company
        return try await bench.core.engine.read(.businessCentral) { tables in
            let row = try tables.records(Query("customerStatistics", company: company)).first
            let item = try tables.record("item", where: [("number", "I1")], company: company)
            let names = [
                "overdueAsOf", "outstandingOrders", "shippedNotInvoiced", "balance", "overdueAmount", "total",
                "totalSales",
            ]
            return Dictionary(uniqueKeysWithValues: names.map { ($0, row?[$0].text ?? "-") })
                .merging(["stock": item?["inventory"].text ?? "-", "version": "\(row?.version ?? 0)"]) { $1 }
        }
    }

    private static func sum(_ rows: [JSONValue], _ name: String) -> Decimal {
        rows.compactMap { $0[name]?.numberText.flatMap { Decimal(string: $0) } }.reduce(0, +)
    }

    @Test("an order that is shipped and invoiced in part stays with what is left, and goes with the rest")
    func partly() async throws {
        let made = await order([Self.desk])
        let id = made["id"]?.string ?? ""
        let line = made["salesOrderLines"]?.array?.first
        #expect(await set(line, of: made, ["shipQuantity": 3, "invoiceQuantity": 2]).status == 200)
        let post = "salesOrders(\(id))/Microsoft.NAV.shipAndInvoice"
        #expect(await bench.erp("POST", post).status == 204)
        let left = await bench.erp("GET", "salesOrders(\(id))?$expand=salesOrderLines").json
        let rest = left["salesOrderLines"]?.array?.first
        #expect(left["status"] == "Open" && left["fullyShipped"] == false && left["@odata.etag"] != made["@odata.etag"])
        let quantities = ["shippedQuantity", "invoicedQuantity", "shipQuantity", "invoiceQuantity"]
        #expect(quantities.map { rest?[$0]?.numberText } == ["3", "2", "1", "2"])
        var account = try await figures()
        let expected = [
            "outstandingOrders": "15", "shippedNotInvoiced": "15", "balance": "30", "overdueAmount": "0",
            "total": "60", "totalSales": "25", "stock": "97",
        ]
        #expect(account.filter { expected[$0.key] != nil } == expected)
        #expect(await bench.erp("DELETE", "salesOrders(\(id))", headers: Self.anyVersion).status == 400)
        #expect(await bench.erp("POST", post).status == 204)
        #expect(await bench.erp("GET", "salesOrders(\(id))").status == 404)
        account = try await figures()
        #expect(account["balance"] == "60" && account["total"] == "60" && account["stock"] == "96")
        let shipments = await bench.erp("GET", "salesShipments?$expand=salesShipmentLines").rows
        #expect(shipments.map { $0["salesShipmentLines"]?.array?.first?["quantity"]?.numberText } == ["3", "1"])
        #expect(shipments.allSatisfy { $0["orderNumber"] == made["number"] })
        let moves = await bench.erp("GET", "itemLedgerEntries").rows
        #expect(moves.map { $0["quantity"]?.numberText } == ["-3", "-1"])
        #expect(Self.sum(moves, "salesAmountActual") == 50 && Self.sum(moves, "costAmountActual") == -28)
    }

    @Test("the invoices of an order come to what the order came to, to the cent, however it was split")
    func cents() async throws {
        let odd: JSONValue = [
            "lineType": "Item", "lineObjectNumber": "I1", "quantity": 7, "unitPrice": .number("3.33333"),
            "discountPercent": 3,
        ]
        let made = await order([odd, Self.hours, ["lineType": "Comment", "description": "Words"]], discount: "1.01")
        let id = made["id"]?.string ?? ""
        for part in [2, 1, 3] {
            for line in made["salesOrderLines"]?.array ?? [] where line["quantity"]?.numberText != "0" {
                _ = await set(
                    line, of: made, ["shipQuantity": .number("\(part)"), "invoiceQuantity": .number("\(part)")])
            }
            #expect(await bench.erp("POST", "salesOrders(\(id))/Microsoft.NAV.shipAndInvoice").status == 204)
        }
        _ = await bench.erp("POST", "salesOrders(\(id))/Microsoft.NAV.shipAndInvoice")
        let invoices = await bench.erp("GET", "salesInvoices?$expand=salesInvoiceLines").rows
        #expect(invoices.count > 2)
        for name in ["totalAmountExcludingTax", "discountAmount"] {
            #expect(Self.sum(invoices, name) == Self.sum([made], name), "\(name)")
        }
        #expect(
            invoices.allSatisfy { ($0["salesInvoiceLines"]?.array ?? []).contains { $0["description"] == "Words" } })
    }

    @Test("more than is left of a line is not posted; how much is may change in a released order, its quantity may not")
    func quantities() async throws {
        let made = await order([Self.desk])
        let line = made["salesOrderLines"]?.array?.first
        #expect(await act(["do": "release", "order": made["number"] ?? ""]).status == 200)
        #expect(await set(line, of: made, ["quantity": 5]).status == 400)
        #expect(await set(line, of: made, ["shipQuantity": 1, "invoiceQuantity": 0]).status == 200)
        #expect(await set(line, of: made, ["shipQuantity": 5]).message.hasPrefix("You cannot ship more than 4 units."))
        #expect(await act(["do": "ship", "order": made["id"] ?? ""]).status == 200)
        #expect(await set(line, of: made, ["shipQuantity": 4]).message.hasPrefix("You cannot ship more than 3 units."))
        #expect(await act(["do": "reopen", "order": made["number"] ?? ""]).json["table"] == "salesOrder")
        #expect(await set(line, of: made, ["quantity": 5]).json["shipQuantity"]?.numberText == "4")
    }

    @Test("what is shipped first is invoiced later; nothing that was not shipped is")
    func shipThenInvoice() async throws {
        let made = await order([Self.desk, Self.hours])
        let name = made["number"] ?? ""
        #expect(await act(["do": "invoice", "order": name]).json["error"] == "There is nothing to post.")
        #expect(await act(["do": "ship", "order": name]).status == 200)
        #expect(await bench.erp("GET", "salesInvoices").rows.isEmpty)
        #expect(try await figures()["shippedNotInvoiced"] == "87.87")
        #expect(await bench.erp("GET", "salesOrders").rows.first?["fullyShipped"] == true)
        let billed = await act(["do": "invoice", "order": name])
        #expect(billed.json["table"] == "salesInvoice")
        #expect(await bench.erp("GET", "salesOrders").rows.isEmpty)
        #expect(try await figures()["balance"] == "87.87")
    }

    @Test("a payment of a part leaves the rest open, and all of it closes the invoice")
    func payments() async throws {
        let posted = await invoice()
        let (id, number) = (posted["id"]?.string ?? "", posted["number"] ?? "")
        let before = await companion("postedSalesInvoices").first
        #expect(await act(["do": "pay", "invoice": number, "amount": .number("20.5")]).status == 200)
        var now = await bench.erp("GET", "salesInvoices(\(id))").json
        #expect(now["remainingAmount"]?.numberText == "39.5" && now["status"] == "Open")
        // The standard API has no change to show for it; the companion's page has.
        #expect(now["@odata.etag"] == posted["@odata.etag"])
        var page = await companion("postedSalesInvoices").first
        #expect(page?["remainingAmount"]?.numberText == "39.5" && page?["@odata.etag"] != before?["@odata.etag"])
        #expect(try await figures()["balance"] == "39.5")
        #expect(await act(["do": "pay", "invoice": number]).status == 200)
        now = await bench.erp("GET", "salesInvoices(\(id))").json
        page = await companion("postedSalesInvoices").first
        #expect(now["remainingAmount"]?.numberText == "0" && now["status"] == "Paid" && page?["closed"] == true)
        let entries = await companion("customerLedgerEntries")
        #expect(entries.map { $0["documentType"] } == ["Invoice", "Payment", "Payment"])
        #expect(entries.allSatisfy { $0["open"] == false })
        #expect(await act(["do": "pay", "invoice": number]).status == 400)
        let account = try await figures()
        #expect(account["balance"] == "0" && account["totalSales"] == "50")
    }

    @Test("what is paid too much stays to the customer's credit")
    func overpaid() async throws {
        let posted = await invoice()
        #expect(await act(["do": "pay", "invoice": posted["number"] ?? "", "amount": 70]).status == 200)
        #expect(try await figures()["balance"] == "-10")
        #expect(await companion("customerLedgerEntries").last?["remainingAmount"]?.numberText == "-10")
    }

    @Test("what is not paid by the day after its due date is overdue, without anybody doing anything")
    func overdue() async throws {
        let posted = await invoice()
        #expect(posted["dueDate"] == "2024-05-15")
        let before = try await figures()
        for (days, amount) in [(14, "0"), (1, "60")] {
            let later: JSONValue = ["advanceSeconds": .number("\(days * 86_400)")]
            let reply = await bench.send("POST", "/sandbox/clock", JSON.encode(later), to: .control)
            #expect(reply.status == 200)
            #expect(try await figures()["overdueAmount"] == amount)
        }
        let late = try await figures()
        #expect(late["overdueAsOf"] == "2024-05-16" && late["version"] != before["version"])
        #expect(await act(["do": "pay", "invoice": posted["number"] ?? ""]).status == 200)
        #expect(try await figures()["overdueAmount"] == "0")
    }

    @Test("a cancelled invoice is owed no longer, and what it sold is back in stock")
    func cancelled() async throws {
        let posted = await invoice()
        let id = posted["id"]?.string ?? ""
        #expect(try await figures()["stock"] == "96")
        let cancel = "salesInvoices(\(id))/Microsoft.NAV.cancel"
        #expect(await bench.erp("POST", cancel).status == 204)
        let memo = await bench.erp("GET", "salesCreditMemos?$expand=salesCreditMemoLines").rows.first
        #expect(memo?["status"] == "Corrective" && memo?["invoiceNumber"] == posted["number"])
        #expect(memo?["totalAmountIncludingTax"]?.numberText == "60")
        let account = try await figures()
        #expect(account["stock"] == "100" && account["balance"] == "0" && account["totalSales"] == "0")
        let page = await companion("postedSalesInvoices").first
        #expect(page?["cancelled"] == true && page?["remainingAmount"]?.numberText == "0")
        #expect(await bench.erp("POST", cancel).message.contains("has already been canceled"))
    }

    @Test("an invoice that is paid in part is not cancelled, and gets no corrective credit memo")
    func partlyPaid() async throws {
        let posted = await invoice()
        let id = posted["id"]?.string ?? ""
        #expect(await act(["do": "pay", "invoice": posted["number"] ?? "", "amount": 1]).status == 200)
        for (action, words) in [
            ("cancel", "fully or partially paid"), ("makeCorrectiveCreditMemo", "partially paid or credited"),
        ] {
            #expect(await bench.erp("POST", "salesInvoices(\(id))/Microsoft.NAV.\(action)").message.contains(words))
        }
    }

    @Test("a corrective credit memo is a draft that may be changed, and credits what it then holds")
    func corrective() async throws {
        let posted = await invoice([Self.desk, Self.hours])
        let id = posted["id"]?.string ?? ""
        #expect(await bench.erp("POST", "salesInvoices(\(id))/Microsoft.NAV.makeCorrectiveCreditMemo").status == 204)
        let memo = await bench.erp("GET", "salesCreditMemos?$expand=salesCreditMemoLines").rows.first
        let key = memo?["id"]?.string ?? ""
        #expect(memo?["status"] == "Draft" && memo?["totalAmountIncludingTax"] == posted["totalAmountIncludingTax"])
        let line = memo?["salesCreditMemoLines"]?.array?.last?["id"]?.string ?? ""
        let address = "salesCreditMemos(\(key))/salesCreditMemoLines(\(line))"
        #expect(await bench.erp("DELETE", address, headers: Self.anyVersion).status == 204)
        #expect(await bench.erp("POST", "salesCreditMemos(\(key))/Microsoft.NAV.post").status == 204)
        #expect(await bench.erp("GET", "salesCreditMemos(\(key))").json["status"] == "Paid")
        #expect(await bench.erp("GET", "salesInvoices(\(id))").json["remainingAmount"]?.numberText == "27.87")
        let account = try await figures()
        #expect(account["balance"] == "27.87" && account["stock"] == "100")
        #expect(await bench.erp("POST", "salesCreditMemos(\(key))/Microsoft.NAV.post").status == 400)
    }

    @Test("a posted invoice stands on the companion's page with its lines, what they are of, and what each came to")
    func companionPage() async throws {
        _ = await invoice([Self.desk, Self.hours, ["lineType": "Comment", "description": "Thanks"]])
        let page = await companion("postedSalesInvoices?$expand=postedSalesInvoiceLines").first
        let lines = page?["postedSalesInvoiceLines"]?.array ?? []
        #expect(
            page?["number"] == "PS-INV01001" && page?["customerNumber"] == "10000" && page?["currencyCode"] == "EUR")
        #expect(lines.map { $0["lineType"] } == ["Item", "Resource", "_x0020_"])
        #expect(lines.map { $0["amountExcludingTax"]?.numberText } == ["50", "27.87", "0"])
        #expect(lines.map { $0["amountIncludingTax"]?.numberText } == ["60", "27.87", "0"])
        let nobody = "00000000-0000-0000-0000-000000000000"
        #expect(lines.map { $0["itemId"]?.string == nobody } == [false, true, true])
        #expect(lines.map { $0["resourceId"]?.string == nobody } == [true, false, true])
        #expect(lines.first?["unitOfMeasureCode"] == "PCS")
    }

    @Test("the control says what it does not understand, and what is not there")
    func control() async throws {
        #expect(await act(["do": "fly"]).json["error"]?.string?.hasPrefix("'do' is one of release, reopen") == true)
        #expect(await act(["do": "pay"]).json["error"] == "'invoice' must be a text.")
        #expect(
            await act(["do": "pay", "invoice": "X", "amount": "much"]).json["error"] == "'amount' must be a number.")
        let missing = await act(["do": "pay", "invoice": "X"])
        #expect(missing.status == 404 && missing.json["error"] == "Business Central has no such document: X.")
    }

    @Test("what people of the back office do is theirs in the ledger, and what follows from it is the server's")
    func people() async throws {
        let posted = await invoice()
        #expect(await act(["do": "pay", "invoice": posted["number"] ?? ""]).status == 200)
        let entries = try await bench.core.ledger.entries(Ledger.Question())
        #expect(Set(entries.filter { $0.client == "human" }.map(\.table)) == ["salesInvoice"])
        #expect(entries.contains { $0.client == "sandbox" && $0.table == "customerLedgerEntry" })
    }
}

@Suite("What was posted in the sample company")
struct SampleHistoryTests {
    @Test(
        "invoices are open, overdue, paid in part and in full, cancelled and credited, and each customer's figures fit")
    func history() async throws {
        let clock = SandboxClock.standing(at: Bench.start)
        let bench = try await Bench {
            $0.clock = clock
            $0.isFilled = true
        }
        let company = bench.core.organization.company
        let invoices = try await bench.core.engine.read(.businessCentral) { tables in
            try tables.records(Query("postedSalesInvoice", company: company))
        }
        let today = clock.now.dayText
        func has(_ condition: (StoredRecord) -> Bool) -> Bool { invoices.contains(where: condition) }
        #expect(
            has {
                $0["closed"] == 0 && $0["remainingAmount"] == $0["totalAmountIncludingTax"]
                    && $0["dueDate"].text ?? "" > today
            })
        #expect(has { $0["closed"] == 0 && $0["dueDate"].text ?? "" < today })
        #expect(has { $0["closed"] == 0 && $0["remainingAmount"] != $0["totalAmountIncludingTax"] })
        #expect(has { $0["closed"] == 1 && $0["cancelled"] == 0 })
        #expect(has { $0["cancelled"] == 1 })
        #expect(has { $0["orderNumber"] == "S-ORD00903" } && has { $0["pricesIncludeTax"] == 1 })
        let figures = try await bench.core.engine.read(.businessCentral) { tables in
            try tables.records(Query("customerStatistics", company: company)).map { row in
                let entries = try tables.records(
                    Query(
                        "customerLedgerEntry", company: company, where: .field("customerId", .equal, row["customerId"]))
                )
                let owed = entries.map { BCAmount.number($0["remainingAmountLocal"]) }.reduce(0, +)
                return (row: row, owed: owed)
            }
        }
        #expect(figures.count == 200 && figures.allSatisfy { BCAmount.number($0.row["balance"]) == $0.owed })
        for name in ["overdueAmount", "outstandingOrders", "shippedNotInvoiced"] {
            #expect(figures.contains { BCAmount.number($0.row[name]) > 0 }, "\(name)")
        }
        #expect(try await bench.core.ledger.entries(Ledger.Question()).isEmpty)
    }
}

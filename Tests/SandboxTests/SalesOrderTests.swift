import Foundation
import JSON
import Testing

@testable import Sandbox

@Suite("Orders of Business Central")
struct SalesOrderTests {
    private let bench: Bench

    init() async throws {
        bench = try await Bench()
        let company = bench.core.organization.company
        _ = try await bench.core.engine.write(.businessCentral, as: .sandbox) { tables in
            for (code, percent) in [("NORMAL", "20"), ("REDUCED", "5.5")] {
                try tables.insert(
                    "taxGroup", company: company, values: ["code": .text(code), "taxPercent": .text(percent)])
            }
            for code in ["PCS", "BOX", "H"] {
                try tables.insert("unitOfMeasure", company: company, values: ["code": .text(code)])
            }
            let item: [String: StoredValue] = [
                "number": "I1", "displayName": "Desk", "unitPrice": "12.5", "baseUnitOfMeasureCode": "PCS",
                "taxGroupCode": "NORMAL", "inventory": "100",
            ]
            try tables.insert("item", company: company, values: item)
            try tables.insert(
                "item", company: company, values: ["number": "I2", "displayName": "Gone", "blocked": true])
            try tables.insert(
                "itemUnitOfMeasure", company: company,
                values: ["itemNumber": "I1", "code": "BOX", "quantityPerUnitOfMeasure": "12"])
            try tables.insert(
                "resource", company: company,
                values: ["number": "R1", "displayName": "Assembly", "unitPrice": "40", "baseUnitOfMeasureCode": "H"])
            try tables.insert("account", company: company, values: ["number": "6100", "displayName": "Freight"])
        }
    }

    private func order(_ lines: [JSONValue], _ more: [JSONValue.Member] = []) async -> Bench.Reply {
        let body: [JSONValue.Member] = [.init("customerNumber", "10000"), .init("salesOrderLines", .array(lines))]
        return await bench.erp("POST", "salesOrders?$expand=salesOrderLines", .object(body + more))
    }

    private static let desk: JSONValue = ["lineType": "Item", "lineObjectNumber": "I1", "quantity": 4]
    private static let anyVersion = [("If-Match", "*")]

    @Test("an order and its lines of each type are made by one request, which is answered with them")
    func types() async throws {
        let made = await order(
            [
                Self.desk, ["lineType": "Resource", "lineObjectNumber": "r1", "quantity": .number("1.5")],
                ["lineType": "Account", "lineObjectNumber": "6100", "quantity": 1, "unitPrice": .number("7.9")],
                ["lineType": "Comment", "description": "By the back door, please"],
            ], [.init("externalDocumentNumber", "crm-1")])
        #expect(made.status == 201 && made.json["externalDocumentNumber"] == "CRM-1" && made.json["status"] == "Draft")
        let lines = made.json["salesOrderLines"]?.array ?? []
        #expect(lines.map { $0["description"] } == ["Desk", "Assembly", "Freight", "By the back door, please"])
        #expect(lines.map { $0["unitOfMeasureCode"] } == ["PCS", "H", "", ""])
        #expect(lines.map { $0["netAmount"]?.numberText } == ["50", "60", "7.9", "0"])
        #expect(lines.map { $0["sequence"]?.integer } == [10_000, 20_000, 30_000, 40_000])
        #expect(made.json["totalAmountIncludingTax"]?.numberText == "127.9")
        let id = lines.first?["id"]?.string ?? ""
        let found = await bench.erp("GET", "salesOrderLines?$filter=id eq \(id)").rows
        #expect(found.first?["documentId"] == made.json["id"])
    }

    @Test(
        "a line that can't be is refused, and its order with it",
        arguments: [
            (["lineType": "Item", "lineObjectNumber": "I9"], "Item does not exist."),
            (["lineType": "Resource", "lineObjectNumber": "R9"], "Resource does not exist."),
            (["lineType": "Item", "lineObjectNumber": "I2"], "Blocked must be equal to 'No'  in Item: No.=I2."),
            (["lineType": "Comment", "quantity": 1], "Type must have a value in Sales Line"),
            (["lineType": "Item", "quantity": 1], "No. must have a value in Sales Line"),
            (
                ["lineType": "Item", "lineObjectNumber": "I1", "unitOfMeasureCode": "H"],
                "The field Unit of Measure Code of table Sales Order Line contains a value (H)"
            ),
        ] as [(JSONValue, String)])
    func refused(_ line: JSONValue, _ words: String) async throws {
        let reply = await order([Self.desk, line])
        #expect(reply.status == 400 && reply.message.hasPrefix(words), "\(reply.message)")
        #expect(await bench.erp("GET", "salesOrders").rows.isEmpty)
    }

    @Test("a larger unit has the price of what it holds; a price of one's own stays")
    func units() async throws {
        let box: JSONValue = [
            "lineType": "Item", "lineObjectNumber": "I1", "quantity": 1, "unitOfMeasureCode": "BOX",
        ]
        let own = JSONValue.object((box.object ?? []) + [.init("unitPrice", 99)])
        let lines = await order([box, own]).json["salesOrderLines"]?.array ?? []
        #expect(lines.map { $0["unitPrice"]?.numberText } == ["150", "99"])
    }

    @Test("an order's discount is spread over its lines, and its tax is that of the whole")
    func totals() async throws {
        let cheap: JSONValue = [
            "lineType": "Item", "lineObjectNumber": "I1", "quantity": 1, "unitPrice": .number("3.33"),
        ]
        let reduced: JSONValue = [
            "lineType": "Item", "lineObjectNumber": "I1", "quantity": 3, "unitPrice": .number("9.99"),
            "taxCode": "REDUCED", "discountPercent": 10,
        ]
        let made = await order([cheap, cheap, cheap, reduced], [.init("discountAmount", .number("1.0"))])
        let lines = made.json["salesOrderLines"]?.array ?? []
        func sum(_ name: String) -> Decimal {
            lines.compactMap { $0[name]?.numberText.flatMap { Decimal(string: $0) } }.reduce(0, +)
        }
        #expect(lines.last?["discountAmount"]?.numberText == "3" && lines.last?["taxPercent"]?.numberText == "5.5")
        #expect(sum("invoiceDiscountAllocation") == 1)
        #expect(made.json["totalAmountExcludingTax"]?.numberText == "35.96")
        // 20 % of 9.72 and 5.5 % of 26.24; the lines' own rounded taxes would come to a cent more.
        #expect(made.json["totalTaxAmount"]?.numberText == "3.38")
        #expect(sum("netTaxAmount") == Decimal(string: "3.38") && sum("netAmount") == Decimal(string: "35.96"))
    }

    @Test("prices that include the tax are without it in the totals")
    func pricesWithTax() async throws {
        let made = await order([Self.desk], [.init("pricesIncludeTax", true)])
        #expect(made.json["totalAmountIncludingTax"]?.numberText == "50")
        #expect(made.json["totalAmountExcludingTax"]?.numberText == "41.67")
    }

    @Test("a stale version of an order is refused, also when it was its line that changed")
    func concurrency() async throws {
        let made = await order([Self.desk]).json
        let (id, line) = (made["id"]?.string ?? "", made["salesOrderLines"]?.array?.first?["id"]?.string ?? "")
        let stale = [("If-Match", made["@odata.etag"]?.string ?? "")]
        let changed = await bench.erp(
            "PATCH", "salesOrders(\(id))/salesOrderLines(\(line))", ["quantity": 5], headers: Self.anyVersion)
        #expect(changed.json["netAmount"]?.numberText == "62.5" && changed.json["netTaxAmount"]?.numberText == "12.5")
        let late = await bench.erp("PATCH", "salesOrders(\(id))", ["shipToName": "Other"], headers: stale)
        #expect(late.status == 409 && late.code == "Request_EntityChanged")
        #expect(await bench.erp("DELETE", "salesOrders(\(id))", headers: stale).status == 409)
    }

    @Test(
        "a released order, or one in review, keeps its lines and its customer; its addresses may change",
        arguments: [(1, "Pending Approval"), (2, "Released")])
    func released(_ status: Int64, _ name: String) async throws {
        let made = await order([Self.desk]).json
        let (id, line) = (made["id"]?.string ?? "", made["salesOrderLines"]?.array?.first?["id"]?.string ?? "")
        _ = try await bench.core.engine.write(.businessCentral, as: .sandbox) { tables in
            try tables.update("salesOrder", id: id, values: ["status": .integer(status)])
        }
        let address = "salesOrders(\(id))/salesOrderLines"
        for reply in [
            await bench.erp("POST", address, Self.desk),
            await bench.erp("PATCH", "\(address)(\(line))", ["quantity": 5], headers: Self.anyVersion),
            await bench.erp("DELETE", "\(address)(\(line))", headers: Self.anyVersion),
            await bench.erp("PATCH", "salesOrders(\(id))", ["customerNumber": "20000"], headers: Self.anyVersion),
        ] {
            #expect(reply.message.contains("Current value is '\(name)'."))
        }
        let moved = await bench.erp("PATCH", "salesOrders(\(id))", ["shipToCity": "Ulm"], headers: Self.anyVersion)
        #expect(moved.json["shipToCity"] == "Ulm")
        let posted = await bench.erp("POST", "salesOrders(\(id))/Microsoft.NAV.shipAndInvoice")
        #expect(posted.status == (status == 2 ? 204 : 400))
    }

    private func account() async throws -> [String: String] {
        let company = bench.core.organization.company
        return try await bench.core.engine.read(.businessCentral) { tables in
            let row = try tables.records(Query("customerStatistics", company: company)).first
            let customer = try tables.record("customer", where: [("number", "10000")], company: company)
            let item = try tables.record("item", where: [("number", "I1")], company: company)
            let names = ["outstandingOrders", "outstandingInvoices", "balance", "total", "totalSales"]
            return Dictionary(uniqueKeysWithValues: names.map { ($0, row?[$0].text ?? "-") })
                .merging(["due": customer?["balanceDue"].text ?? "-", "stock": item?["inventory"].text ?? "-"]) { $1 }
        }
    }

    @Test("each move of an item's stock is an entry of its ledger, while a shipment leaves the item as it is")
    func ledger() async throws {
        func entries() async -> [String] {
            await bench.erp("GET", "itemLedgerEntries?$orderby=entryNumber").rows.map {
                "\($0["itemNumber"]?.string ?? "") \($0["quantity"]?.numberText ?? "") \($0["entryType"]?.string ?? "")"
            }
        }
        func item() async -> JSONValue { await bench.erp("GET", "items?$filter=number eq 'I1'").rows.first ?? .null }
        let before = await item()
        let id = await order([Self.desk]).json["id"]?.string ?? ""
        #expect(await bench.erp("POST", "salesOrders(\(id))/Microsoft.NAV.shipAndInvoice").status == 204)
        let sold = await item()
        #expect(sold["lastModifiedDateTime"] == before["lastModifiedDateTime"])
        #expect(sold["inventory"] != before["inventory"])
        #expect(await entries() == ["I1 -4 Sale"])
        let place = "items(\(sold["id"]?.string ?? ""))"
        #expect(await bench.erp("PATCH", place, ["inventory": 100], headers: Self.anyVersion).status == 200)
        #expect(await entries() == ["I1 -4 Sale", "I1 4 Positive_x0020_Adjmt_x002E_"])
        #expect(await bench.erp("POST", "itemLedgerEntries", ["itemNumber": "I1"]).status == 405)
    }

    @Test("what is ordered is outstanding; what is posted is owed, sold and no longer in stock")
    func posting() async throws {
        let id = await order([Self.desk]).json["id"]?.string ?? ""
        var account = try await account()
        #expect(account["outstandingOrders"] == "60" && account["total"] == "60" && account["balance"] == "0")
        #expect(await bench.erp("POST", "salesOrders(\(id))/Microsoft.NAV.shipAndInvoice").status == 204)
        account = try await self.account()
        let expected = [
            "outstandingOrders": "0", "outstandingInvoices": "0", "balance": "60", "total": "60", "totalSales": "50",
            "due": "60", "stock": "96",
        ]
        #expect(account == expected)
        let invoice = await bench.erp("GET", "salesInvoices?$expand=salesInvoiceLines").rows.first ?? .null
        #expect(invoice["totalTaxAmount"]?.numberText == "10" && invoice["remainingAmount"]?.numberText == "60")
        let (posted, line) = (
            invoice["id"]?.string ?? "", invoice["salesInvoiceLines"]?.array?.first?["id"]?.string ?? ""
        )
        for reply in [
            await bench.erp("PATCH", "salesInvoices(\(posted))", ["shipToName": "X"], headers: Self.anyVersion),
            await bench.erp("DELETE", "salesInvoices(\(posted))", headers: Self.anyVersion),
            await bench.erp("DELETE", "salesInvoices(\(posted))/salesInvoiceLines(\(line))", headers: Self.anyVersion),
        ] {
            #expect(reply.message.hasPrefix("The invoice has been posted and can no longer be modified."))
        }
    }

    @Test("an order that is deleted is no longer outstanding; a draft invoice is, until it is posted")
    func outstanding() async throws {
        let id = await order([Self.desk]).json["id"]?.string ?? ""
        #expect(await bench.erp("DELETE", "salesOrders(\(id))", headers: Self.anyVersion).status == 204)
        let draft: JSONValue = ["customerNumber": "10000", "salesInvoiceLines": [Self.desk]]
        let invoice = await bench.erp("POST", "salesInvoices", draft).json["id"]?.string ?? ""
        var account = try await account()
        #expect(account["outstandingOrders"] == "0" && account["outstandingInvoices"] == "60")
        #expect(await bench.erp("POST", "salesInvoices(\(invoice))/Microsoft.NAV.post").status == 204)
        account = try await self.account()
        #expect(account["outstandingInvoices"] == "0" && account["balance"] == "60" && account["total"] == "60")
        #expect(await bench.erp("POST", "salesInvoices(\(invoice))/Microsoft.NAV.cancel").status == 204)
        account = try await self.account()
        #expect(account["balance"] == "0" && account["due"] == "0")
    }

    @Test(
        "a customer who is blocked gets no order, and nothing of his is posted", arguments: ["Ship", "Invoice", "All"])
    func blocked(_ kind: String) async throws {
        let id = await order([Self.desk]).json["id"]?.string ?? ""
        let customer = try await bench.customer("10000")["id"]?.string ?? ""
        let block: JSONValue = ["blocked": .string(kind)]
        #expect(await bench.erp("PATCH", "customers(\(customer))", block, headers: Self.anyVersion).status == 200)
        let words = "this type of document when Customer 10000 is blocked with type \(kind)"
        #expect(await order([Self.desk]).message.hasPrefix("You cannot create \(words)"))
        let posted = await bench.erp("POST", "salesOrders(\(id))/Microsoft.NAV.shipAndInvoice")
        #expect(posted.message.hasPrefix("You cannot post \(words)"))
    }

    @Test(
        "an invoice is due by its payment terms",
        arguments: [("0D", "2024-05-01"), ("30D", "2024-05-31"), ("30D+CM", "2024-05-31"), ("45D+CM", "2024-06-30")])
    func dueDate(_ formula: String, _ day: String) async throws {
        #expect(BCDateFormula(formula).day(from: "2024-05-01") == day)
        let company = bench.core.organization.company
        let terms = try await bench.core.engine.write(.businessCentral, as: .sandbox) { tables in
            try tables.insert(
                "paymentTerm", company: company, values: ["code": "T", "dueDateCalculation": .text(formula)]
            ).id
        }
        let id = await order([Self.desk], [.init("paymentTermsId", .string(terms))]).json["id"]?.string ?? ""
        #expect(await bench.erp("POST", "salesOrders(\(id))/Microsoft.NAV.shipAndInvoice").status == 204)
        #expect(await bench.erp("GET", "salesInvoices").rows.first?["dueDate"] == .string(day))
    }

    @Test("an order in a foreign currency has its prices in it, and is outstanding in the local one")
    func currency() async throws {
        let company = bench.core.organization.company
        _ = try await bench.core.engine.write(.businessCentral, as: .sandbox) { tables in
            let dollar = try tables.record("currency", where: [("code", "USD")], company: company)
            try tables.update("currency", id: dollar?.id ?? "", values: ["exchangeRate": "1.25"])
        }
        let made = await order([Self.desk], [.init("currencyCode", "USD")])
        #expect(made.json["totalAmountExcludingTax"]?.numberText == "62.5")
        #expect(try await account()["outstandingOrders"] == "60")
    }
}

import Foundation

/// What was posted in the sample company before it is opened: invoices that are open, overdue, paid in part and in full,
/// cancelled and credited, an order that was shipped and invoiced in part, and what customers owed when the books were opened.
///
/// Days are counted back from the day on which the company is filled, so that what is overdue is, whenever that is.
struct SampleHistory {
    let engine: Engine
    let company: String

    /// A line of an invoice: what, how many, at which price, less which discount.
    private struct Line {
        var type: Int64
        var number = ""
        var words = ""
        var quantity = "1"
        var price = "0"
        var discount = "0"

        static func item(_ number: String, _ quantity: String, _ price: String, less discount: String = "0") -> Line {
            Line(type: 2, number: number, quantity: quantity, price: price, discount: discount)
        }
        static func resource(_ number: String, _ quantity: String, _ price: String) -> Line {
            Line(type: 3, number: number, quantity: quantity, price: price)
        }
        static func account(_ number: String, _ price: String) -> Line {
            Line(type: 1, number: number, price: price)
        }
        static func words(_ text: String) -> Line { Line(type: 0, words: text, quantity: "0") }
    }

    /// What became of an invoice.
    private enum Fate {
        case open
        case paid(after: Int)
        case partlyPaid(String, after: Int)
        case cancelled(after: Int)
        case credited(after: Int)
    }

    /// An invoice: how many days ago, by which terms, with which discount.
    private struct Invoice {
        var days: Int
        var terms = "NET 30"
        var discount = "0"
        var hasTaxInPrices = false
        var lines: [Line]
        var fate = Fate.open
    }

    private static let invoices = [
        Invoice(days: 5, lines: [.item("A10005", "3", "29.5"), .account("708500", "12.5")]),
        Invoice(
            days: 12, terms: "NET 60", discount: "25",
            lines: [
                .item("A10015", "10", "17.99", less: "8.99"), .resource("R0020", "4.5", "54"),
                .words("Livré par porteur"),
            ]),
        Invoice(days: 75, lines: [.item("A10025", "7", "44.1")]),
        Invoice(
            days: 140, terms: "10 JOURS", lines: [.item("A10035", "2", "129"), .resource("R0030", "16", "72.5")],
            fate: .partlyPaid("500", after: 30)),
        Invoice(
            days: 9, hasTaxInPrices: true, lines: [.item("A10045", "13", "3.33"), .item("A10005", "1", "29.95")]),
        Invoice(days: 20, lines: [.item("A10015", "5", "17.99")], fate: .partlyPaid("19.99", after: 8)),
        Invoice(
            days: 60, terms: "30 FDM", lines: [.item("A10025", "100", "4.41235"), .item("A10035", "1", "129")],
            fate: .paid(after: 41)),
        Invoice(days: 33, terms: "COMPTANT", lines: [.account("707000", "990")], fate: .paid(after: 1)),
        Invoice(days: 25, lines: [.item("A10005", "40", "29.5")], fate: .cancelled(after: 3)),
        Invoice(days: 50, terms: "NET 60", lines: [.resource("R0020", "8", "54")], fate: .credited(after: 21)),
        Invoice(days: 2, terms: "45 FDM", discount: "0.01", lines: [.item("A10045", "3", "0.01")]),
    ]

    /// The customers who get them: every so many of those who may be invoiced.
    private static let stride = 5

    /// Posts it all.
    func enter() async throws {
        let customers = try await engine.read(.businessCentral) { [company] tables in
            let open = Filter.field("blocked", .equal, 0)
            let query = Query("customer", company: company, where: open, order: [.init(.field("number"))])
            return try tables.records(query)
        }
        for (place, customer) in customers.enumerated() { try await open(customer, place) }
        for (place, invoice) in Self.invoices.enumerated() {
            let buyer = place * Self.stride + 1
            if buyer < customers.count { try await enter(invoice, of: customers[buyer].id) }
        }
        try await postOrders()
        // An hour ago, so that nothing is as new as what clients write from now on.
        try await write(ago: .hours(1)) { [company] tables in
            let all = try tables.records(Query("customer", company: company))
            let statistics = BCStatistics(tables: tables, company: company)
            for customer in all { try statistics.refresh(customer.id, makesRow: true) }
        }
    }

    /// What a customer owed when the books were opened: nothing, something, something of it overdue.
    private func open(_ customer: StoredRecord, _ place: Int) async throws {
        guard place % 4 != 0 else { return }
        let owed = Decimal(place * 7_919 % 40_000 + 10) + Decimal(place % 100) / 100
        let parts = place % 5 == 2 ? [(owed / 3, 45), (owed - owed / 3, -30)] : [(owed, -45)]
        try await write(ago: .days(200)) { [company] tables in
            let ledger = BCLedger(tables: tables, company: company)
            // In the local currency, whatever the customer's.
            var record = customer
            for name in ["currencyId", "currencyCode"] { record[name] = "" }
            record["currencyId"] = .null
            for (amount, overdue) in parts {
                let due = tables.now.advanced(by: Int64(200 - overdue) * 86_400_000).dayText
                let rounded = BCAmount.rounded(amount)
                try ledger.enter(
                    .init(
                        kind: .none, amount: rounded, sales: BCAmount.rounded(rounded * 4),
                        number: .text("OUVERTURE"), day: .text(tables.now.dayText), dueDay: .text(due),
                        description: "Solde d’ouverture"), of: record, customer: record)
            }
        }
    }

    private func enter(_ invoice: Invoice, of customer: String) async throws {
        let number = try await write(ago: .days(invoice.days)) { tables in
            let draft = try self.draft(invoice, of: customer, in: tables)
            try BCInvoicePosting(tables: tables, company: company).post(draft)
            return try tables.record(draft.schema.table, id: draft.id)?["number"].text ?? ""
        }
        switch invoice.fate {
        case .open: return
        case .paid(let after): try await perform(.pay(invoice: number, amount: nil), ago: invoice.days - after)
        case .partlyPaid(let amount, let after):
            let act = BackOffice.Act.pay(invoice: number, amount: Decimal(string: amount))
            try await perform(act, ago: invoice.days - after)
        case .cancelled(let after): try await perform(.cancel(invoice: number), ago: invoice.days - after)
        case .credited(let after): try await perform(.credit(invoice: number), ago: invoice.days - after)
        }
    }

    private func draft(_ invoice: Invoice, of customer: String, in tables: Tables) throws -> StoredRecord {
        let documents = BCDocuments(tables: tables, company: company)
        let schema = try tables.schema("salesInvoice")
        let terms = try tables.record("paymentTerm", where: [("code", .text(invoice.terms))], company: company)
        var values: [String: StoredValue] = [
            "number": .text(try tables.nextNumber(schema, company: company) ?? ""), "customerId": .text(customer),
            "customerNumber": try tables.record("customer", id: customer)?["number"] ?? "",
            "paymentTermsId": terms.map { .text($0.id) } ?? .null, "discountAmount": .text(invoice.discount),
            "pricesIncludeTax": .integer(invoice.hasTaxInPrices ? 1 : 0),
        ]
        try documents.complete(&values, schema, old: nil)
        let draft = try tables.insert("salesInvoice", company: company, values: values)
        let lines = try tables.schema("salesInvoiceLine")
        for line in invoice.lines {
            var row: [String: StoredValue] = [
                "documentId": .text(draft.id), "lineType": .integer(line.type), "quantity": .text(line.quantity),
                "unitPrice": .text(line.price), "discountAmount": .text(line.discount),
            ]
            if line.type == 0 {
                row["description"] = .text(line.words)
            } else {
                row["lineObjectNumber"] = .text(line.number)
            }
            try documents.complete(&row, lines, old: nil)
            try tables.insert("salesInvoiceLine", company: company, values: row)
        }
        try documents.addUp(draft)
        return try tables.record("salesInvoice", id: draft.id) ?? draft
    }

    /// One order is shipped and invoiced in part, another one is shipped in part.
    private func postOrders() async throws {
        for (number, wanted, act) in [
            ("S-ORD00903", "1", BackOffice.Act.shipAndInvoice(order: "S-ORD00903")),
            ("S-ORD00904", "3", BackOffice.Act.ship(order: "S-ORD00904")),
        ] {
            try await write(ago: .days(4)) { [company] tables in
                guard let order = try tables.record("salesOrder", where: [("number", .text(number))], company: company)
                else { return }
                for line in try BCDocuments(tables: tables, company: company).lines(of: order) {
                    let values: [String: StoredValue] = [
                        "shipQuantity": .text(wanted), "invoiceQuantity": .text(wanted),
                    ]
                    try tables.update(line, values: values)
                }
                _ = try BackOffice.perform(act, in: tables, company: company)
            }
        }
    }

    private func perform(_ act: BackOffice.Act, ago days: Int) async throws {
        _ = try await write(ago: .days(days)) { [company] tables in
            try BackOffice.perform(act, in: tables, company: company)
        }
    }

    /// How long ago something was done.
    private enum Ago {
        case days(Int)
        case hours(Int)

        var milliseconds: Int64 {
            switch self {
            case .days(let days): Int64(days) * 86_400_000
            case .hours(let hours): Int64(hours) * 3_600_000
            }
        }
    }

    @discardableResult
    private func write<Result: Sendable>(
        ago: Ago, _ body: @escaping @Sendable (Tables) throws -> Result
    ) async throws -> Result {
        let moment = engine.now(.businessCentral).advanced(by: -ago.milliseconds)
        return try await engine.write(.businessCentral, as: .sandbox, at: moment) { tables in
            tables.isRecorded = false
            return try body(tables)
        }
    }
}

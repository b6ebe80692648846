import Foundation

/// Posts orders: ships what is to be shipped, invoices what is to be invoiced, of each line as much as it says.
///
/// What is left stays an order; one of which nothing is left goes.
/// <https://learn.microsoft.com/dynamics365/business-central/sales-how-to-sell-products>
struct BCOrderPosting {
    let tables: Tables
    let company: String

    /// What is posted.
    enum Part: Sendable {
        case ship, invoice, both
    }

    /// A line, and how much of it is shipped and invoiced now.
    private struct Step {
        var line: StoredRecord
        var ship = Decimal()
        var invoice = Decimal()

        func number(_ name: String) -> Decimal { BCAmount.number(line[name]) }
        /// Whether nothing of it is left.
        var isDone: Bool { number("invoicedQuantity") + invoice == number("quantity") }
    }

    /// Posts; the invoice, if there is one.
    @discardableResult
    func post(_ order: StoredRecord, _ part: Part) throws -> StoredRecord? {
        try BCDocumentStates(tables: tables, company: company).checkPosting(order)
        let steps = try BCDocuments(tables: tables, company: company).lines(of: order).map { step($0, part) }
        guard steps.contains(where: { $0.ship != 0 || $0.invoice != 0 }) else {
            throw BCFailure.dialog("There is nothing to post.")
        }
        try ship(steps, of: order)
        let invoice = try invoice(steps, of: order)
        if steps.allSatisfy(\.isDone) {
            for step in steps { try tables.delete(step.line.schema.table, id: step.line.id) }
            try tables.delete(order.schema.table, id: order.id)
        } else {
            try keep(steps, of: order)
        }
        try BCStatistics(tables: tables, company: company).refresh(order["customerId"].text)
        return invoice
    }

    private func step(_ line: StoredRecord, _ part: Part) -> Step {
        var step = Step(line: line)
        let isPosted: (ship: Bool, invoice: Bool) = (part != .invoice, part != .ship)
        if isPosted.ship { step.ship = step.number("shipQuantity") }
        // More than was shipped is not invoiced.
        let ready = step.number("shippedQuantity") + step.ship - step.number("invoicedQuantity")
        let wanted = step.number("invoiceQuantity")
        if isPosted.invoice { step.invoice = abs(wanted) < abs(ready) ? wanted : ready }
        return step
    }

    // Shipments.

    private func ship(_ steps: [Step], of order: StoredRecord) throws {
        let shipped = steps.filter { $0.ship != 0 }
        guard !shipped.isEmpty, let number = try tables.nextNumber(tables.schema("salesShipment"), company: company)
        else { return }
        let documents = BCDocuments(tables: tables, company: company)
        var values = documents.copied(order, to: try tables.schema("salesShipment"))
        values["number"] = .text(number)
        values["orderNumber"] = order["number"]
        values["invoiceDate"] = order["orderDate"]
        for (code, id, table) in [
            ("paymentTermsCode", "paymentTermsId", "paymentTerm"),
            ("shipmentMethodCode", "shipmentMethodId", "shipmentMethod"),
        ] {
            values[code] = try order[id].text.flatMap { try tables.record(table, id: $0)?["code"] } ?? ""
        }
        let shipment = try tables.server.insert("salesShipment", company: company, values: values)
        let stock = BCStock(tables: tables, company: company)
        for step in shipped {
            var row = documents.copied(step.line, to: try tables.schema("salesShipmentLine"))
            row["documentId"] = .text(shipment.id)
            row["documentNumber"] = .text(number)
            row["quantity"] = BCAmount.text(step.ship, scale: 5)
            try tables.server.insert("salesShipmentLine", company: company, values: row)
            let move = BCStock.Move(
                kind: .shipment, number: .text(number), day: order["postingDate"], quantity: step.ship)
            try stock.take(step.line, move, for: order)
        }
    }

    // Invoices.

    private func invoice(_ steps: [Step], of order: StoredRecord) throws -> StoredRecord? {
        guard steps.contains(where: { $0.invoice != 0 }) else { return nil }
        let documents = BCDocuments(tables: tables, company: company)
        var values = documents.copied(order, to: try tables.schema("salesInvoice"))
        values["orderId"] = .text(order.id)
        values["orderNumber"] = order["number"]
        values["invoiceDate"] = order["postingDate"]
        values["discountAmount"] = BCAmount.text(steps.map { share("invoiceDiscountAllocation", of: $0) }.reduce(0, +))
        let posting = BCInvoicePosting(tables: tables, company: company)
        values["status"] = .integer(BCDocumentStates.openInvoice)
        values["number"] = try posting.number()
        values["dueDate"] = try posting.dueDate(of: order)
        for name in values.keys where name.hasPrefix("total") { values[name] = "0" }
        let made = try tables.insert("salesInvoice", company: company, values: values)
        // Lines of words go with each invoice.
        for step in steps where step.invoice != 0 || step.number("quantity") == 0 {
            var row = documents.copied(step.line, to: try tables.schema("salesInvoiceLine"))
            row["documentId"] = .text(made.id)
            for (name, value) in part(of: step) { row[name] = value }
            try tables.insert("salesInvoiceLine", company: company, values: row)
        }
        return try posting.book(made)
    }

    /// A line's quantity and amounts, as far as it is invoiced now.
    private func part(of step: Step) -> [String: StoredValue] {
        guard step.number("quantity") != 0 else { return [:] }
        var values: [String: StoredValue] = [:]
        for name in ["quantity", "shippedQuantity", "invoicedQuantity", "shipQuantity", "invoiceQuantity"] {
            values[name] = BCAmount.text(step.invoice, scale: 5)
        }
        for name in ["discountAmount", "amountExcludingTax", "totalTaxAmount", "amountIncludingTax"] {
            values[name] = BCAmount.text(share(name, of: step))
        }
        return values
    }

    /// The part of an amount that belongs to what is invoiced now: the parts of all invoices come to the whole.
    private func share(_ name: String, of step: Step) -> Decimal {
        let (whole, amount) = (step.number("quantity"), step.number(name))
        guard whole != 0 else { return 0 }
        let before = step.number("invoicedQuantity")
        return BCAmount.rounded(amount * (before + step.invoice) / whole) - BCAmount.rounded(amount * before / whole)
    }

    // What is left.

    private func keep(_ steps: [Step], of order: StoredRecord) throws {
        for step in steps where step.number("quantity") != 0 {
            let quantity = step.number("quantity")
            let (shipped, invoiced) = (
                step.number("shippedQuantity") + step.ship, step.number("invoicedQuantity") + step.invoice
            )
            let values = [
                "shippedQuantity": shipped, "invoicedQuantity": invoiced, "shipQuantity": quantity - shipped,
                "invoiceQuantity": quantity - invoiced,
            ]
            try tables.update(
                step.line, unchanged: .leaves, values: values.mapValues { BCAmount.text($0, scale: 5) })
        }
        let isShipped = steps.allSatisfy { $0.number("shippedQuantity") + $0.ship == $0.number("quantity") }
        // Posting releases an order.
        try tables.update(
            order,
            values: [
                "status": .integer(BCDocumentStates.releasedOrder), "fullyShipped": .integer(isShipped ? 1 : 0),
            ])
    }
}

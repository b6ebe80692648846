import Foundation

/// The posted invoices as the companion app publishes them: what API v2.0 leaves out of them, and a time that moves whenever
/// something was paid.
struct BCPostedInvoices {
    let tables: Tables
    let company: String

    static let table = "postedSalesInvoice"
    private static let lineTable = "postedSalesInvoiceLine"

    /// Publishes an invoice that was just posted, with its lines, under their ids.
    func publish(_ invoice: StoredRecord) throws {
        let documents = BCDocuments(tables: tables, company: company)
        var values = documents.copied(invoice, to: try tables.schema(Self.table))
        values["documentDate"] = invoice["invoiceDate"]
        values["shipmentDate"] = invoice["postingDate"]
        values["salespersonCode"] = invoice["salesperson"]
        values["salespersonId"] = try id("salespersonPurchaser", "code", invoice["salesperson"])
        let customer = try invoice["customerId"].text.flatMap { try tables.record("customer", id: $0) }
        values["shippingAgentId"] = customer?["shippingAgentId"] ?? .null
        values["remainingAmount"] = invoice["totalAmountIncludingTax"]
        try tables.server.insert(Self.table, id: invoice.id, company: company, values: values)
        for line in try documents.lines(of: invoice) { try publish(line, of: invoice) }
    }

    private func publish(_ line: StoredRecord, of invoice: StoredRecord) throws {
        var values = BCDocuments(tables: tables, company: company).copied(line, to: try tables.schema(Self.lineTable))
        values["documentNumber"] = invoice["number"]
        values["lineNumber"] = line["sequence"]
        values["invoiceDiscountAmount"] = line["invoiceDiscountAllocation"]
        values["amountExcludingTax"] = line["netAmount"]
        values["amountIncludingTax"] = line["netAmountIncludingTax"]
        let item = try line["itemId"].text.flatMap { try tables.record("item", id: $0) }
        var resource: StoredRecord?
        if line["lineType"] == 3 {
            resource = try tables.record("resource", where: [("number", line["lineObjectNumber"])], company: company)
        }
        let factor = try item.map { try BCStock(tables: tables, company: company).factor(of: line, $0) } ?? 1
        values["quantityBase"] = BCAmount.text(BCAmount.number(line["quantity"]) * factor, scale: 5)
        values["baseUnitOfMeasureId"] = (item ?? resource)?["baseUnitOfMeasureId"] ?? .null
        let (number, unit) = (line["lineObjectNumber"], line["unitOfMeasureCode"])
        switch line["lineType"] {
        case 2: values["itemUnitOfMeasureId"] = try unitID("item", number, unit)
        case 3:
            values["resourceId"] = resource.map { .text($0.id) } ?? .null
            values["resourceUnitOfMeasureId"] = try unitID("resource", number, unit)
        default: break
        }
        try tables.server.insert(Self.lineTable, id: line.id, company: company, values: values)
    }

    /// Says what remains to be paid of an invoice.
    func settle(_ id: String, remaining: Decimal, isCancelled: Bool) throws {
        guard let row = try tables.record(Self.table, id: id) else { return }
        try tables.server.update(
            row, unchanged: .leaves,
            values: [
                "remainingAmount": BCAmount.text(remaining), "closed": .integer(remaining == 0 ? 1 : 0),
                "cancelled": .integer(isCancelled ? 1 : 0),
            ])
    }

    private func id(_ table: String, _ field: String, _ value: StoredValue) throws -> StoredValue {
        guard !value.isEmpty else { return .null }
        return try tables.record(table, where: [(field, value)], company: company).map { .text($0.id) } ?? .null
    }

    private func unitID(_ table: String, _ number: StoredValue, _ unit: StoredValue) throws -> StoredValue {
        let wanted = [(field: table + "Number", value: number), (field: "code", value: unit)]
        return try tables.record(table + "UnitOfMeasure", where: wanted, company: company).map { .text($0.id) } ?? .null
    }
}

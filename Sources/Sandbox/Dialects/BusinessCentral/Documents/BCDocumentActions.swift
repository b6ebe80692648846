import Foundation

/// The bound actions of sales documents: posting, sending, making one document of another.
///
/// <https://learn.microsoft.com/dynamics365/business-central/dev-itpro/api-reference/v2.0/resources/dynamics_salesorder>
struct BCDocumentActions {
    let tables: Tables
    let company: String

    /// The states of an invoice.
    private static let draftInvoice = BCDocumentStates.draftInvoice
    static let openInvoice: Int64 = 3
    private static let canceledInvoice: Int64 = 5
    /// The state of a quote that was sent.
    private static let sentQuote: Int64 = 1

    /// Carries out an action of a document; the answer has no body.
    func perform(_ action: String, on document: StoredRecord) throws -> HTTPAnswer {
        switch (document.schema.table, action) {
        case ("salesOrder", "shipAndInvoice"): try shipAndInvoice(document)
        case ("salesInvoice", "post"), ("salesInvoice", "postAndSend"): try post(document)
        case ("salesInvoice", "cancel"), ("salesInvoice", "cancelAndSend"): try cancel(document)
        case ("salesInvoice", "send"): break
        case ("salesQuote", "makeOrder"): try move(document, to: "salesOrder", [:])
        case ("salesQuote", "makeInvoice"): try move(document, to: "salesInvoice", [:])
        case ("salesQuote", "send"):
            let values: [String: StoredValue] = [
                "status": .integer(Self.sentQuote), "sentDate": .integer(tables.now.milliseconds),
            ]
            try tables.update(document, values: values)
        default: throw BCFailure.noResource("Microsoft.NAV.\(action)")
        }
        return HTTPAnswer(204, headers: [("OData-Version", "4.0")])
    }

    /// The order goes, and a posted invoice is there.
    private func shipAndInvoice(_ order: StoredRecord) throws {
        try checkPosting(order)
        guard order["status"] != .integer(BCDocumentStates.orderInReview) else {
            throw BCFailure.dialog("This document can only be released when the approval process is complete.")
        }
        try ship(order)
        let invoice = try move(
            order, to: "salesInvoice",
            [
                "status": .integer(Self.openInvoice), "orderId": .text(order.id), "orderNumber": order["number"],
                "invoiceDate": order["postingDate"], "dueDate": try dueDate(of: order),
            ])
        try book(invoice)
    }

    /// What is posted has a line with a quantity, and a customer who is not blocked.
    private func checkPosting(_ document: StoredRecord) throws {
        guard try lines(of: document).contains(where: { BCAmount.number($0["quantity"]) != 0 }) else {
            throw BCFailure.dialog("There is nothing to post.")
        }
        guard let id = document["customerId"].text,
            let customer = try tables.record("customer", id: id, company: company)
        else { return }
        try BCDocumentStates(tables: tables, company: company).checkBlocked(customer, to: "post")
    }

    /// What is shipped is no longer in stock.
    private func ship(_ order: StoredRecord) throws {
        for line in try lines(of: order) {
            guard let id = line["itemId"].text, let item = try tables.record("item", id: id, company: company),
                item["type"] == 0
            else { continue }
            let unit = [
                (field: "itemNumber", value: item["number"]), (field: "code", value: line["unitOfMeasureCode"]),
            ]
            let row = try tables.record("itemUnitOfMeasure", where: unit, company: company)
            let quantity =
                BCAmount.number(line["quantity"]) * (row.map { BCAmount.number($0["quantityPerUnitOfMeasure"]) } ?? 1)
            let left = BCAmount.text(BCAmount.number(item["inventory"]) - quantity, scale: 5)
            try tables.setFlow("item", id: id, values: ["inventory": left])
        }
    }

    /// The day on which an invoice is due by its payment terms, from the day of posting.
    private func dueDate(of document: StoredRecord) throws -> StoredValue {
        let terms = try document["paymentTermsId"].text.flatMap { try tables.record("paymentTerm", id: $0) }
        guard let day = document["postingDate"].text, let formula = terms?["dueDateCalculation"].text else {
            return document["postingDate"]
        }
        return .text(BCDateFormula(formula).day(from: day) ?? day)
    }

    /// What was posted is part of what its customer owes.
    private func book(_ invoice: StoredRecord?, isCancelled: Bool = false) throws {
        guard let id = invoice?.id, let invoice = try tables.record("salesInvoice", id: id, company: company) else {
            return
        }
        try BCStatistics(tables: tables, company: company).book(invoice, isCancelled: isCancelled)
    }

    /// A draft keeps its id, and gets the number of a posted invoice.
    private func post(_ invoice: StoredRecord) throws {
        guard invoice["status"] == .integer(Self.draftInvoice) else {
            throw BCFailure.dialog("The invoice has already been posted.")
        }
        try checkPosting(invoice)
        try BCDocuments(tables: tables, company: company).forget(invoice)
        let number = "P" + (invoice["number"].text ?? "")
        let posted = try tables.update(
            invoice,
            values: [
                "status": .integer(Self.openInvoice), "number": .text(number), "dueDate": try dueDate(of: invoice),
            ])
        try BCDocuments(tables: tables, company: company).addUp(posted)
        try book(posted)
    }

    private func cancel(_ invoice: StoredRecord) throws {
        guard invoice["status"] == .integer(Self.openInvoice) else {
            throw BCFailure.dialog("Only posted invoices can be canceled.")
        }
        try tables.update(invoice, values: ["status": .integer(Self.canceledInvoice)])
        try tables.setFlow(invoice.schema.table, id: invoice.id, values: ["remainingAmount": "0"])
        try book(invoice, isCancelled: true)
    }

    /// Makes a document of another with its lines, which goes.
    @discardableResult
    private func move(
        _ document: StoredRecord, to table: String, _ values: [String: StoredValue]
    ) throws -> StoredRecord? {
        let target = try tables.schema(table)
        guard let collection = target.definition.collections.first(where: { $0.isOwned == true }) else { return nil }
        var values = copied(document, to: target).merging(values) { _, new in new }
        if let number = try tables.nextNumber(target, company: document.company) { values["number"] = .text(number) }
        try BCDocuments(tables: tables, company: company).forget(document)
        // What its lines come to is worked out anew.
        for name in values.keys where name.hasPrefix("totalAmount") { values[name] = "0" }
        let made = try tables.insert(table, company: document.company, values: values)
        for line in try lines(of: document) {
            var row = copied(line, to: try tables.schema(collection.table))
            row[collection.field] = .text(made.id)
            try tables.insert(collection.table, company: document.company, values: row)
            try tables.delete(line.schema.table, id: line.id)
        }
        try tables.delete(document.schema.table, id: document.id)
        try BCDocuments(tables: tables, company: company).addUp(made)
        return made
    }

    private func lines(of document: StoredRecord) throws -> [StoredRecord] {
        guard let collection = document.schema.definition.collections.first(where: { $0.isOwned == true }) else {
            return []
        }
        let order = [Query.Order(.field("sequence"))]
        return try tables.records(
            Query(collection.table, where: .field(collection.field, .equal, .text(document.id)), order: order))
    }

    /// The values of the fields that both tables have; a state means something else in each.
    private func copied(_ record: StoredRecord, to schema: TableSchema) -> [String: StoredValue] {
        var values: [String: StoredValue] = [:]
        for column in record.schema.columns where column.name != "status" && schema.index(of: column.name) != nil {
            values[column.name] = record[column.name]
        }
        return values
    }
}

/// The bound actions of sales documents: posting, sending, making one document of another.
///
/// <https://learn.microsoft.com/dynamics365/business-central/dev-itpro/api-reference/v2.0/resources/dynamics_salesorder>
struct BCDocumentActions {
    let tables: Tables
    let company: String

    /// The state of a quote that was sent.
    private static let sentQuote: Int64 = 1

    /// Carries out an action of a document; the answer has no body.
    func perform(_ action: String, on document: StoredRecord) throws -> HTTPAnswer {
        let invoices = BCInvoicePosting(tables: tables, company: company)
        let memos = BCCreditMemos(tables: tables, company: company)
        switch (document.schema.table, action) {
        case ("salesOrder", "shipAndInvoice"):
            try BCOrderPosting(tables: tables, company: company).post(document, .both)
        case ("salesInvoice", "post"), ("salesInvoice", "postAndSend"): try invoices.post(document)
        case ("salesInvoice", "cancel"), ("salesInvoice", "cancelAndSend"): try invoices.cancel(document)
        case ("salesInvoice", "makeCorrectiveCreditMemo"): try memos.make(of: document)
        case ("salesCreditMemo", "post"), ("salesCreditMemo", "postAndSend"): try memos.post(document)
        case ("salesInvoice", "send"), ("salesCreditMemo", "send"): break
        case ("salesQuote", "makeOrder"): try move(document, to: "salesOrder")
        case ("salesQuote", "makeInvoice"): try move(document, to: "salesInvoice")
        case ("salesQuote", "send"):
            let values: [String: StoredValue] = [
                "status": .integer(Self.sentQuote), "sentDate": .integer(tables.now.milliseconds),
            ]
            try tables.update(document, values: values)
        default: throw BCFailure.noResource("Microsoft.NAV.\(action)")
        }
        return HTTPAnswer(204, headers: [("OData-Version", "4.0")])
    }

    /// Makes a document of a quote with its lines, which goes.
    private func move(_ document: StoredRecord, to table: String) throws {
        let target = try tables.schema(table)
        guard let collection = target.definition.collections.first(where: { $0.isOwned == true }) else { return }
        let documents = BCDocuments(tables: tables, company: company)
        var values = documents.copied(document, to: target)
        if let number = try tables.nextNumber(target, company: document.company) { values["number"] = .text(number) }
        // What its lines come to is worked out anew.
        for name in values.keys where name.hasPrefix("totalAmount") { values[name] = "0" }
        let made = try tables.insert(table, company: document.company, values: values)
        for line in try documents.lines(of: document) {
            var row = documents.copied(line, to: try tables.schema(collection.table))
            row[collection.field] = .text(made.id)
            try tables.insert(collection.table, company: document.company, values: row)
            try tables.delete(line.schema.table, id: line.id)
        }
        try tables.delete(document.schema.table, id: document.id)
        try documents.addUp(made)
    }
}

import Foundation

/// Credit memos: made of posted invoices, posted, applied to them.
struct BCCreditMemos {
    let tables: Tables
    let company: String

    /// The states of a credit memo.
    private static let draft: Int64 = 1
    private static let open: Int64 = 3
    private static let corrective: Int64 = 5
    private static let paid: Int64 = 6

    /// Makes a draft with what a posted invoice holds.
    @discardableResult
    func make(of invoice: StoredRecord) throws -> StoredRecord {
        guard invoice["status"] != .integer(BCDocumentStates.draftInvoice) else {
            throw BCFailure.dialog("The action can be applied to a posted invoice only.")
        }
        guard invoice["remainingAmount"] == invoice["totalAmountIncludingTax"] else {
            throw BCFailure.dialog(
                invoice["remainingAmount"] == "0"
                    ? "The invoice is closed. The corrective credit memo will not be applied to the invoice."
                    : "The invoice is partially paid or credited. The corrective credit memo may not be fully closed by the invoice."
            )
        }
        let documents = BCDocuments(tables: tables, company: company)
        let schema = try tables.schema("salesCreditMemo")
        var values = documents.copied(invoice, to: schema)
        let today = StoredValue.text(tables.now.dayText)
        for name in ["creditMemoDate", "postingDate", "dueDate"] { values[name] = today }
        values["number"] = .text(try tables.nextNumber(schema, company: company) ?? "")
        values["invoiceId"] = .text(invoice.id)
        values["invoiceNumber"] = invoice["number"]
        for name in values.keys where name.hasPrefix("totalAmount") { values[name] = "0" }
        let memo = try tables.insert("salesCreditMemo", company: company, values: values)
        for line in try documents.lines(of: invoice) {
            var row = documents.copied(line, to: try tables.schema("salesCreditMemoLine"))
            row["documentId"] = .text(memo.id)
            try tables.insert("salesCreditMemoLine", company: company, values: row)
        }
        try documents.addUp(memo)
        return try tables.record("salesCreditMemo", id: memo.id) ?? memo
    }

    /// Posts a draft: what it credits is owed no longer, and back in stock.
    func post(_ memo: StoredRecord, isCancelling: Bool = false) throws {
        guard memo["status"] == .integer(Self.draft) else {
            throw BCFailure.dialog("The action can be applied to a draft credit memo only.")
        }
        try BCDocumentStates(tables: tables, company: company).checkPosting(memo)
        let posted = try tables.update(
            memo,
            values: [
                "status": .integer(isCancelling ? Self.corrective : Self.open),
                "number": .text("P" + (memo["number"].text ?? "")),
            ])
        let stock = BCStock(tables: tables, company: company)
        for line in try BCDocuments(tables: tables, company: company).lines(of: posted) {
            let move = BCStock.Move(
                kind: .creditMemo, number: posted["number"], day: posted["postingDate"],
                quantity: -BCAmount.number(line["quantity"]))
            try stock.take(line, move, for: posted)
        }
        try enter(posted)
        let invoice = try posted["invoiceId"].text.flatMap { try tables.record("salesInvoice", id: $0) }
        if let invoice, invoice["remainingAmount"] != "0" {
            try BCInvoicePosting(tables: tables, company: company).credit(
                invoice, by: posted, isCancelled: isCancelling)
        }
        let entry = try BCLedger(tables: tables, company: company).entry(.creditMemo, posted["number"])
        if !isCancelling, entry?["open"] == 0 {
            try tables.update(posted.schema.table, id: posted.id, values: ["status": .integer(Self.paid)])
        }
        try BCStatistics(tables: tables, company: company).refresh(posted["customerId"].text)
    }

    private func enter(_ memo: StoredRecord) throws {
        let posting = BCLedger.Posting(
            kind: .creditMemo, amount: -BCAmount.number(memo["totalAmountIncludingTax"]),
            sales: -BCAmount.number(memo["totalAmountExcludingTax"]), number: memo["number"],
            day: memo["postingDate"], dueDay: memo["dueDate"],
            description: .text("Credit Memo \(memo["number"].text ?? "")"))
        try BCLedger(tables: tables, company: company).enter(posting, of: memo)
    }
}

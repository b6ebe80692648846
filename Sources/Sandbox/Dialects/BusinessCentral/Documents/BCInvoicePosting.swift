import Foundation

/// Posts invoices, and what becomes of them: paid, credited, cancelled.
struct BCInvoicePosting {
    let tables: Tables
    let company: String

    private var ledger: BCLedger { BCLedger(tables: tables, company: company) }
    private var states: BCDocumentStates { BCDocumentStates(tables: tables, company: company) }

    /// The number of the next posted invoice.
    func number() throws -> StoredValue {
        .text(try tables.nextNumber(tables.schema(BCPostedInvoices.table), company: company) ?? "")
    }

    /// The day on which a document is due by its payment terms, from the day of posting.
    func dueDate(of document: StoredRecord) throws -> StoredValue {
        let terms = try document["paymentTermsId"].text.flatMap { try tables.record("paymentTerm", id: $0) }
        guard let day = document["postingDate"].text, let formula = terms?["dueDateCalculation"].text else {
            return document["postingDate"]
        }
        return .text(BCDateFormula(formula).day(from: day) ?? day)
    }

    /// A draft keeps its id, and gets the number of a posted invoice.
    func post(_ draft: StoredRecord) throws {
        guard draft["status"] == .integer(BCDocumentStates.draftInvoice) else {
            throw BCFailure.dialog("The action can be applied to a draft invoice only.")
        }
        try states.checkPosting(draft)
        let number = try self.number()
        let posted = try tables.update(
            draft,
            values: [
                "status": .integer(BCDocumentStates.openInvoice), "number": number, "dueDate": try dueDate(of: draft),
            ])
        let stock = BCStock(tables: tables, company: company)
        for line in try BCDocuments(tables: tables, company: company).lines(of: posted) {
            let move = BCStock.Move(
                kind: .invoice, number: number, day: posted["postingDate"],
                quantity: BCAmount.number(line["quantity"]))
            try stock.take(line, move, for: posted)
        }
        try book(posted)
    }

    /// What was posted is owed from now on.
    @discardableResult
    func book(_ invoice: StoredRecord) throws -> StoredRecord {
        try BCDocuments(tables: tables, company: company).addUp(invoice)
        guard let invoice = try tables.record(invoice.schema.table, id: invoice.id) else { return invoice }
        let total = BCAmount.number(invoice["totalAmountIncludingTax"])
        let posting = BCLedger.Posting(
            kind: .invoice, amount: total, sales: BCAmount.number(invoice["totalAmountExcludingTax"]),
            number: invoice["number"], day: invoice["postingDate"], dueDay: invoice["dueDate"],
            description: .text("Invoice \(invoice["number"].text ?? "")"))
        try ledger.enter(posting, of: invoice)
        try BCPostedInvoices(tables: tables, company: company).publish(invoice)
        try settle(invoice, remaining: total)
        return invoice
    }

    /// A customer pays an invoice, or a part of it: all that remains, unless an amount is named.
    func pay(_ invoice: StoredRecord, _ amount: Decimal?) throws {
        let debt = try debt(of: invoice)
        let amount = amount ?? BCAmount.number(debt["remainingAmount"])
        guard amount > 0 else { throw BCFailure.dialog("Amount must be positive.") }
        let today = StoredValue.text(tables.now.dayText)
        let next = try ledger.next("customerLedgerEntry")
        let number = "PAY\(next.integer ?? 0)"
        let payment = try ledger.enter(
            .init(
                kind: .payment, amount: -amount, number: .text(number), day: today, dueDay: today,
                description: .text("Payment of Invoice \(invoice["number"].text ?? "")")), of: invoice)
        try settle(invoice, remaining: try ledger.apply(payment, to: debt))
    }

    /// A credit memo is posted, and applied to its invoice.
    func credit(_ invoice: StoredRecord, by memo: StoredRecord, isCancelled: Bool = false) throws {
        let debt = try debt(of: invoice)
        guard let credit = try ledger.entry(.creditMemo, memo["number"]) else { return }
        try settle(invoice, remaining: try ledger.apply(credit, to: debt), isCancelled: isCancelled)
    }

    /// The open entry of a posted invoice.
    private func debt(of invoice: StoredRecord) throws -> StoredRecord {
        guard invoice["status"] != .integer(BCDocumentStates.draftInvoice) else {
            throw BCFailure.dialog("The action can be applied to a posted invoice only.")
        }
        guard let entry = try ledger.entry(.invoice, invoice["number"]), entry["open"] == 1 else {
            throw BCFailure.dialog("There is no open entry of invoice \(invoice["number"].text ?? "").")
        }
        return entry
    }

    /// Cancels a posted invoice by a credit memo that is posted and applied at once.
    func cancel(_ invoice: StoredRecord) throws {
        switch invoice["status"] {
        case .integer(BCDocumentStates.draftInvoice):
            throw BCFailure.dialog("The action can be applied to a posted invoice only.")
        case .integer(BCDocumentStates.canceledInvoice):
            throw BCFailure.dialog("The invoice cannot be canceled because it has already been canceled.")
        default: break
        }
        guard invoice["remainingAmount"] == invoice["totalAmountIncludingTax"] else {
            throw BCFailure.dialog(
                "You cannot cancel this posted sales invoice because it is fully or partially paid.\\\\To reverse a paid sales invoice, you must manually create a sales credit memo."
            )
        }
        let memos = BCCreditMemos(tables: tables, company: company)
        try memos.post(try memos.make(of: invoice), isCancelling: true)
    }

    /// Says everywhere what remains to be paid of an invoice.
    ///
    /// That an invoice was paid is a change of it; that a part was is none, as far as the standard API goes.
    private func settle(_ invoice: StoredRecord, remaining: Decimal, isCancelled: Bool = false) throws {
        try tables.setFlow(
            invoice.schema.table, id: invoice.id, values: ["remainingAmount": BCAmount.text(remaining)])
        var status = BCDocumentStates.openInvoice
        if remaining == 0 { status = BCDocumentStates.paidInvoice }
        if isCancelled { status = BCDocumentStates.canceledInvoice }
        if let current = try tables.record(invoice.schema.table, id: invoice.id) {
            try tables.update(current, unchanged: .leaves, values: ["status": .integer(status)])
        }
        try BCPostedInvoices(tables: tables, company: company).settle(
            invoice.id, remaining: remaining, isCancelled: isCancelled)
        try BCStatistics(tables: tables, company: company).refresh(invoice["customerId"].text)
    }
}

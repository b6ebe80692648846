import Foundation

/// What may be done to a document in its state.
struct BCDocumentStates {
    let tables: Tables
    let company: String

    /// The states of an order.
    static let openOrder: Int64 = 0
    static let orderInReview: Int64 = 1
    static let releasedOrder: Int64 = 2
    /// The states of an invoice: nobody has posted it, it is owed, it is paid, it was taken back.
    static let draftInvoice: Int64 = 1
    static let openInvoice: Int64 = 3
    static let paidInvoice: Int64 = 4
    static let canceledInvoice: Int64 = 5
    /// The documents of which some are posted, and what they are called.
    private static let posted = ["salesInvoice": "invoice", "salesCreditMemo": "credit memo"]

    /// Refuses a change of a posted invoice, or of what a released order fixes.
    func checkChange(of document: StoredRecord, _ values: [String: StoredValue]) throws {
        try checkPosted(document)
        let fixed = ["customerId", "currencyId", "pricesIncludeTax", "discountAmount"]
        guard fixed.contains(where: { name in values[name].map { $0 != document[name] } ?? false }) else { return }
        try checkOpen(document)
    }

    /// Refuses to add, change or delete a line of a document that is released or posted.
    func checkLines(of document: StoredRecord) throws {
        try checkPosted(document)
        try checkOpen(document)
    }

    /// What is posted has a line with a quantity, a customer who is not blocked, and nobody who has yet to approve it.
    func checkPosting(_ document: StoredRecord) throws {
        let lines = try BCDocuments(tables: tables, company: company).lines(of: document)
        guard lines.contains(where: { BCAmount.number($0["quantity"]) != 0 }) else {
            throw BCFailure.dialog("There is nothing to post.")
        }
        if document.schema.table == "salesOrder", document["status"] == .integer(Self.orderInReview) {
            throw BCFailure.dialog("This document can only be released when the approval process is complete.")
        }
        guard let id = document["customerId"].text,
            let customer = try tables.record("customer", id: id, company: company)
        else { return }
        try checkBlocked(customer, to: "post")
    }

    /// Refuses to delete an order of which something was shipped that is not invoiced.
    func checkShipped(_ lines: [StoredRecord]) throws {
        for line in lines where line.schema.table == "salesOrderLine" {
            let left = BCAmount.number(line["shippedQuantity"]) - BCAmount.number(line["invoicedQuantity"])
            guard left != 0 else { continue }
            throw BCFailure.dialog(
                "Qty. Shipped Not Invoiced must be equal to '0' in Sales Line: Line No.=\(line["sequence"].integer ?? 0). Current value is '\(left)'."
            )
        }
    }

    /// Refuses what is not done to a posted document.
    func checkPosted(_ document: StoredRecord) throws {
        guard let name = Self.posted[document.schema.table], document["status"] != .integer(Self.draftInvoice) else {
            return
        }
        throw BCFailure.dialog("The \(name) has been posted and can no longer be modified.")
    }

    /// Refuses a customer who gets no such documents.
    func checkBlocked(_ customer: StoredRecord, to activity: String) throws {
        guard let blocked = customer["blocked"].integer, blocked != 0 else { return }
        let label = customer.schema.field("blocked")?.options.first { $0.value == blocked }?.label ?? ""
        throw BCFailure.dialog(
            "You cannot \(activity) this type of document when Customer \(customer["number"].text ?? "") is blocked with type \(label)"
        )
    }

    /// An order is open to changes while it is a draft: released is what the API calls open.
    private func checkOpen(_ document: StoredRecord) throws {
        guard document.schema.table == "salesOrder", let status = document["status"].integer,
            status != Self.openOrder
        else { return }
        let current = status == Self.orderInReview ? "Pending Approval" : "Released"
        throw BCFailure.dialog(
            "Status must be equal to 'Open' in Sales Header: Document Type=Order, No.=\(document["number"].text ?? ""). Current value is '\(current)'."
        )
    }
}

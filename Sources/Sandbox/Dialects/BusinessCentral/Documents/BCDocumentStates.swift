/// What may be done to a document in its state.
struct BCDocumentStates {
    let tables: Tables
    let company: String

    /// The states of an order.
    static let openOrder: Int64 = 0
    static let orderInReview: Int64 = 1
    /// The state of an invoice that nobody has posted.
    static let draftInvoice: Int64 = 1

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

    /// Refuses what is not done to a posted invoice.
    func checkPosted(_ document: StoredRecord) throws {
        guard document.schema.table == "salesInvoice", document["status"] != .integer(Self.draftInvoice) else { return }
        throw BCFailure.dialog("The invoice has been posted and can no longer be modified.")
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

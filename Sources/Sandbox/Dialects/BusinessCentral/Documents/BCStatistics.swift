import Foundation

/// Keeps what the ERP says of a customer's account in step with what is ordered and posted.
///
/// Amounts are in the local currency; documents in one without a rate are left out.
struct BCStatistics {
    let tables: Tables
    let company: String

    /// What a document that is not posted adds to: open orders, open invoices.
    private static let outstanding = ["salesOrder": "outstandingOrders", "salesInvoice": "outstandingInvoices"]

    /// The total of a document that is not posted went from one amount to another.
    func move(_ document: StoredRecord, from before: Decimal, to after: Decimal) throws {
        guard before != after, let name = Self.outstanding[document.schema.table],
            let amount = try BCCurrency(tables: tables, company: company).local(after - before, of: document)
        else { return }
        if document.schema.table == "salesInvoice",
            document["status"] != .integer(BCDocumentStates.draftInvoice)
        {
            return
        }
        try add([name: amount, "total": amount], toAccountOf: document)
    }

    /// A posted invoice is owed from now on; a cancelled one no longer.
    func book(_ invoice: StoredRecord, isCancelled: Bool = false) throws {
        let currency = BCCurrency(tables: tables, company: company)
        let sign: Decimal = isCancelled ? -1 : 1
        guard let owed = try currency.local(sign * BCAmount.number(invoice["totalAmountIncludingTax"]), of: invoice),
            let sold = try currency.local(sign * BCAmount.number(invoice["totalAmountExcludingTax"]), of: invoice)
        else { return }
        try add(["balance": owed, "total": owed, "totalSales": sold], toAccountOf: invoice)
        guard let id = invoice["customerId"].text, let due = invoice["dueDate"].text, due <= tables.now.dayText,
            let customer = try tables.record("customer", id: id, company: company)
        else { return }
        let balance = BCAmount.number(customer["balanceDue"]) + owed
        try tables.setFlow("customer", id: id, values: ["balanceDue": BCAmount.text(balance)])
    }

    private func add(_ amounts: [String: Decimal], toAccountOf document: StoredRecord) throws {
        guard let customer = document["customerId"].text else { return }
        let wanted = Filter.field("customerId", .equal, .text(customer))
        let row = try tables.records(Query("customerStatistics", company: company, where: wanted)).first
        var values: [String: StoredValue] = [:]
        for (name, amount) in amounts { values[name] = BCAmount.text(BCAmount.number(row?[name]) + amount) }
        if let row {
            try tables.server.update(row, unchanged: .leaves, values: values)
        } else if let record = try tables.record("customer", id: customer, company: company) {
            values["customerId"] = .text(customer)
            for (name, source) in [
                ("customerNumber", "number"), ("displayName", "displayName"), ("blocked", "blocked"),
            ] {
                values[name] = record[source]
            }
            try tables.server.insert("customerStatistics", company: company, values: values)
        }
    }
}

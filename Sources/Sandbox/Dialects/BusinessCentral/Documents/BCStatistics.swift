import Foundation

/// Works out what the ERP says of a customer's account: from his ledger entries and from his documents that are not posted.
///
/// Amounts are in the local currency; documents in one without a rate are left out.
struct BCStatistics {
    let tables: Tables
    let company: String

    private static let amounts = [
        "balance", "outstandingOrders", "shippedNotInvoiced", "outstandingInvoices", "total", "overdueAmount",
        "totalSales",
    ]

    /// Brings the figures of a customer up to date; they count as changed when one of them did.
    ///
    /// A customer of whom there is nothing to say gets no row, unless he is to have one.
    func refresh(_ customer: String?, makesRow: Bool = false) throws {
        guard let customer, let record = try tables.record("customer", id: customer, company: company) else { return }
        let figures = try figures(of: customer)
        try tables.setFlow("customer", id: customer, values: ["balanceDue": BCAmount.text(figures.due)])
        var values = figures.amounts.mapValues { BCAmount.text($0) }
        values["creditLimit"] = record["creditLimit"]
        values["displayName"] = record["displayName"]
        values["blocked"] = record["blocked"]
        let wanted = Filter.field("customerId", .equal, .text(customer))
        guard let row = try tables.records(Query("customerStatistics", company: company, where: wanted)).first else {
            guard makesRow || figures.amounts.values.contains(where: { $0 != 0 }) else { return }
            values["customerId"] = .text(customer)
            values["customerNumber"] = record["number"]
            values["overdueAsOf"] = .text(tables.now.dayText)
            try tables.server.insert("customerStatistics", company: company, values: values)
            return
        }
        guard values.contains(where: { row[$0.key] != $0.value }) else { return }
        values["overdueAsOf"] = .text(tables.now.dayText)
        try tables.server.update(row, unchanged: .leaves, values: values)
    }

    /// Brings the figures of all customers up to date who have some: a day went by, or a limit changed.
    func refreshAll() throws {
        let rows = try tables.records(Query("customerStatistics", company: company))
        for row in rows { try refresh(row["customerId"].text) }
    }

    private func figures(of customer: String) throws -> (amounts: [String: Decimal], due: Decimal) {
        let today = tables.now.dayText
        var amounts = Dictionary(uniqueKeysWithValues: Self.amounts.map { ($0, Decimal()) })
        var due = Decimal()
        for entry in try rows("customerLedgerEntry", of: customer) {
            let left = BCAmount.number(entry["remainingAmountLocal"])
            amounts["totalSales", default: 0] += BCAmount.number(entry["salesLocal"])
            amounts["balance", default: 0] += left
            guard let day = entry["dueDate"].text, day > "0001-01-01" else { continue }
            if day < today { amounts["overdueAmount", default: 0] += left }
            if day <= today { due += left }
        }
        for order in try rows("salesOrder", of: customer) { try add(order, to: &amounts) }
        for draft in try rows("salesInvoice", of: customer)
        where draft["status"] == .integer(BCDocumentStates.draftInvoice) {
            let total = BCAmount.number(draft["totalAmountIncludingTax"])
            amounts["outstandingInvoices", default: 0] += try currency.local(total, of: draft) ?? 0
        }
        amounts["total"] = ["balance", "outstandingOrders", "shippedNotInvoiced", "outstandingInvoices"]
            .compactMap { amounts[$0] }.reduce(0, +)
        return (amounts, due)
    }

    /// What of an order is not shipped, and what is shipped and not invoiced.
    private func add(_ order: StoredRecord, to amounts: inout [String: Decimal]) throws {
        var (outstanding, shipped) = (Decimal(), Decimal())
        let lines = Query("salesOrderLine", where: .field("documentId", .equal, .text(order.id)))
        for line in try tables.records(lines) {
            let quantity = BCAmount.number(line["quantity"])
            guard quantity != 0 else { continue }
            let (sent, billed) = (BCAmount.number(line["shippedQuantity"]), BCAmount.number(line["invoicedQuantity"]))
            let amount = BCAmount.number(line["netAmountIncludingTax"])
            outstanding += BCAmount.rounded(amount * (quantity - sent) / quantity)
            shipped += BCAmount.rounded(amount * (sent - billed) / quantity)
        }
        amounts["outstandingOrders", default: 0] += try currency.local(outstanding, of: order) ?? 0
        amounts["shippedNotInvoiced", default: 0] += try currency.local(shipped, of: order) ?? 0
    }

    private var currency: BCCurrency { BCCurrency(tables: tables, company: company) }

    private func rows(_ table: String, of customer: String) throws -> [StoredRecord] {
        try tables.records(Query(table, company: company, where: .field("customerId", .equal, .text(customer))))
    }
}

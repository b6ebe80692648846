import Foundation

/// Keeps what the ERP says of a customer's account in step with what is posted.
///
/// Amounts are in the local currency; documents in another one are left out.
struct BCStatistics {
    let tables: Tables
    let company: String

    /// A posted invoice is owed from now on; a cancelled one no longer.
    func book(_ invoice: StoredRecord, isCancelled: Bool = false) throws {
        guard let customer = invoice["customerId"].text, invoice["currencyId"].isEmpty,
            let amount = invoice["totalAmountIncludingTax"].text.flatMap({ Decimal(string: $0) })
        else { return }
        let wanted = Filter.field("customerId", .equal, .text(customer))
        let row = try tables.records(Query("customerStatistics", company: company, where: wanted)).first
        var values: [String: StoredValue] = [:]
        for name in ["balance", "total", "totalSales"] {
            let before = row?[name].text.flatMap { Decimal(string: $0) } ?? 0
            let sum = before + (isCancelled ? -amount : amount)
            values[name] = DecimalText.canonical("\(sum)", scale: 2).map { .text($0) } ?? .null
        }
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

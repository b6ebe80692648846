import Foundation

/// The customer ledger: what each customer owes by which document, and what was paid or credited of it.
///
/// <https://learn.microsoft.com/dynamics365/business-central/receivables-apply-receipts-to-closed-documents>
struct BCLedger {
    let tables: Tables
    let company: String

    private static let table = "customerLedgerEntry"

    /// What an entry comes from.
    enum Kind: Int64 {
        case none = 0
        case payment = 1
        case invoice = 2
        case creditMemo = 3
    }

    /// A document's entry; `sales` is what of it counts as sold.
    struct Posting {
        var kind: Kind
        var amount: Decimal
        var sales = Decimal()
        var number: StoredValue
        var day: StoredValue
        var dueDay: StoredValue
        var description: StoredValue
    }

    /// Enters what a customer owes by a document, or what he has paid; an opening balance has no document but the customer himself.
    @discardableResult
    func enter(
        _ posting: Posting, of document: StoredRecord, customer: StoredRecord? = nil
    ) throws -> StoredRecord {
        let currency = BCCurrency(tables: tables, company: company)
        let amount = BCAmount.text(posting.amount)
        let local = BCAmount.text(try currency.local(posting.amount, of: document) ?? 0)
        return try tables.server.insert(
            Self.table, company: company,
            values: [
                "entryNumber": try next(Self.table),
                "customerId": customer.map { .text($0.id) } ?? document["customerId"],
                "customerNumber": customer?["number"] ?? document["customerNumber"], "postingDate": posting.day,
                "dueDate": posting.dueDay, "documentType": .integer(posting.kind.rawValue),
                "documentNumber": posting.number,
                "externalDocumentNumber": .text(document["externalDocumentNumber"].text ?? ""),
                "description": posting.description, "currencyId": document["currencyId"],
                "currencyCode": document["currencyCode"], "amount": amount, "remainingAmount": amount,
                "amountLocal": local, "remainingAmountLocal": local,
                "salesLocal": BCAmount.text(try currency.local(posting.sales, of: document) ?? 0),
                "open": .integer(posting.amount == 0 ? 0 : 1),
            ])
    }

    /// The entry of a document.
    func entry(_ kind: Kind, _ number: StoredValue) throws -> StoredRecord? {
        let wanted = Filter.all([
            .field("documentType", .equal, .integer(kind.rawValue)), .field("documentNumber", .equal, number),
        ])
        return try tables.records(Query(Self.table, company: company, where: wanted)).first
    }

    /// Applies a payment or a credit to a debt, as far as both reach; returns what remains of the debt.
    func apply(_ credit: StoredRecord, to debt: StoredRecord) throws -> Decimal {
        let left = BCAmount.number(debt["remainingAmount"])
        let applied = min(left, -BCAmount.number(credit["remainingAmount"]))
        try reduce(debt, by: applied, with: credit)
        try reduce(credit, by: -applied, with: debt)
        return left - applied
    }

    private func reduce(_ entry: StoredRecord, by amount: Decimal, with other: StoredRecord) throws {
        let (whole, local) = (
            BCAmount.number(entry["remainingAmount"]), BCAmount.number(entry["remainingAmountLocal"])
        )
        let left = whole - amount
        let leftLocal = whole == 0 ? local : BCAmount.rounded(local * left / whole)
        var values: [String: StoredValue] = [
            "remainingAmount": BCAmount.text(left), "remainingAmountLocal": BCAmount.text(leftLocal),
            "open": .integer(left == 0 ? 0 : 1),
        ]
        if left == 0 { values["closedByEntryNumber"] = other["entryNumber"] }
        try tables.server.update(entry, unchanged: .leaves, values: values)
    }

    /// The next number of a ledger's entries.
    func next(_ table: String) throws -> StoredValue {
        let last = Query.Order(.field("entryNumber"), descending: true)
        let greatest = try tables.records(Query(table, company: company, order: [last], limit: 1)).first
        return .integer((greatest?["entryNumber"].integer ?? 0) + 1)
    }
}

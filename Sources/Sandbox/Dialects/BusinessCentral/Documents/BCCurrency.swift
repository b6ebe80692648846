import Foundation

/// The rates of foreign currencies: how many of them one unit of the local currency buys.
struct BCCurrency {
    let tables: Tables
    let company: String

    /// The rate of a document's currency: one for the local currency, `nil` where nobody has entered one.
    func rate(of document: StoredRecord) throws -> Decimal? {
        guard let id = document["currencyId"].text, id != GUIDText.zero else { return 1 }
        guard let currency = try tables.record("currency", id: id, company: company) else { return nil }
        let own = BCAmount.number(currency["exchangeRate"])
        if own > 0 { return own }
        let wanted = [(field: "currencyCode", value: currency["code"])]
        guard let row = try tables.record("currencyExchangeRate", where: wanted, company: company) else { return nil }
        let (amount, local) = (
            BCAmount.number(row["exchangeRateAmount"]), BCAmount.number(row["relationalExchangeRateAmount"])
        )
        return amount > 0 && local > 0 ? amount / local : nil
    }

    /// An amount of a document in the local currency; `nil` where its currency has no rate.
    func local(_ amount: Decimal, of document: StoredRecord) throws -> Decimal? {
        try rate(of: document).map { BCAmount.rounded(amount / $0) }
    }
}

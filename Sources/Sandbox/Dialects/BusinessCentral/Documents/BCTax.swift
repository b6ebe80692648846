import Foundation

/// The tax on an amount of a document, whose prices are with or without it.
struct BCTax {
    let document: StoredRecord

    /// Whether the prices of the document include the tax.
    var isIncluded: Bool { document["pricesIncludeTax"] == 1 }

    /// The exact net amount and tax of an amount as the document's prices have it.
    func exact(of amount: Decimal, percent: Decimal) -> (net: Decimal, tax: Decimal) {
        guard isIncluded else { return (amount, amount * percent / 100) }
        let net = amount / (1 + percent / 100)
        return (net, amount - net)
    }

    /// The same, rounded; net amount and tax add up to the whole.
    func amounts(of amount: Decimal, percent: Decimal) -> (net: Decimal, tax: Decimal) {
        let exact = exact(of: amount, percent: percent)
        let tax = BCAmount.rounded(exact.tax)
        return (isIncluded ? amount - tax : amount, tax)
    }
}

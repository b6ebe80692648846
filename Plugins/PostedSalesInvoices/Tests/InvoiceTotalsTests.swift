import Foundation
import PluginTesting
import Testing

@testable import PostedSalesInvoicesPlugin

/// What the CRM works out of the lines that it is given, after the rules of the service.
private struct CRMTotals {
    var net = Decimal()
    var tax = Decimal()

    init(_ lines: [Fields], discount: Decimal) {
        for line in lines {
            let base = Amount.rounded(Amount.of(line["quantity"]) * Amount.of(line["priceperunit"]))
            net += base - Amount.of(line["manualdiscountamount"])
            tax += Amount.of(line["tax"])
        }
        net -= discount
    }
}

@Suite("The totals of posted sales invoices")
struct InvoiceTotalsTests {
    /// An ERP's line: its amounts are rounded to the cent, one by one, whatever its price.
    private static func line(
        _ random: inout some RandomNumberGenerator, percent: Int, hasTax: Bool
    ) -> (state: LineState, net: Decimal, gross: Decimal) {
        let parts = [1, 10, 100_000][Int.random(in: 0..<3, using: &random)]
        let quantity = Decimal(Int.random(in: 1...40_000, using: &random)) / Decimal(parts)
        let price = Decimal(Int.random(in: 0...9_999_999, using: &random)) / 100_000
        let whole = Amount.rounded(quantity * price)
        let discount =
            Bool.random(using: &random)
            ? 0 : Amount.rounded(whole * Decimal(Int.random(in: 0...99, using: &random)) / 100)
        let left = whole - discount
        let share = Bool.random(using: &random) ? 0 : Amount.rounded(left / 7)
        let rate = Decimal(percent) / 100
        let taxed = left - share
        let net = hasTax ? Amount.rounded(taxed / (1 + rate)) : taxed
        let gross = hasTax ? taxed : taxed + Amount.rounded(taxed * rate)
        let fields: Fields = [
            "quantity": Amount.value(quantity), "quantityBase": Amount.value(quantity),
            "unitPrice": Amount.value(price), "discountAmount": Amount.value(discount),
            "invoiceDiscountAmount": Amount.value(share), "amountExcludingTax": Amount.value(net),
            "amountIncludingTax": Amount.value(gross), "taxPercent": .text("\(percent)"),
        ]
        return (PostedSalesInvoicesPluginTests.line("l", fields), net, gross)
    }

    @Test("they are the ERP's, to the cent, with and without the tax in the prices", arguments: 0..<400)
    func totals(_ seed: UInt64) {
        var random = Seeded(state: seed &+ 1)
        let hasTax = Bool.random(using: &random)
        let made = (0..<Int.random(in: 1...6, using: &random)).map { _ in
            Self.line(&random, percent: [0, 5, 20, 21][Int.random(in: 0..<4, using: &random)], hasTax: hasTax)
        }
        let lines = made.map { InvoiceLine($0.state, hasTaxInPrices: hasTax) }
        let sent = lines.map { $0.amounts(inBaseUnit: false) }
        let totals = CRMTotals(sent, discount: lines.map(\.invoiceDiscount).reduce(0, +))
        #expect(totals.net == made.map(\.net).reduce(0, +), "seed \(seed)")
        #expect(totals.net + totals.tax == made.map(\.gross).reduce(0, +), "seed \(seed)")
        // The CRM takes no discount below zero, and no more than four digits of a price.
        #expect(sent.allSatisfy { Amount.of($0["manualdiscountamount"]) >= 0 }, "seed \(seed)")
        #expect(sent.allSatisfy { Amount.rounded(Amount.of($0["priceperunit"]), 4) == Amount.of($0["priceperunit"]) })
    }

    /// The same numbers from the same seed.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state ^ (state >> 29)) &* 0x9E37_79B9_7F4A_7C15
        }
    }

    @Test("words alone are one of something that costs nothing")
    func words() {
        let line = InvoiceLine(
            PostedSalesInvoicesPluginTests.line(
                "w",
                [
                    "lineObjectNumber": "", "description": "Merci", "itemId": .null, "quantity": "0",
                    "quantityBase": "0", "unitPrice": "0", "amountExcludingTax": "0", "amountIncludingTax": "0",
                ]), hasTaxInPrices: false)
        #expect(line.words == "Merci" && line.product == nil)
        let free: Fields = ["quantity": "1", "priceperunit": "0", "manualdiscountamount": "0", "tax": "0"]
        #expect(line.amounts(inBaseUnit: false) == free)
    }
}

import Model

extension SampleCompany {
    /// A customer price group with prices.
    private struct PriceGroup {
        var code: String
        var currency = ""
        /// How many items have a price for it, and what a price of the local currency is in its own, in hundredths.
        var items: Int
        var rate = 100
    }

    /// The groups that have prices, in the currencies that their pages say; one has none yet.
    private static let pricedGroups = [
        PriceGroup(code: "DÉTAIL", items: 12),
        PriceGroup(code: "SUISSE-GR", currency: "CHF", items: 10, rate: 94),
        PriceGroup(code: "NORD", currency: "ISK", items: 2, rate: 14_200),
    ]

    /// The prices of customer price groups, in the old pricing.
    ///
    /// Three are none of the CRM’s: from a quantity on, for all customers, and in another currency than its group’s.
    mutating func addSalesPrices() {
        var random = self.random.branch("sales prices")
        for group in Self.pricedGroups {
            for place in 0..<group.items { addGroupPrice(place * 3, of: group, &random) }
        }
        let (home, swiss) = (Self.pricedGroups[0], Self.pricedGroups[1])
        addGroupPrice(0, of: home, &random, ["minimumQuantity": "10"])
        addGroupPrice(3, of: home, &random, ["salesType": 2, "salesCode": "", "customerPriceGroupId": .null])
        addGroupPrice(36, of: swiss, &random, ["currencyId": draft.currency("USD"), "currencyCode": "USD"])
    }

    /// A price of an item for a group; every second is without a unit: it is one in the base unit.
    private mutating func addGroupPrice(
        _ ordinal: Int, of group: PriceGroup, _ random: inout CompanyRandom, _ more: Fields = [:]
    ) {
        let number = "A\(10_000 + ordinal)"
        let item = draft.rows.first { $0.table == "item" && $0.values["number"] == .text(number) }?.values ?? [:]
        var row: Fields = [
            "salesType": 1, "salesCode": .text(group.code),
            "customerPriceGroupId": draft.id(.erp, "customerPriceGroup", group.code),
            "itemId": draft.id(.erp, "item", number), "itemNumber": .text(number), "minimumQuantity": "0",
            "unitPrice": .text(CompanyRandom.canonical((900 + ordinal * 37) * group.rate / 100, scale: 2)),
            "currencyId": draft.currency(group.currency), "currencyCode": .text(group.currency),
            "startingDate": "2026-01-01", "itemUnitOfMeasureId": item["baseItemUnitOfMeasureId"] ?? .null,
        ]
        if ordinal % 2 == 0, let unit = item["baseUnitOfMeasureId"], let code = item["baseUnitOfMeasureCode"] {
            row.append("unitOfMeasureId", unit)
            row.append("unitOfMeasureCode", code)
        }
        for field in more { row[field.name] = field.value }
        draft.add(.erp, "salesPrice", id: random.guid(), row)
    }
}

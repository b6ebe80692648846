import Model

extension SampleCompany {
    /// Six resources: one that is blocked, one without unit.
    mutating func addResources() {
        var random = self.random.branch("resources")
        let resources: [(name: String, type: Int64, unit: String, cost: Int)] = [
            ("Montage", 0, "KG", 3_800), ("Pose et réglage", 0, "H", 4_250), ("Découpe au laser", 1, "H", 7_900),
            ("Livraison express", 0, "H", 3_000), ("Étude d’éclairage", 0, "H", 6_400),
            ("Presse à emboutir", 1, "H", 9_900),
        ]
        for (place, resource) in resources.enumerated() {
            let number = "R00\(20 + 10 * place)"
            var row: Fields = [
                "number": .text(number), "displayName": .text(resource.name), "type": .integer(resource.type),
                "unitCost": .text(CompanyRandom.canonical(resource.cost, scale: 2)),
                "unitPrice": .text(CompanyRandom.canonical(resource.cost * 16 / 10, scale: 2)),
                "capacity": .text("\(random.number(4...40) * 8)"), "blocked": .boolean(place == 5),
            ]
            if place != 4 {
                row.append("baseUnitOfMeasureId", draft.id(.erp, "unitOfMeasure", resource.unit))
                row.append("baseUnitOfMeasureCode", .text(resource.unit))
            }
            if place == 2 { row.append("vendorNumber", .text(Self.vendorNumber(2))) }
            var units = self.random.branch("units of \(number)")
            let (group, base) = (units.guid(), units.guid())
            row.append("unitGroupId", .text(group))
            if place != 4 { row.append("baseResourceUnitOfMeasureId", .text(base)) }
            draft.add(.erp, "resource", id: random.guid(), code: number, row)
            addUnitGroup(group, of: number, resource.name, isResource: true)
            if place != 4 { addUnit(base, resource.unit, of: number, isResource: true) }
            // A resource that is sold by the set of hours as well.
            if place == 1 { addUnit(units.guid(), "JEU", "8", of: number, isResource: true) }
        }
    }

    /// A price list of the sample company.
    private struct PriceList {
        var code: String
        var text: String
        var currency = ""
        /// Draft, active, inactive.
        var status: Int64 = 1
        var start: FieldValue = "2026-01-01"
        var end: FieldValue = .null
        var more: Fields = [:]
        /// How many items it has, and what a price of the local currency is in its own, in hundredths.
        var items = 0
        var rate = 100
    }

    /// Lists in three currencies, in every state, one in the currency that nobody has entered a rate for, and three that are not
    /// meant for the CRM: of purchase prices, of discounts, and one whose defaults may be changed.
    private static let priceLists = [
        PriceList(code: "PUBLIC", text: "Tarif public", items: 40),
        PriceList(code: "SUISSE", text: "Tarif Suisse", currency: "CHF", end: "2026-12-31", items: 30, rate: 94),
        PriceList(
            code: "EXPORT", text: "Tarif export, en préparation", currency: "USD", status: 0, items: 10, rate: 109),
        PriceList(
            code: "2025", text: "Tarif de l’an passé", status: 2, start: "2025-01-01", end: "2025-12-31", items: 12),
        PriceList(code: "ISLANDE", text: "Tarif Islande", currency: "ISK", items: 2),
        PriceList(code: "ACHATS", text: "Prix d’achat", more: ["priceType": 2], items: 3),
        PriceList(code: "REMISES", text: "Remises", more: ["amountType": 2], items: 3),
        PriceList(code: "CHANTIER", text: "Prix de chantier", more: ["allowUpdatingDefaults": true], items: 3),
    ]

    /// The price lists with their lines.
    mutating func addPriceLists() {
        var random = self.random.branch("prices")
        for list in Self.priceLists {
            var row: Fields = [
                "code": .text(list.code), "description": .text(list.text), "status": .integer(list.status),
                "priceType": 1, "amountType": 1, "sourceType": 0, "allowUpdatingDefaults": false,
                "startingDate": list.start, "endingDate": list.end, "currencyId": draft.currency(list.currency),
                "currencyCode": .text(list.currency),
            ]
            for field in list.more { row[field.name] = field.value }
            draft.add(.erp, "priceListHeader", id: random.guid(), code: list.code, row)
            for place in 0..<list.items {
                // Every third price is without a unit: it is one in the base unit.
                addPrice(place, of: list, itemPrice(place * 3, list, withUnit: place % 3 != 0), &random)
            }
        }
        addOddPrices(&random)
    }

    /// What no price of the CRM can be: from a quantity on, in another currency than the list, of an item that is blocked; and a
    /// resource's, which can.
    private mutating func addOddPrices(_ random: inout CompanyRandom) {
        let (home, swiss) = (Self.priceLists[0], Self.priceLists[1])
        var fromTen = itemPrice(0, home, withUnit: true)
        fromTen["minimumQuantity"] = "10"
        var dollars = itemPrice(120, swiss, withUnit: true)
        dollars["currencyId"] = draft.currency("USD")
        dollars["currencyCode"] = "USD"
        let resource = "R0030"
        let service: Fields = [
            "assetType": 3, "assetNumber": .text(resource), "resourceId": draft.id(.erp, "resource", resource),
            "unitPrice": "72.5", "resourceUnitOfMeasureId": draft.id(.erp, "resourceUnitOfMeasure", resource + " H"),
        ]
        let odd = [
            (home, fromTen), (swiss, dollars), (home, itemPrice(131, home, withUnit: true)), (home, service),
        ]
        for (place, price) in odd.enumerated() { addPrice(100 + place, of: price.0, price.1, &random) }
    }

    /// The groups of the old pricing: in the local currency, in another, and in the one that nobody has entered a rate for.
    ///
    /// A group has no currency of its own; the companion's page says the one of its prices.
    mutating func addCustomerPriceGroups() {
        var random = self.random.branch("customer price groups")
        for (code, text, currency) in [
            ("DÉTAIL", "Prix de détail", ""), ("GROS", "Prix de gros", ""),
            ("SUISSE-GR", "Prix de gros, Suisse", "CHF"),
            ("NORD", "Prix pour le Nord", "ISK"),
        ] {
            draft.add(
                .erp, "customerPriceGroup", id: random.guid(), code: code,
                [
                    "code": .text(code), "description": .text(text), "currencyId": draft.currency(currency),
                    "currencyCode": .text(currency),
                ])
        }
    }

    private func itemPrice(_ ordinal: Int, _ list: PriceList, withUnit: Bool) -> Fields {
        let number = "A\(10_000 + ordinal)"
        let item = draft.rows.first { $0.table == "item" && $0.values["number"] == .text(number) }?.values ?? [:]
        var row: Fields = [
            "assetType": 1, "assetNumber": .text(number), "itemId": draft.id(.erp, "item", number),
            "unitPrice": .text(CompanyRandom.canonical((1_000 + ordinal * 37) * list.rate / 100, scale: 2)),
        ]
        // The page says the unit of the price or, where it has none, the item's base unit.
        row.append("itemUnitOfMeasureId", item["baseItemUnitOfMeasureId"] ?? .null)
        if withUnit, let unit = item["baseUnitOfMeasureId"], let code = item["baseUnitOfMeasureCode"] {
            row.append("unitOfMeasureId", unit)
            row.append("unitOfMeasureCode", code)
        }
        return row
    }

    private mutating func addPrice(_ place: Int, of list: PriceList, _ price: Fields, _ random: inout CompanyRandom) {
        var row: Fields = [
            "priceListId": draft.id(.erp, "priceListHeader", list.code), "priceListCode": .text(list.code),
            "lineNumber": .integer(Int64(place + 1) * 10_000), "priceType": 1, "amountType": 1, "minimumQuantity": "0",
            "currencyId": draft.currency(list.currency), "currencyCode": .text(list.currency),
            "startingDate": list.start, "endingDate": list.end, "status": .integer(list.status),
        ]
        for field in list.more where field.name != "allowUpdatingDefaults" { row[field.name] = field.value }
        for field in price { row[field.name] = field.value }
        draft.add(.erp, "priceListLine", id: random.guid(), row)
    }

    /// One of the lists is in the CRM already, under another description.
    mutating func addKnownPriceList() {
        var random = self.random.branch("known prices")
        draft.add(
            .crm, "pricelevel", id: random.guid(), code: "PUBLIC",
            [
                "name": "Public", "description": "Liste des prix",
                "transactioncurrencyid": draft.id(.crm, "transactioncurrency", draft.localCurrency), "statecode": 0,
                "statuscode": 100_001,
            ])
    }
}

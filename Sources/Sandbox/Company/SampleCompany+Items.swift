import Model

extension SampleCompany {
    private static let kinds: [(category: String, text: String, unit: String, cost: ClosedRange<Int>)] = [
        ("ÉCLAIRAGE", "Lampe", "PCE", 12...240), ("QUINCAILLERIE", "Charnière", "BTE", 2...40),
        ("PAPETERIE", "Carnet", "PAQ", 3...25), ("VERRERIE", "Carafe", "PCE", 5...90),
        ("TEXTILE", "Toile de lin", "M", 8...60),
        ("ÉPICERIE", "Café en grains", "KG", 9...45), ("PEINTURE", "Laque", "L", 6...70),
        ("SOLS", "Parquet", "M2", 15...120),
        ("MOBILIER", "Étagère", "PCE", 40...900), ("SERVICE", "Pose à domicile", "H", 30...80),
    ]
    private static let finishes = [
        "chêne clair", "laiton brossé", "noir mat", "bleu nuit", "gris perle", "façon noyer", "écru", "rouge cuivré",
        "vert d’eau", "blanc cassé",
    ]
    private static let series = [
        "Rivage", "Alcôve", "Mistral", "Grès", "Solstice", "Cévenne", "Ondée", "Atelier", "Brume", "Zénith",
    ]

    /// Five hundred items: blocked ones, stock below zero, a negative price, one without unit.
    mutating func addItems() {
        var random = self.random.branch("items")
        for kind in Self.kinds {
            draft.add(
                .erp, "itemCategory", id: random.guid(), code: kind.category,
                ["code": .text(kind.category), "displayName": .text(kind.text)])
        }
        for ordinal in 0..<500 { addItem(ordinal, &random) }
    }

    private mutating func addItem(_ ordinal: Int, _ random: inout CompanyRandom) {
        let kind = Self.kinds[ordinal % Self.kinds.count]
        let number = "A\(10_000 + ordinal)"
        let place = ordinal / Self.kinds.count
        var name = "\(kind.text) \(Self.series[place % 10]) \(Self.finishes[(place / 10 + ordinal) % 10])"
        if ordinal == 17 { name = CompanyText.stretched(name, to: 100, with: ", livrée avec accessoires") }
        let cost = random.number(kind.cost) * 100 + random.below(100)
        let stock = ordinal % 37 == 5 ? -random.number(1...12) : random.happens(20) ? 0 : random.number(1...2_000)
        let isStocked = kind.category != "SERVICE"
        let vendor = random.number(1...14)
        var row: Fields = [
            "number": .text(number), "displayName": .text(name), "type": isStocked ? 0 : 1,
            "taxGroupCode": kind.category == "ÉPICERIE" ? "RÉDUIT" : "NORMAL",
            "itemCategoryId": draft.id(.erp, "itemCategory", kind.category), "itemCategoryCode": .text(kind.category),
            "blocked": .boolean(ordinal % 41 == 8), "unitCost": .text(CompanyRandom.canonical(cost, scale: 2)),
            "unitPrice": .text(CompanyRandom.canonical(ordinal == 60 ? -500 : cost * 17 / 10, scale: 2)),
        ]
        if isStocked {
            row.append("inventory", .text("\(stock)"))
            row.append("grossWeight", .text(CompanyRandom.canonical(random.number(5...4_000), scale: 2)))
            row.append("netWeight", .text(CompanyRandom.canonical(random.number(4...3_000), scale: 2)))
            row.append("unitVolume", .text(CompanyRandom.canonical(random.number(1...900), scale: 3)))
            row.append("gtin", .text("2\(100_000_000_000 + ordinal)"))
            if random.happens(75) {
                row.append("vendorNumber", .text(Self.vendorNumber(vendor)))
                row.append("vendorName", .text(Self.vendorName(vendor)))
                row.append(
                    "vendorItemNumber", .text("\(random.number(10...99))-\(random.number(1_000...9_999))/\(ordinal)"))
            }
        }
        // One item whose base unit somebody forgot.
        if ordinal != 222 {
            row.append("baseUnitOfMeasureId", draft.id(.erp, "unitOfMeasure", kind.unit))
            row.append("baseUnitOfMeasureCode", .text(kind.unit))
        }
        var units = self.random.branch("units of \(number)")
        let (group, base) = (units.guid(), units.guid())
        row.append("unitGroupId", .text(group))
        if ordinal != 222 { row.append("baseItemUnitOfMeasureId", .text(base)) }
        draft.add(.erp, "item", id: random.guid(), code: number, row)
        addUnitGroup(group, of: number, name, isResource: false)
        guard ordinal != 222 else { return }
        addUnit(base, kind.unit, of: number, isResource: false)
        // Every seventh item comes in boxes too, of which an item that is counted in boxes has a pallet.
        if ordinal % 7 == 3 {
            addUnit(units.guid(), kind.unit == "BTE" ? "PAL" : "BTE", "12", of: number, isResource: false)
        }
    }
}

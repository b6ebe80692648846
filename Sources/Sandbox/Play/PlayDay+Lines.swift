import JSON

extension PlayDay {
    private static let wishes = [
        "Gravure à la main", "Emballage cadeau", "Montage sur place", "Reprise de l'ancien modèle",
    ]

    /// A quote or an order as it is entered: for whom, by which price list, with which lines and discounts.
    mutating func document(_ name: String, _ details: String, _ catalog: PlayCatalog) async throws -> [JSONValue
        .Member]?
    {
        guard !catalog.accounts.isEmpty, !catalog.products.isEmpty else { return nil }
        let account = chance.pick(catalog.accounts)
        let list = one(of: catalog.lists, 70)
        let currency = list?["_transactioncurrencyid_value"] ?? account["_transactioncurrencyid_value"]
        let places = currency?.string.flatMap { catalog.places[$0] } ?? 2
        let priced = if let list { try await catalog.priced(in: list, client) } else { [JSONValue]() }
        var members: [JSONValue.Member] = [
            .init("name", .string(name)),
            .init("customerid_account@odata.bind", bind("accounts", account["accountid"])),
        ]
        if let list { members.append(.init("pricelevelid@odata.bind", bind("pricelevels", list["pricelevelid"]))) }
        if list == nil, let currency, !currency.isNull {
            members.append(.init("transactioncurrencyid@odata.bind", bind("transactioncurrencies", currency)))
        }
        var lines: [JSONValue] = []
        for place in 1...chance.number(1...4) { lines.append(line(place, catalog, priced, places)) }
        members.append(.init(details, .array(lines)))
        return members + terms(places)
    }

    /// A line: of a product at the list's price, of one at a price of its own, or written in.
    mutating func line(_ place: Int, _ catalog: PlayCatalog, _ priced: [JSONValue], _ places: Int) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("lineitemnumber", .number("\(place)")), .init("quantity", .number(quantity())),
        ]
        if chance.happens(10) {
            members.append(.init("isproductoverridden", true))
            members.append(.init("productdescription", .string(chance.pick(Self.wishes))))
            members.append(.init("priceperunit", .number(amount(100...30_000, places))))
        } else if !priced.isEmpty, chance.happens(55) {
            let row = chance.pick(priced)
            members.append(.init("productid@odata.bind", bind("products", row["_productid_value"])))
            members.append(.init("uomid@odata.bind", bind("uoms", row["_uomid_value"])))
        } else {
            let product = chance.pick(catalog.products)
            members.append(.init("productid@odata.bind", bind("products", product["productid"])))
            members.append(.init("uomid@odata.bind", bind("uoms", product["_defaultuomid_value"])))
            members.append(.init("ispriceoverridden", true))
            members.append(.init("priceperunit", .number(amount(100...90_000, places))))
        }
        if chance.happens(20) { members.append(.init("manualdiscountamount", .number(amount(5...95, places)))) }
        return .object(members)
    }

    /// Discounts, freight and the day of delivery of a document.
    private mutating func terms(_ places: Int) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        if chance.happens(25) {
            members.append(
                .init("discountpercentage", .number(CompanyRandom.canonical(chance.number(1...60) * 25, scale: 2))))
        } else if chance.happens(10) {
            members.append(.init("discountamount", .number(amount(5...90, places))))
        }
        if chance.happens(12) { members.append(.init("freightamount", .number(amount(400...2_900, places)))) }
        return members
    }

    /// How many: mostly whole ones.
    mutating func quantity() -> String {
        switch chance.below(10) {
        case 0: CompanyRandom.canonical(chance.number(1...40) * 125, scale: 3)
        case 1: CompanyRandom.canonical(chance.number(1...900), scale: 2)
        default: "\(chance.number(1...24))"
        }
    }

    /// An amount of so many hundredths, with as many digits as its currency has.
    private mutating func amount(_ hundredths: ClosedRange<Int>, _ places: Int) -> String {
        let parts = chance.number(hundredths)
        return places < 2 ? "\(max(1, parts / 100))" : CompanyRandom.canonical(parts, scale: 2)
    }

    /// The address by which a row is named in the body of another.
    func bind(_ set: String, _ id: JSONValue?) -> JSONValue { .string("/\(set)(\(id?.string ?? ""))") }
}

import Model

extension SampleCompany {
    /// The vendors by ordinal, from 1; the items say who sells them.
    private static let vendors = [
        "Papeteries du Lac", "Fonderie Hellmark", "Tissages Orsini", "Glasmanufaktur Tannwald", "Rostería del Puerto",
        "Moulin des Essarts", "Scierie du Haut-Jura", "Corderie de l’Estran", "Färberei Niederau", "Émaux de Valserine",
        "Cuchillería Albarrán", "Brasserie des Trois Ponts", "Verrerie de la Sauldre", "Vannerie Kerouan",
    ]

    /// The name of a vendor.
    static func vendorName(_ ordinal: Int) -> String { vendors[ordinal % vendors.count] }
    /// The number of a vendor.
    static func vendorNumber(_ ordinal: Int) -> String { "F\(100 + ordinal)" }

    /// Fourteen vendors: one that is blocked, one with nothing but a name, one in another currency, one whose texts are as long as their columns.
    mutating func addVendors() {
        var random = self.random.branch("vendors")
        for ordinal in 1...Self.vendors.count {
            let number = Self.vendorNumber(ordinal)
            var row: Fields = [
                "number": .text(number), "displayName": .text(Self.vendorName(ordinal)),
                "blocked": .integer(ordinal == 9 ? 2 : ordinal == 10 ? 1 : 0),
            ]
            if ordinal != 11 { describe(&row, ordinal, &random) }
            draft.add(.erp, "vendor", id: random.guid(), code: number, row)
        }
    }

    private func describe(_ row: inout Fields, _ ordinal: Int, _ random: inout CompanyRandom) {
        let region = Region.all[ordinal % Region.all.count]
        let town = random.pick(region.towns)
        let host = CompanyText.host(Self.vendorName(ordinal))
        row.append("addressLine1", .text(random.pick(region.streets).replacing("#", with: "\(random.number(1...90))")))
        row.append("city", .text(town.name))
        row.append("postalCode", .text(town.postCode))
        row.append("country", .text(region.code))
        row.append("phoneNumber", .text(random.digits(region.phone)))
        row.append("email", .text("ventes@\(host)"))
        row.append("website", .text("https://www.\(host)"))
        row.append("paymentTermsId", draft.id(.erp, "paymentTerm", random.pick(CompanyCodes.paymentTerms).code))
        if random.happens(60) {
            row.append(
                "shipmentMethodId", draft.id(.erp, "shipmentMethod", random.pick(CompanyCodes.shipmentMethods).code))
            row.append(
                "shippingAgentId", draft.id(.erp, "shippingAgent", random.pick(CompanyCodes.shippingAgents).code))
        }
        let purchaser = random.pick(CompanyCodes.salespeople).code
        row.append("purchaserId", draft.id(.erp, "salespersonPurchaser", purchaser))
        row.append("purchaserCode", .text(purchaser))
        if ordinal == 4 {
            row.append("currencyId", draft.currency("CHF"))
            row.append("currencyCode", "CHF")
        }
        if ordinal == 6 {
            row["displayName"] = .text(
                CompanyText.stretched(Self.vendorName(ordinal), to: 100, with: " et minoteries réunies"))
            row["addressLine1"] = .text(
                CompanyText.stretched("Lieu-dit Les Essarts", to: 100, with: ", près du moulin"))
        }
    }

    /// What the CRM has in the table of its customers: two vendors of the ERP, one by its number; a customer that is called like a
    /// vendor, and a vendor that is called like a customer, which have nothing to do with each other.
    mutating func addVendorAccounts() {
        var random = self.random.branch("vendor accounts")
        func vendor(_ ordinal: Int) -> Fields {
            let number = Self.vendorNumber(ordinal)
            return draft.rows.first { $0.table == "vendor" && $0.values["number"] == .text(number) }?.values ?? [:]
        }
        let (byNumber, byName, namesake) = (vendor(3), vendor(5), vendor(7))
        let customer = customers[50]
        let accounts: [Fields] = [
            ["name": "Orsini Tessuti", "accountnumber": .text(Self.vendorNumber(3)), "customertypecode": 11],
            [
                "name": .text(Self.vendorName(5).uppercased()), "customertypecode": 11,
                "address1_postalcode": byName["postalCode"] ?? .null, "telephone1": byNumber["phoneNumber"] ?? .null,
            ],
            [
                "name": .text(Self.vendorName(7)), "customertypecode": 3,
                "address1_postalcode": namesake["postalCode"] ?? .null, "address1_city": namesake["city"] ?? .null,
            ],
            [
                "name": .text(customer.name), "customertypecode": 11,
                "address1_postalcode": .text(customer.text("postalCode")),
                "address1_city": .text(customer.text("city")),
            ],
        ]
        for account in accounts { addOwned("account", id: random.guid(), account) }
    }
}

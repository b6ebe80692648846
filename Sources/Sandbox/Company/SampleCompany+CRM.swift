import Model

extension SampleCompany {
    /// What the CRM holds before the first synchronization.
    mutating func addCRM() {
        addKnownAccounts()
        addDoubtfulAccounts()
        addForeignAccounts()
        addVendorAccounts()
        addProducts()
        addKnownPriceList()
        addKnownUnitGroups()
    }

    /// Adds a row that a person owns, as every account and contact does.
    @discardableResult
    mutating func addOwned(_ table: String, id: String, code: String? = nil, _ values: Fields) -> String {
        var row = values
        row["ownerid"] = draft.id(.crm, "systemuser", "assistant")
        row["ownerid$table"] = "systemuser"
        return draft.add(.crm, table, id: id, code: code, row)
    }

    // MARK: accounts that are customers already

    /// Fifty accounts that are customers of the ERP, each written as somebody else would write it, some with their contacts.
    private mutating func addKnownAccounts() {
        var random = self.random.branch("accounts")
        let candidates = customers.indices.filter {
            customers[$0].blocked == 0 && !customers[$0].isBare && ![3, 5, 20, 21, 40, 90].contains($0) && $0 % 3 != 1
        }
        for (ordinal, place) in candidates.prefix(100).enumerated() where ordinal % 2 == 0 {
            let account = addAccount(of: customers[place], misspelt: ordinal / 2 % 6, &random)
            for person in people where person.customer == place && random.happens(45) {
                addContact(of: person, account: account, random.guid(), isLoud: random.happens(30))
            }
            if random.happens(20) {
                addContact(
                    "Nouvelle", random.pick(customers[place].region.familyNames), account: account, random.guid(),
                    mail: "accueil.\(ordinal)@\(CompanyText.host(customers[place].plainName))")
            }
        }
    }

    private mutating func addAccount(
        of customer: CompanyCustomer, misspelt kind: Int, _ random: inout CompanyRandom
    ) -> String {
        var row: Fields = [
            "name": .text(customer.name), "address1_line1": .text(customer.text("addressLine1")),
            "address1_city": .text(customer.text("city")), "address1_postalcode": .text(customer.text("postalCode")),
            "address1_country": .text(customer.text("country")), "telephone1": .text(customer.text("phoneNumber")),
            "customertypecode": 3,
        ]
        switch kind {
        case 0:  // known by its number; the name is the one on the sign
            row["accountnumber"] = .text(customer.number)
            row["name"] = .text("\(customer.plainName) (\(customer.text("city")))")
        case 1:  // in capitals
            row["name"] = .text(customer.name.uppercased())
        case 2:  // without accents and legal form
            row["name"] = .text(CompanyText.withoutAccents(customer.plainName))
        case 3:  // the post code was never entered
            row["name"] = .text("\(customer.plainName), \(customer.form)")
            row["address1_postalcode"] = nil
        case 4:  // the telephone alone tells who it is
            row["address1_postalcode"] = nil
            row["address1_city"] = nil
            if customer.text("phoneNumber").isEmpty { row["accountnumber"] = .text(customer.number) }
            row["telephone1"] = .text(customer.text("phoneNumber").replacing(" ", with: "-"))
        default:  // the same, but for an old street and what only the CRM knows
            row["address1_line1"] = "Ancienne adresse 1"
            row["telephone1"] = nil
            row["description"] = "Visité au salon de printemps."
            row["paymenttermscode"] = 1
            row["numberofemployees"] = .integer(Int64(random.number(3...400)))
        }
        return addOwned("account", id: random.guid(), code: customer.number, row)
    }

    private mutating func addContact(of person: CompanyPerson, account: String, _ id: String, isLoud: Bool) {
        addOwned(
            "contact", id: id, code: person.mail,
            [
                "firstname": .text(person.given),
                "lastname": .text(isLoud ? person.family.uppercased() : person.family),
                "emailaddress1": .text(isLoud ? person.mail.uppercased() : person.mail), "jobtitle": .text(person.job),
                "parentcustomerid": .text(account), "parentcustomerid$table": "account",
            ])
    }

    private mutating func addContact(_ given: String, _ family: String, account: String?, _ id: String, mail: String) {
        var row: Fields = [
            "firstname": .text(given), "lastname": .text(family), "emailaddress1": .text(mail),
        ]
        if let account {
            row.append("parentcustomerid", .text(account))
            row.append("parentcustomerid$table", "account")
        }
        addOwned(
            "contact", id: id, row)
    }

    // MARK: accounts that leave a question

    /// Two accounts that fit one customer, one that fits two: a person decides, nothing is created.
    private mutating func addDoubtfulAccounts() {
        var random = self.random.branch("doubts")
        let (twice, once) = (customers[40], customers[20])
        for (customer, name) in [
            (twice, twice.name), (twice, twice.plainName.uppercased()), (once, once.plainName),
        ] {
            addOwned(
                "account", id: random.guid(),
                [
                    "name": .text(name), "address1_city": .text(customer.text("city")),
                    "address1_postalcode": .text(customer.text("postalCode")), "customertypecode": 3,
                ])
        }
    }

    // MARK: accounts that the ERP lacks

    /// Customers and a vendor that only the CRM knows, and accounts that the synchronization leaves alone.
    private mutating func addForeignAccounts() {
        var random = self.random.branch("foreign")
        for (place, region) in Region.all.prefix(9).enumerated() {
            let name =
                "\(region.trades[place % region.trades.count]) \(region.familyNames[place % region.familyNames.count])"
            let town = region.towns[place % region.towns.count]
            let account = addOwned(
                "account", id: random.guid(),
                [
                    "name": .text(place == 4 ? CompanyText.stretched(name, to: 130, with: " en zonen") : name),
                    "address1_line1": .text(region.streets[0].replacing("#", with: "\(place + 10)")),
                    "address1_city": .text(town.name), "address1_postalcode": .text(town.postCode),
                    // One is written out: the ERP has no such code, and says so.
                    "address1_country": .text(place == 1 ? "Deutschland" : region.code),
                    "emailaddress1": .text("hello@\(CompanyText.host(name))"),
                    "telephone1": .text(random.digits(region.phone)), "customertypecode": 3,
                    "paymenttermscode": place == 2 ? 1 : .null,
                ])
            addContact(
                region.givenNames[place % region.givenNames.count],
                region.familyNames[(place + 1) % region.familyNames.count],
                account: account, random.guid(), mail: "contact.\(place)@\(CompanyText.host(name))")
        }
        let others: [(String, Fields)] = [
            ("Fournitures Vallombre", ["customertypecode": 11]), ("Radio des Deux-Rives", ["customertypecode": 7]),
            ("Prospect des Alpes", ["customertypecode": 8]), ("Sans catégorie", [:]),
            ("Ancien client fermé", ["customertypecode": 3, "statecode": 1, "statuscode": 2]),
        ]
        for (name, values) in others {
            var row = values
            row.append("name", .text(name))
            addOwned(
                "account", id: random.guid(), row)
        }
        addContact("Pauline", "Sansclient", account: nil, random.guid(), mail: "pauline@poste.example")
    }

    // MARK: products

    /// Products that are items already, some that only the CRM sells, and a retired one.
    private mutating func addProducts() {
        var random = self.random.branch("products")
        let (group, unit) = (draft.id(.crm, "uomschedule", "NAV KG"), draft.id(.crm, "uom", "NAV KG"))
        let items = draft.rows.filter { $0.table == "item" }.enumerated().filter { $0.offset % 10 == 5 }.prefix(24)
        for (ordinal, item) in items {
            let name = item.values["displayName"]?.text ?? ""
            addProduct(
                item.values["number"]?.text ?? "", ordinal % 20 == 5 ? name : name.uppercased(), group, unit,
                id: random.guid())
        }
        for (ordinal, name) in ["Thé fumé", "Miel de sapin", "Sel de marais"].enumerated() {
            addProduct("CRM-\(ordinal + 1)", name, group, unit, id: random.guid())
        }
        addProduct("CRM-OLD", "Chicorée", group, unit, id: random.guid(), state: 1, reason: 2)
        // Services: one is a resource already, one only the CRM sells.
        addProduct("R0020", "MONTAGE", group, unit, id: random.guid(), type: 3)
        addProduct("CRM-S1", "Conseil en agencement", group, unit, id: random.guid(), type: 3)
    }

    private mutating func addProduct(
        _ number: String, _ name: String, _ group: FieldValue, _ unit: FieldValue, id: String, type: Int64 = 1,
        state: Int64 = 0, reason: Int64 = 1
    ) {
        draft.add(
            .crm, "product", id: id, code: number,
            [
                "productnumber": .text(number), "name": .text(name), "productstructure": 1,
                "producttypecode": .integer(type),
                "defaultuomscheduleid": group, "defaultuomid": unit, "quantitydecimal": 2,
                "transactioncurrencyid": draft.id(.crm, "transactioncurrency", draft.localCurrency),
                "statecode": .integer(state), "statuscode": .integer(reason),
            ])
    }
}

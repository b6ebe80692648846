import Model

/// The codes that every company has: currencies, terms, methods, agents, units, countries, salespeople and users.
struct CompanyCodes: Sendable {
    /// Makes the codes of both systems.
    ///
    /// `rich`: also what is only in one of them, differs, or can't be used.
    static func add(to draft: inout CompanyDraft, random: CompanyRandom, rich: Bool) {
        var codes = CompanyCodes(random: random.branch("codes"), rich: rich)
        codes.addCompany(to: &draft)
        codes.addCurrencies(to: &draft)
        codes.addPlainCodes(to: &draft)
        codes.addUnits(to: &draft)
        codes.addPeople(to: &draft)
    }

    private var random: CompanyRandom
    private let rich: Bool

    /// Payment terms: code, description, due date, discount date, discount.
    static let paymentTerms: [(code: String, text: String, due: String, discountDue: String, discount: String)] = [
        ("NET 30", "30 jours net", "30D", "", "0"), ("NET 60", "60 jours net", "60D", "", "0"),
        ("10 JOURS", "10 jours date de facture", "10D", "", "0"),
        ("30 FDM", "30 jours fin de mois", "30D+CM", "", "0"), ("45 FDM", "45 jours fin de mois", "45D+CM", "", "0"),
        ("2%/10", "2 % à 10 jours, sinon 30 jours net", "30D", "10D", "2"),
        ("COMPTANT", "Paiement comptant", "0D", "", "0"), ("ACOMPTE", "Acompte de 30 % à la commande", "14D", "", "0"),
    ]
    /// Shipment methods: code and description.
    static let shipmentMethods: [(code: String, text: String)] = [
        ("FOB", "Franco à bord"), ("EXW", "À l’usine"), ("CIF", "Coût, assurance et fret"),
        ("CPT", "Port payé jusqu’à"),
        ("DAP", "Rendu au lieu de destination"), ("DDP", "Rendu droits acquittés"),
        ("ENLÈVE", "Enlèvement par le client"),
    ]
    /// Shipping agents: code and name.
    static let shippingAgents: [(code: String, text: String)] = [
        ("DHL", "DHL"), ("UPS", "UPS"), ("FEDEX", "FedEx"), ("RIVAGE", "Messageries du Rivage"),
        ("ALPINE", "Fret Alpin"), ("COURSIER", "Coursier à vélo"),
    ]
    /// Units: code, description, international code.
    static let units: [(code: String, text: String, standard: String)] = [
        ("PCE", "Pièce", "EA"), ("BTE", "Boîte", "BX"), ("PAQ", "Paquet", "PK"), ("PAL", "Palette", "PF"),
        ("KG", "Kilogramme", "KGM"), ("L", "Litre", "LTR"), ("M", "Mètre", "MTR"), ("M2", "Mètre carré", "MTK"),
        ("H", "Heure", "HUR"), ("JEU", "Jeu", "SET"),
    ]
    /// Currencies: code, name, symbol, how many of them one unit of the local currency buys, decimal places.
    static let currencies: [(code: String, text: String, symbol: String, rate: String, places: Int)] = [
        ("CHF", "Franc suisse", "CHF", "0.9432", 2), ("GBP", "Livre sterling", "£", "0.8571", 2),
        ("USD", "Dollar américain", "$", "1.0925", 2), ("SEK", "Couronne suédoise", "kr", "11.2475", 2),
        ("DKK", "Couronne danoise", "kr.", "7.4604", 2), ("PLN", "Złoty", "zł", "4.2938", 2),
        ("CZK", "Couronne tchèque", "Kč", "24.715", 2), ("JPY", "Yen", "¥", "163.42", 0),
    ]
    /// Salespeople: code, given name, family name.
    static let salespeople: [(code: String, given: String, family: String)] = [
        ("AM", "Amélie", "Quentin-Roux"), ("BJ", "Björn", "Aldenhoven"), ("CP", "Clémence", "Pasquier"),
        ("DV", "Dušan", "Vojtech"), ("EF", "Elif", "Fauconnet"), ("GH", "Gwenaëlle", "Hurtebise"),
        ("JL", "Jonas", "Löwenthal"), ("MO", "Márta", "Ormándi"),
    ]

    private mutating func addCompany(to draft: inout CompanyDraft) {
        let name = draft.organization.companyName
        draft.add(
            .erp, "company", id: draft.organization.company, code: "own",
            ["name": .text(name), "displayName": .text(name + " SA")])
        draft.add(
            .erp, "companyInformation", id: random.guid(),
            [
                "displayName": .text(name + " SA"), "addressLine1": "4 quai des Marchands", "city": "Lyon",
                "country": "FR", "postalCode": "69002", "phoneNumber": "+33 1 99 00 40 00",
                "email": "bonjour@comptoir-beaulieu.example", "website": "https://comptoir-beaulieu.example",
                "currencyCode": .text(draft.localCurrency),
            ])
        draft.add(
            .erp, "generalLedgerSetup", id: random.guid(),
            ["localCurrencyCode": .text(draft.localCurrency), "localCurrencySymbol": "€"])
        for (code, text) in Self.countries {
            draft.add(.erp, "countryRegion", id: random.guid(), ["code": .text(code), "displayName": .text(text)])
        }
        draft.add(
            .crm, "cdm_company", id: random.guid(), code: "own",
            ["cdm_name": .text(name), "cdm_companycode": "OWN"])
    }

    private static let countries: [(String, String)] = [
        ("AT", "Autriche"), ("BE", "Belgique"), ("CA", "Canada"), ("CH", "Suisse"), ("CZ", "Tchéquie"),
        ("DE", "Allemagne"),
        ("DK", "Danemark"), ("ES", "Espagne"), ("FI", "Finlande"), ("FR", "France"), ("GB", "Royaume-Uni"),
        ("IE", "Irlande"), ("IS", "Islande"), ("IT", "Italie"), ("JP", "Japon"), ("LU", "Luxembourg"),
        ("NL", "Pays-Bas"),
        ("NO", "Norvège"), ("PL", "Pologne"), ("PT", "Portugal"), ("SE", "Suède"), ("US", "États-Unis"),
    ]

    private mutating func addCurrencies(to draft: inout CompanyDraft) {
        // The local currency has no row of its own in the ERP; the companion app lists it under the zero identity.
        draft.add(
            .erp, "currency", id: RecordID.zero.text, code: draft.localCurrency,
            [
                "code": .text(draft.localCurrency), "displayName": "Euro", "symbol": "€",
                "isLocalCurrency": true, "exchangeRate": "1",
            ])
        for currency in Self.currencies {
            addCurrency(
                currency.code, currency.text, currency.symbol, rate: currency.rate, places: currency.places, to: &draft)
        }
        let base = draft.add(
            .crm, "transactioncurrency", id: random.guid(), code: draft.localCurrency,
            [
                "isocurrencycode": .text(draft.localCurrency), "currencyname": "Euro", "currencysymbol": "€",
                "exchangerate": "1", "currencyprecision": 2,
            ])
        draft.add(
            .crm, "organization", id: draft.organization.organization,
            ["name": "beaulieu", "basecurrencyid": .text(base), "iscreateproductswithoutparentinactivestate": true])
        guard rich else { return }
        // A currency that nobody has entered a rate for yet.
        addCurrency("ISK", "Couronne islandaise", "", rate: nil, places: 0, to: &draft)
        // The CRM has two of them already, one with an old rate, and one that the ERP lacks.
        for (code, name, symbol, rate) in [
            ("CHF", "Swiss Franc", "Fr.", "1.0712"), ("USD", "US Dollar", "$", "1.1"),
            ("CAD", "Canadian Dollar", "CA$", "1.48"),
        ] {
            draft.add(
                .crm, "transactioncurrency", id: random.guid(), code: code,
                [
                    "isocurrencycode": .text(code), "currencyname": .text(name), "currencysymbol": .text(symbol),
                    "exchangerate": .text(rate), "currencyprecision": 2,
                ])
        }
    }

    private mutating func addCurrency(
        _ code: String, _ text: String, _ symbol: String, rate: String?, places: Int, to draft: inout CompanyDraft
    ) {
        draft.add(
            .erp, "currency", id: random.guid(), code: code,
            [
                "code": .text(code), "displayName": .text(text), "symbol": .text(symbol),
                "amountDecimalPlaces": .text("\(places):\(places)"),
                "amountRoundingPrecision": places == 0 ? "1" : "0.01", "exchangeRate": rate.map { .text($0) } ?? .null,
            ])
        guard let rate else { return }
        draft.add(
            .erp, "currencyExchangeRate", id: random.guid(),
            [
                "currencyCode": .text(code), "startingDate": "2026-01-01", "exchangeRateAmount": .text(rate),
                "relationalExchangeRateAmount": "1",
            ])
    }

    private mutating func addPlainCodes(to draft: inout CompanyDraft) {
        for term in Self.paymentTerms {
            draft.add(
                .erp, "paymentTerm", id: random.guid(), code: term.code,
                [
                    "code": .text(term.code), "displayName": .text(term.text), "dueDateCalculation": .text(term.due),
                    "discountDateCalculation": .text(term.discountDue), "discountPercent": .text(term.discount),
                ])
        }
        for (table, codes) in [("shipmentMethod", Self.shipmentMethods), ("shippingAgent", Self.shippingAgents)] {
            for (code, text) in codes {
                draft.add(
                    .erp, table, id: random.guid(), code: code, ["code": .text(code), "displayName": .text(text)])
            }
        }
    }

    private mutating func addUnits(to draft: inout CompanyDraft) {
        for unit in Self.units {
            draft.add(
                .erp, "unitOfMeasure", id: random.guid(), code: unit.code,
                [
                    "code": .text(unit.code), "displayName": .text(unit.text),
                    "internationalStandardCode": .text(unit.standard),
                ])
        }
        // Dataverse comes with one unit group; an earlier attempt at an integration left another.
        for (name, unit) in [("Default Unit", "Primary Unit")] + (rich ? [("NAV KG", "KG")] : []) {
            let group = draft.add(
                .crm, "uomschedule", id: random.guid(), code: name, ["name": .text(name), "baseuomname": .text(unit)])
            draft.add(
                .crm, "uom", id: random.guid(), code: name,
                [
                    "name": .text(unit), "uomscheduleid": .text(group), "quantity": "1", "isschedulebaseuom": true,
                ])
        }
    }

    private mutating func addPeople(to draft: inout CompanyDraft) {
        let unit = draft.add(.crm, "businessunit", id: draft.organization.businessUnit, ["name": "beaulieu"])
        for application in draft.organization.applications { addApplication(application, unit, to: &draft) }
        draft.add(
            .crm, "team", id: random.guid(), code: "default",
            ["name": "beaulieu", "businessunitid": .text(unit), "teamtype": 0, "isdefault": true])
        for (index, person) in Self.salespeople.enumerated() {
            let mail = CompanyText.mail("\(person.given).\(person.family)", at: "comptoir-beaulieu.example")
            draft.add(
                .erp, "salespersonPurchaser", id: random.guid(), code: person.code,
                [
                    "code": .text(person.code), "displayName": .text("\(person.given) \(person.family)"),
                    "email": .text(mail), "phoneNo": .text("+33 1 99 00 40 1\(index)"), "jobTitle": "Vente",
                ])
            // One salesperson has no user, and one wrote his address in capitals there.
            if rich, index == Self.salespeople.count - 1 { continue }
            addUser(
                person.given, person.family, rich && index == 2 ? mail.uppercased() : mail, unit, code: person.code,
                more: ["mobilephone": .text("+33 6 99 00 40 1\(index)")], to: &draft)
        }
        guard rich else { return }
        addUser(
            "Ancien", "Collègue", "ancien.collegue@comptoir-beaulieu.example", unit, more: ["isdisabled": true],
            to: &draft)
        addUser(
            "Sans", "Licence", "sans.licence@comptoir-beaulieu.example", unit, more: ["islicensed": false], to: &draft)
        addUser(
            "Sigrid", "Assistante", "sigrid.assistante@comptoir-beaulieu.example", unit, code: "assistant", more: [:],
            to: &draft)
    }

    /// The user that an application acts as: in Dataverse such a user is a row like any other, without a licence.
    private func addApplication(_ application: Organization.Application, _ unit: String, to draft: inout CompanyDraft) {
        draft.add(
            .crm, "systemuser", id: application.user, code: application.name,
            [
                "lastname": .text(application.userName),
                "internalemailaddress": .text("\(application.name)@apps.example"),
                "domainname": .text("\(application.name)@apps.example"), "businessunitid": .text(unit), "accessmode": 4,
                "applicationid": .text(application.client), "isintegrationuser": true, "islicensed": false,
                "isdisabled": false,
            ])
    }

    private mutating func addUser(
        _ given: String, _ family: String, _ mail: String, _ unit: String, code: String? = nil, more: Fields,
        to draft: inout CompanyDraft
    ) {
        var values: Fields = [
            "firstname": .text(given), "lastname": .text(family), "internalemailaddress": .text(mail),
            "domainname": .text(mail.lowercased()), "businessunitid": .text(unit), "accessmode": 0,
        ]
        for field in more { values[field.name] = field.value }
        for name in ["islicensed", "isdisabled", "isintegrationuser"] where values[name] == nil {
            values[name] = .boolean(name == "islicensed")
        }
        draft.add(.crm, "systemuser", id: random.guid(), code: code, values)
    }
}

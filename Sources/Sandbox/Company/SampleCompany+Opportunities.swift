import Model

extension SampleCompany {
    private static let topics = [
        "Éclairage du nouveau siège", "Réassort de printemps", "Aménagement de deux salles", "Contrat cadre, 3 ans",
        "Échantillons pour l’export", "Rénovation de la boutique",
    ]

    /// Two dozen opportunities in every state, one of a company instead of a person.
    mutating func addOpportunities() {
        var random = self.random.branch("opportunities")
        let numbers = Dictionary(
            draft.rows.filter { $0.side == .erp && $0.table == "contact" }.compactMap { row in
                row.values["id"]?.text.map { ($0, row.values["number"] ?? .null) }
            }
        ) { first, _ in first }
        for (place, person) in people.prefix(48).enumerated() where place % 2 == 0 {
            let status: Int64 = [1, 0, 1, 2, 1, 3][place / 2 % 6]
            let salesperson = customers[person.customer].salesperson
            draft.add(
                .erp, "opportunity", id: random.guid(),
                [
                    "number": .text("OP\(100_001 + place / 2)"), "description": .text(topic(place)),
                    "contactId": .text(person.id), "contactNumber": numbers[person.id] ?? .null,
                    "salespersonId": salesperson.map { draft.id(.erp, "salespersonPurchaser", $0) } ?? .null,
                    "salespersonCode": .text(salesperson ?? ""), "status": .integer(status),
                    "closed": .boolean(status > 1), "creationDate": "2026-01-15",
                    "dateClosed": status > 1 ? "2026-03-31" : .null,
                    "estimatedValue": .text(CompanyRandom.canonical(random.number(50_000...9_000_000), scale: 2)),
                    "estimatedClosingDate": status == 0 ? .null : "2026-06-30",
                ])
        }
        let company = draft.rows.first { $0.table == "contact" && $0.values["type"] == 0 }
        draft.add(
            .erp, "opportunity", id: random.guid(),
            [
                "number": "OP100099", "description": "Appel d’offres", "contactId": company?.values["id"] ?? .null,
                "contactNumber": company?.values["number"] ?? .null, "status": 0, "creationDate": "2026-02-01",
            ])
        addOpportunitiesOfCRM(&random)
    }

    private func topic(_ place: Int) -> String { "\(Self.topics[place / 2 % 6]) \(place / 12 + 1)" }

    /// In the CRM: two that the ERP has, one that it has not, one of nobody, and one that is won already.
    private mutating func addOpportunitiesOfCRM(_ random: inout CompanyRandom) {
        let known = people.prefix(48).enumerated().filter { place, person in
            place % 2 == 0 && [0, 1, 2, 4].contains(place / 2 % 6) && draft.id(.crm, "contact", person.mail) != .null
        }
        for (place, person) in known.prefix(2) {
            addOpportunity(topic(place).uppercased(), of: draft.id(.crm, "contact", person.mail), &random)
        }
        let other = people.first { person in
            !known.contains { $0.1.id == person.id } && draft.id(.crm, "contact", person.mail) != .null
        }
        let contact = other.map { draft.id(.crm, "contact", $0.mail) } ?? .null
        addOpportunity("Vitrine de Noël", of: contact, &random)
        addOpportunity("Rumeur de salon", of: .null, &random)
        addOpportunity("Commande gagnée", of: contact, &random, ["statecode": 1, "statuscode": 3])
    }

    private mutating func addOpportunity(
        _ name: String, of contact: FieldValue, _ random: inout CompanyRandom, _ more: Fields = [:]
    ) {
        let account = draft.rows.first { $0.side == .crm && $0.values["contactid"] == contact }
        var row: Fields = [
            "name": .text(name), "parentcontactid": contact,
            "parentaccountid": account?.values["parentcustomerid"] ?? .null,
            "transactioncurrencyid": draft.id(.crm, "transactioncurrency", draft.localCurrency),
        ]
        for field in more { row[field.name] = field.value }
        addOwned("opportunity", id: random.guid(), row)
    }
}

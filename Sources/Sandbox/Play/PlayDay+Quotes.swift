import JSON

extension PlayDay {
    private static let topics = [
        "Réassort", "Nouvelle vitrine", "Contrat de l'année", "Salon de printemps", "Rénovation",
    ]

    /// Opens opportunities, and loses one now and then.
    mutating func workOnOpportunities(_ catalog: PlayCatalog) async throws {
        guard !catalog.accounts.isEmpty else { return }
        for number in 1...chance.number(1...2) {
            let account = chance.pick(catalog.accounts)
            let name = "\(chance.pick(Self.topics)) \(report.day)-\(number)"
            let body: JSONValue = [
                "name": .string(name), "parentaccountid@odata.bind": bind("accounts", account["accountid"]),
                "estimatedvalue": .number(chance.amount(500...40_000)),
                "estimatedclosedate": .string(day(in: chance.number(10...90))),
            ]
            try await attempt(.opportunityOpened, name) { client in
                _ = try await client.create(.dataverse, "opportunities", body)
                return nil
            }
        }
        for row in some(of: try await opportunities(), 6, atMost: 1) {
            try await close(row["opportunityid"], row["name"]?.string ?? "", isWon: false)
        }
    }

    /// Writes quotes, sends drafts, and hears what became of those that were sent.
    mutating func workOnQuotes(_ catalog: PlayCatalog) async throws {
        for number in 0..<chance.below(3) {
            let opportunity = one(of: try await opportunities(), 70)
            guard var body = try await document("Offre \(report.day)-\(number + 1)", "quote_details", catalog) else {
                return
            }
            if let opportunity {
                body.append(.init("opportunityid@odata.bind", bind("opportunities", opportunity["opportunityid"])))
            }
            let quote = JSONValue.object(body)
            try await attempt(.quoteWritten) { client in
                try await client.create(.dataverse, "quotes", quote)["quotenumber"]?.string
            }
        }
        for quote in some(of: try await quotes(state: 0), 60, atMost: 3) {
            try await attempt(.quoteSent, Self.number(of: quote)) { client in
                try await client.change(.dataverse, Self.address(of: quote), ["statecode": 1, "statuscode": 2])
                return nil
            }
        }
        for quote in some(of: try await quotes(state: 1), 45, atMost: 3) { try await settle(quote) }
    }

    /// A quote is won, and becomes an order; or it is closed.
    private mutating func settle(_ quote: JSONValue) async throws {
        let (id, number) = (quote["quoteid"] ?? .null, Self.number(of: quote))
        let closing: JSONValue = ["quoteid@odata.bind": bind("quotes", id), "subject": .string(number)]
        guard chance.happens(65) else {
            return try await attempt(.quoteClosed, number) { client in
                try await client.act(.dataverse, "CloseQuote", ["QuoteClose": closing, "Status": -1])
                return nil
            }
        }
        try await attempt(.quoteWon, number) { client in
            try await client.act(.dataverse, "WinQuote", ["QuoteClose": closing, "Status": -1])
            return nil
        }
        try await attempt(.orderFromQuote, number) { client in
            try await client.act(
                .dataverse, "ConvertQuoteToSalesOrder", ["QuoteId": id, "ColumnSet": ["AllColumns": true]]
            )["ordernumber"]?.string
        }
        if let opportunity = quote["_opportunityid_value"], !opportunity.isNull {
            try await close(opportunity, number, isWon: true)
        }
    }

    private mutating func close(_ opportunity: JSONValue?, _ name: String, isWon: Bool) async throws {
        let closing: JSONValue = ["opportunityid@odata.bind": bind("opportunities", opportunity)]
        let action = isWon ? "WinOpportunity" : "LoseOpportunity"
        try await attempt(isWon ? .opportunityWon : .opportunityLost, name) { client in
            try await client.act(.dataverse, action, ["OpportunityClose": closing, "Status": -1])
            return nil
        }
    }

    private func opportunities() async throws -> [JSONValue] {
        try await client.rows(
            .dataverse, "opportunities",
            "$select=opportunityid,name&$filter=statecode eq 0&$orderby=name,opportunityid")
    }

    private func quotes(state: Int) async throws -> [JSONValue] {
        try await client.rows(
            .dataverse, "quotes",
            "$select=quoteid,quotenumber,_opportunityid_value&$filter=statecode eq \(state)&$orderby=quotenumber")
    }

    private static func number(of quote: JSONValue) -> String { quote["quotenumber"]?.string ?? "" }

    private static func address(of quote: JSONValue) -> String { "quotes(\(quote["quoteid"]?.string ?? ""))" }
}

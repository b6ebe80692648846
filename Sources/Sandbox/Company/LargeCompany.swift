import Model

/// A company with many customers, for measuring: the codes that they refer to, and customers; the CRM has no accounts.
///
/// The rows are made one after the other, so that no more than a batch is ever held.
package struct LargeCompany: Sendable, Sequence, IteratorProtocol {
    private var random: CompanyRandom
    private let draft: CompanyDraft
    private let count: Int
    private var made = 0
    private var codes: ArraySlice<CompanyRow>
    private let terms: [FieldValue]
    private let shipments: [FieldValue]
    private let agents: [FieldValue]

    /// Prepares a company with a number of customers.
    package init(customers count: Int, of organization: Organization = Organization(), seed: UInt64 = 1) {
        self.count = count
        let random = CompanyRandom(seed: seed)
        var draft = CompanyDraft(organization)
        CompanyCodes.add(to: &draft, random: random, rich: false)
        self.draft = draft
        codes = draft.rows[...]
        terms = CompanyCodes.paymentTerms.map { draft.id(.erp, "paymentTerm", $0.code) }
        shipments = CompanyCodes.shipmentMethods.map { draft.id(.erp, "shipmentMethod", $0.code) }
        agents = CompanyCodes.shippingAgents.map { draft.id(.erp, "shippingAgent", $0.code) }
        self.random = random.branch("customers")
    }

    /// The next row: first the codes, then the customers.
    package mutating func next() -> CompanyRow? {
        if let code = codes.popFirst() { return code }
        guard made < count else { return nil }
        made += 1
        return customer(made)
    }

    private mutating func customer(_ ordinal: Int) -> CompanyRow {
        let region = Region.all[random.below(Region.all.count)]
        // The ordinal keeps names apart, so that no two customers look like the same one.
        let name = "\(random.pick(region.trades)) \(random.pick(region.names)) \(ordinal)"
        let customer = CompanyCustomer("C\(1_000_000 + ordinal)", of: region, named: name, &random)
        var row: Fields = [
            "id": .text(customer.id), "number": .text(customer.number), "displayName": .text(customer.name), "type": 0,
            "blocked": 0,
        ]
        row.reserveCapacity(26)
        for value in customer.values { row.append(value.name, value.value) }
        row.append("contactName", .text("\(random.pick(region.givenNames)) \(random.pick(region.familyNames))"))
        row.append("currencyId", draft.currency(customer.currency))
        if !customer.currency.isEmpty { row.append("currencyCode", .text(customer.currency)) }
        if let code = customer.salesperson {
            row.append("salespersonId", draft.id(.erp, "salespersonPurchaser", code))
            row.append("salespersonCode", .text(code))
        }
        row.append("paymentTermsId", random.pick(terms))
        row.append("shipmentMethodId", random.pick(shipments))
        row.append("shippingAgentId", random.pick(agents))
        return CompanyRow(.erp, "customer", row)
    }
}

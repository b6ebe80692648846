import Model

extension CompanyCustomer {
    /// Adds the row of the ERP.
    ///
    /// `contact` is the primary contact's identity.
    func addRow(to draft: inout CompanyDraft, contact: String?, contactName: String, _ random: inout CompanyRandom) {
        var row: Fields = [
            "number": .text(number), "displayName": .text(name), "type": 0, "blocked": .integer(blocked),
        ]
        defer { draft.add(.erp, "customer", id: id, code: number, row) }
        if isBare { return }
        row.reserveCapacity(28)
        for value in values { row.append(value.name, value.value) }
        row.append("contactName", .text(contactName))
        row.append("currencyId", draft.currency(currency))
        row.append("currencyCode", .text(currency))
        if let salesperson {
            row.append("salespersonId", draft.id(.erp, "salespersonPurchaser", salesperson))
            row.append("salespersonCode", .text(salesperson))
        }
        func refer(_ field: FieldName, _ table: String, _ codes: [String], _ percent: Int) {
            let (code, isGiven) = (random.pick(codes), random.happens(percent))
            if isGiven { row.append(field, draft.id(.erp, table, code)) }
        }
        refer("paymentTermsId", "paymentTerm", CompanyCodes.paymentTerms.map(\.code), 90)
        refer("shipmentMethodId", "shipmentMethod", CompanyCodes.shipmentMethods.map(\.code), 70)
        refer("shippingAgentId", "shippingAgent", CompanyCodes.shippingAgents.map(\.code), 60)
        if let contact { row.append("primaryContactId", .text(contact)) }
    }
}

import Foundation

/// What Business Central works out of sales documents: what a customer or an item gives them, and their amounts.
struct BCDocuments {
    let tables: Tables
    let company: String

    /// What a table is to documents.
    enum Role: String {
        case header, line
    }

    /// The role of a table; `nil`: none.
    static func role(_ schema: TableSchema) -> Role? { schema.definition.annotations["document"].flatMap(Role.init) }

    /// Completes what is written to a document or a line; `old` is the row as it was.
    func complete(_ values: inout [String: StoredValue], _ schema: TableSchema, old: StoredRecord?) throws {
        switch Self.role(schema) {
        case .header: try completeHeader(&values, schema, old)
        case .line: try completeLine(&values, schema, old)
        case nil: return
        }
    }

    /// Adds the amounts of a document up after it, or one of its lines, was written.
    func addUp(_ record: StoredRecord) throws {
        switch Self.role(record.schema) {
        case .header: try addUp(record.schema, id: record.id)
        case .line:
            guard let id = record["documentId"].text, let header = record.schema.definition.annotations["header"] else {
                return
            }
            try addUp(try tables.schema(header), id: id)
        case nil: return
        }
    }

    // Headers.

    private static let days = ["orderDate", "postingDate", "invoiceDate", "documentDate", "dueDate"]
    private static let address = [
        "addressLine1": "AddressLine1", "addressLine2": "AddressLine2", "city": "City", "country": "Country",
        "state": "State", "postalCode": "PostCode",
    ]

    private func completeHeader(
        _ values: inout [String: StoredValue], _ schema: TableSchema, _ old: StoredRecord?
    ) throws {
        if old == nil {
            for name in Self.days where schema.index(of: name) != nil && values[name] == nil {
                values[name] = .text(tables.now.dayText)
            }
        }
        guard old == nil || values["customerId"] != nil else { return }
        guard let id = values["customerId"]?.text else {
            throw BCFailure.dialog("A \"customerNumber\" or a \"customerId\" must be provided.")
        }
        guard let customer = try tables.record("customer", id: id, company: company) else {
            throw BCFailure.dialog("The sell-to customer cannot be found.")
        }
        for (name, value) in given(by: customer) where schema.index(of: name) != nil && values[name] == nil {
            values[name] = value
        }
    }

    /// What a customer gives a document that does not say otherwise.
    private func given(by customer: StoredRecord) -> [String: StoredValue] {
        var values: [String: StoredValue] = [
            "customerName": customer["displayName"], "billToName": customer["displayName"],
            "billToCustomerId": .text(customer.id), "billToCustomerNumber": customer["number"],
            "shipToName": customer["displayName"], "shipToContact": customer["contactName"],
            "salesperson": customer["salespersonCode"],
        ]
        for (own, end) in Self.address {
            for part in ["sellTo", "billTo", "shipTo"] { values[part + end] = customer[own] }
        }
        for name in ["currencyId", "currencyCode", "paymentTermsId", "shipmentMethodId", "phoneNumber", "email"] {
            values[name] = customer[name]
        }
        return values
    }

    private func addUp(_ schema: TableSchema, id: String) throws {
        guard let header = try tables.record(schema.table, id: id),
            let lines = schema.definition.collections.first(where: { $0.isOwned == true })
        else { return }
        var (net, tax) = (Decimal(), Decimal())
        for line in try tables.records(Query(lines.table, where: .field(lines.field, .equal, .text(id)))) {
            net += Self.number(line["amountExcludingTax"])
            tax += Self.number(line["totalTaxAmount"])
        }
        net -= Self.number(header["discountAmount"])
        var values = [
            "totalAmountExcludingTax": Self.text(net), "totalTaxAmount": Self.text(tax),
            "totalAmountIncludingTax": Self.text(net + tax),
        ]
        if schema.index(of: "remainingAmount") != nil, header["status"] == .integer(BCDocumentActions.openInvoice) {
            values["remainingAmount"] = Self.text(net + tax)
        }
        try tables.setFlow(schema.table, id: id, values: values)
    }

    // Lines.

    private func completeLine(
        _ values: inout [String: StoredValue], _ schema: TableSchema, _ old: StoredRecord?
    ) throws {
        if values["itemId"]?.text != nil, values["accountId"]?.text != nil {
            throw BCFailure.dialog("Both \"itemId\" and \"accountId\" are specified. Specify only one of them.")
        }
        if old == nil {
            guard let document = values["documentId"]?.text else {
                throw BCFailure.dialog("A \"documentId\" must be provided.")
            }
            if values["sequence"] == nil { values["sequence"] = try nextSequence(schema, document) }
        }
        if let item = try item(values) { give(item, to: &values) }
        try work(out: &values, old)
    }

    private func nextSequence(_ schema: TableSchema, _ document: String) throws -> StoredValue {
        let last = Query.Order(.field("sequence"), descending: true)
        let query = Query(
            schema.table, where: .field("documentId", .equal, .text(document)), order: [last], limit: 1)
        let greatest = try tables.records(query).first?["sequence"].integer ?? 0
        return .integer(min(greatest, Int64(Int32.max) - 10_000) + 10_000)
    }

    /// The item that a line names by its id, or by its type and number.
    private func item(_ values: [String: StoredValue]) throws -> StoredRecord? {
        if let id = values["itemId"]?.text { return try tables.record("item", id: id, company: company) }
        guard values["lineType"] == 2, let number = values["lineObjectNumber"], !number.isEmpty else { return nil }
        guard let item = try tables.record("item", where: [("number", number)], company: company) else {
            throw BCFailure.dialog("Item does not exist.")
        }
        return item
    }

    private func give(_ item: StoredRecord, to values: inout [String: StoredValue]) {
        values["itemId"] = .text(item.id)
        values["lineType"] = 2
        values["lineObjectNumber"] = item["number"]
        if values["unitOfMeasureId"] == nil, values["unitOfMeasureCode"] == nil {
            values["unitOfMeasureId"] = item["baseUnitOfMeasureId"]
            values["unitOfMeasureCode"] = item["baseUnitOfMeasureCode"]
        }
        if values["description"] == nil { values["description"] = item["displayName"] }
        if values["unitPrice"] == nil { values["unitPrice"] = item["unitPrice"] }
    }

    /// The amounts of a line: quantity times price less the discount, and the tax on it.
    private func work(out values: inout [String: StoredValue], _ old: StoredRecord?) throws {
        func value(_ name: String) -> Decimal { Self.number(values[name] ?? old?[name] ?? .null) }
        let gross = value("quantity") * value("unitPrice")
        var discount = value("discountAmount")
        if values["discountPercent"] != nil || values["discountAmount"] == nil {
            discount = gross * value("discountPercent") / 100
            values["discountAmount"] = Self.text(discount)
        } else {
            values["discountPercent"] = Self.text(gross == 0 ? 0 : discount / gross * 100, scale: 5)
        }
        let net = Self.number(Self.text(gross - discount))
        let tax = Self.number(Self.text(net * value("taxPercent") / 100))
        for name in ["amountExcludingTax", "netAmount"] { values[name] = Self.text(net) }
        for name in ["totalTaxAmount", "netTaxAmount"] { values[name] = Self.text(tax) }
        for name in ["amountIncludingTax", "netAmountIncludingTax"] { values[name] = Self.text(net + tax) }
        let quantity = Self.text(value("quantity"), scale: 5)
        for name in ["invoiceQuantity", "shipQuantity"] where values[name] == nil { values[name] = quantity }
    }

    private static func number(_ value: StoredValue) -> Decimal { value.text.flatMap { Decimal(string: $0) } ?? 0 }

    /// An amount as it is stored; one that is too long for the service's decimals is the greatest that is not.
    private static func text(_ amount: Decimal, scale: Int = 2) -> StoredValue {
        .text(DecimalText.canonical("\(amount)", scale: scale) ?? "999999999999999")
    }
}

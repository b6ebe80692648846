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
        case .line:
            guard let document = try document(of: values["documentId"] ?? old?["documentId"], schema) else {
                throw BCFailure.dialog("A \"documentId\" must be provided.")
            }
            let lines = BCDocumentLines(tables: tables, company: company, document: document)
            if let old, lines.concernPosting(values) {
                try states.checkPosted(document)
                return try lines.checkPosting(values, of: old)
            }
            try states.checkLines(of: document)
            try lines.complete(&values, schema, old: old)
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

    /// Refuses to delete a posted document, or a line of one that is released or posted.
    func checkDelete(_ record: StoredRecord) throws {
        switch Self.role(record.schema) {
        case .header:
            try states.checkPosted(record)
            try states.checkShipped(lines(of: record))
        case .line:
            try states.checkShipped([record])
            try document(of: record["documentId"], record.schema).map(states.checkLines)
        case nil: return
        }
    }

    /// A document that was deleted, or went to another customer, is no longer outstanding.
    func forget(_ document: StoredRecord) throws {
        guard Self.role(document.schema) == .header else { return }
        try statistics.refresh(document["customerId"].text)
    }

    /// The lines of a document, in their order.
    func lines(of document: StoredRecord) throws -> [StoredRecord] {
        guard let collection = document.schema.definition.collections.first(where: { $0.isOwned == true }) else {
            return []
        }
        let order = [Query.Order(.field("sequence"))]
        return try tables.records(
            Query(collection.table, where: .field(collection.field, .equal, .text(document.id)), order: order))
    }

    /// The values of the fields that both tables have; a state means something else in each.
    func copied(_ record: StoredRecord, to schema: TableSchema) -> [String: StoredValue] {
        var values: [String: StoredValue] = [:]
        for column in record.schema.columns where column.name != "status" && schema.index(of: column.name) != nil {
            values[column.name] = record[column.name]
        }
        return values
    }

    private var states: BCDocumentStates { BCDocumentStates(tables: tables, company: company) }
    private var statistics: BCStatistics { BCStatistics(tables: tables, company: company) }

    private func document(of id: StoredValue?, _ lines: TableSchema) throws -> StoredRecord? {
        guard let id = id?.text, let header = lines.definition.annotations["header"] else { return nil }
        return try tables.record(header, id: id)
    }

    // Headers.

    private static let days = ["orderDate", "postingDate", "invoiceDate", "documentDate", "creditMemoDate", "dueDate"]
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
        if let old { try states.checkChange(of: old, values) }
        guard old == nil || values["customerId"] != nil else { return }
        guard let id = values["customerId"]?.text else {
            throw BCFailure.dialog("A \"customerNumber\" or a \"customerId\" must be provided.")
        }
        guard let customer = try tables.record("customer", id: id, company: company) else {
            throw BCFailure.dialog("The sell-to customer cannot be found.")
        }
        if old?["customerId"] != .text(id) { try states.checkBlocked(customer, to: "create") }
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

    /// Spreads the document's discount over its lines, works out their tax, and adds them up.
    ///
    /// What rounding takes from one line goes to the next, so that the document's tax is that of its whole.
    private func addUp(_ schema: TableSchema, id: String) throws {
        guard let header = try tables.record(schema.table, id: id),
            let collection = schema.definition.collections.first(where: { $0.isOwned == true })
        else { return }
        let wanted = Filter.field(collection.field, .equal, .text(id))
        let lines = try tables.records(Query(collection.table, where: wanted, order: [.init(.field("sequence"))]))
        let tax = BCTax(document: header)
        let amounts = lines.map { line in
            BCAmount.number(line[tax.isIncluded ? "amountIncludingTax" : "amountExcludingTax"])
        }
        let discounts = Self.spread(BCAmount.number(header["discountAmount"]), over: amounts)
        let left = zip(amounts, discounts).map { $0 - $1 }
        let taxes = Self.taxes(on: left, lines, tax)
        var (net, sum) = (Decimal(), Decimal())
        for (place, line) in lines.enumerated() {
            let lineNet = tax.isIncluded ? left[place] - taxes[place] : left[place]
            let values = [
                "invoiceDiscountAllocation": discounts[place], "netAmount": lineNet, "netTaxAmount": taxes[place],
                "netAmountIncludingTax": lineNet + taxes[place],
            ]
            try tables.server.update(line, unchanged: .leaves, values: values.mapValues { BCAmount.text($0) })
            net += lineNet
            sum += taxes[place]
        }
        try set(header, net: net, tax: sum)
    }

    private func set(_ header: StoredRecord, net: Decimal, tax: Decimal) throws {
        var values = [
            "totalAmountExcludingTax": BCAmount.text(net), "totalTaxAmount": BCAmount.text(tax),
            "totalAmountIncludingTax": BCAmount.text(net + tax),
        ]
        if header.schema.index(of: "remainingAmount") != nil,
            header["status"] == .integer(BCDocumentStates.draftInvoice)
        {
            values["remainingAmount"] = BCAmount.text(net + tax)
        }
        try tables.setFlow(header.schema.table, id: header.id, values: values)
        try statistics.refresh(header["customerId"].text)
    }

    /// A discount spread over amounts by their size.
    private static func spread(_ discount: Decimal, over amounts: [Decimal]) -> [Decimal] {
        let whole = amounts.reduce(0, +)
        guard whole != 0 else { return amounts.map { _ in 0 } }
        return BCAmount.parts(amounts.map { discount * $0 / whole })
    }

    /// The taxes on the lines' amounts; lines of one rate share what rounding leaves.
    private static func taxes(on amounts: [Decimal], _ lines: [StoredRecord], _ tax: BCTax) -> [Decimal] {
        var taxes = [Decimal](repeating: 0, count: lines.count)
        let byRate = Dictionary(grouping: lines.indices) { BCAmount.number(lines[$0]["taxPercent"]) }
        for (percent, places) in byRate {
            let exact = places.map { tax.exact(of: amounts[$0], percent: percent).tax }
            for (place, part) in zip(places, BCAmount.parts(exact)) { taxes[place] = part }
        }
        return taxes
    }
}

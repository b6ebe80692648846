import Foundation

/// What Business Central works out of a line of a sales document: what its item, resource or account gives it, and its amounts.
struct BCDocumentLines {
    let tables: Tables
    let company: String
    let document: StoredRecord

    /// The types of lines that are of something.
    private enum Kind: Int64 {
        case comment = 0
        case account = 1
        case item = 2
        case resource = 3

        var table: String? {
            switch self {
            case .comment: nil
            case .account: "account"
            case .item: "item"
            case .resource: "resource"
            }
        }
    }

    /// Completes what is written to a line; `old` is the line as it was.
    func complete(_ values: inout [String: StoredValue], _ schema: TableSchema, old: StoredRecord?) throws {
        if values["itemId"]?.text != nil, values["accountId"]?.text != nil {
            throw BCFailure.dialog("Both \"itemId\" and \"accountId\" are specified. Specify only one of them.")
        }
        if old == nil, values["sequence"] == nil { values["sequence"] = try nextSequence(schema) }
        if values["itemId"]?.text != nil { values["lineType"] = .integer(Kind.item.rawValue) }
        if values["accountId"]?.text != nil { values["lineType"] = .integer(Kind.account.rawValue) }
        let kind = (values["lineType"] ?? old?["lineType"])?.integer.flatMap(Kind.init)
        if let kind, let table = kind.table, let source = try source(in: table, values) {
            try give(source, kind, to: &values)
        }
        try checkObject(kind, values, old)
        try setUnitPrice(&values, schema, old)
        workOut(&values, old)
    }

    private func nextSequence(_ schema: TableSchema) throws -> StoredValue {
        let last = Query.Order(.field("sequence"), descending: true)
        let query = Query(
            schema.table, where: .field("documentId", .equal, .text(document.id)), order: [last], limit: 1)
        let greatest = try tables.records(query).first?["sequence"].integer ?? 0
        return .integer(min(greatest, Int64(Int32.max) - 10_000) + 10_000)
    }

    // What is to be posted of it.

    private static let posting = ["shipQuantity": "ship", "invoiceQuantity": "invoice"]
    private static let posted = ["shipQuantity": "shippedQuantity", "invoiceQuantity": "invoicedQuantity"]

    /// Whether a change says only how much is to be posted next: that may change in a released order, too.
    func concernPosting(_ values: [String: StoredValue]) -> Bool {
        !values.isEmpty && values.keys.allSatisfy { Self.posting[$0] != nil }
    }

    /// Refuses to post more of a line than is left.
    func checkPosting(_ values: [String: StoredValue], of line: StoredRecord) throws {
        for (name, activity) in Self.posting {
            guard let wanted = values[name], let done = Self.posted[name] else { continue }
            let left = BCAmount.number(line["quantity"]) - BCAmount.number(line[done])
            guard abs(BCAmount.number(wanted)) > abs(left) else { continue }
            throw BCFailure.dialog("You cannot \(activity) more than \(left) units.")
        }
    }

    /// All that is left is to be posted, unless a person says otherwise.
    private func setPosting(_ values: inout [String: StoredValue], _ old: StoredRecord?) {
        guard old == nil || values["quantity"] != nil else { return }
        let quantity = BCAmount.number(values["quantity"] ?? old?["quantity"])
        for (name, done) in Self.posted where values[name] == nil {
            values[name] = BCAmount.text(quantity - BCAmount.number(old?[done]), scale: 5)
        }
    }

    // What the line is of.

    /// What a line names now by an id or by a number; `nil` when it names nothing new.
    private func source(in table: String, _ values: [String: StoredValue]) throws -> StoredRecord? {
        let found: StoredRecord?
        if let id = values[table + "Id"]?.text {
            found = try tables.record(table, id: id, company: company)
        } else if let number = values["lineObjectNumber"], !number.isEmpty {
            found = try tables.record(table, where: [("number", number)], company: company)
        } else {
            return nil
        }
        let caption = try tables.schema(table).definition.caption
        guard let found else { throw BCFailure.dialog("\(caption) does not exist.") }
        guard found["blocked"] != 1 else {
            throw BCFailure.dialog(
                "Blocked must be equal to 'No'  in \(caption): No.=\(found["number"].text ?? ""). Current value is 'Yes'."
            )
        }
        return found
    }

    private func give(_ source: StoredRecord, _ kind: Kind, to values: inout [String: StoredValue]) throws {
        values["lineObjectNumber"] = source["number"]
        values["itemId"] = kind == .item ? .text(source.id) : .null
        values["accountId"] = kind == .account ? .text(source.id) : .null
        if values["description"] == nil { values["description"] = source["displayName"] }
        guard kind != .account else { return }
        if values["unitOfMeasureId"] == nil, values["unitOfMeasureCode"] == nil {
            values["unitOfMeasureId"] = source["baseUnitOfMeasureId"]
            values["unitOfMeasureCode"] = source["baseUnitOfMeasureCode"]
        }
        if kind == .item, values["taxCode"] == nil { values["taxCode"] = source["taxGroupCode"] }
    }

    /// A quantity or a price is one of something.
    private func checkObject(_ kind: Kind?, _ values: [String: StoredValue], _ old: StoredRecord?) throws {
        let hasAmount = ["quantity", "unitPrice"].contains { BCAmount.number(values[$0] ?? old?[$0]) != 0 }
        guard hasAmount, let kind else { return }
        let object = values["lineObjectNumber"] ?? old?["lineObjectNumber"] ?? .null
        let missing = kind == .comment ? "Type" : object.isEmpty ? "No." : nil
        guard let missing else { return }
        let sequence = (values["sequence"] ?? old?["sequence"])?.integer ?? 0
        throw BCFailure.dialog(
            "\(missing) must have a value in Sales Line: Document Type=Order, Document No.=\(document["number"].text ?? ""), Line No.=\(sequence). It cannot be zero or empty."
        )
    }

    // Price and amounts.

    /// The price of a unit in the document's currency, where the client names none and the line's object or unit is new.
    private func setUnitPrice(
        _ values: inout [String: StoredValue], _ schema: TableSchema, _ old: StoredRecord?
    ) throws {
        let isNew = ["lineObjectNumber", "unitOfMeasureCode"].contains { name in
            values[name].map { $0 != old?[name] } ?? false
        }
        guard isNew else { return }
        func value(_ name: String) -> StoredValue { values[name] ?? old?[name] ?? .null }
        guard let table = value("lineType").integer.flatMap(Kind.init)?.table, table != "account",
            let source = try tables.record(table, where: [("number", value("lineObjectNumber"))], company: company)
        else { return }
        let factor = try unitFactor(of: source, value("unitOfMeasureCode"), schema)
        guard values["unitPrice"] == nil else { return }
        let rate = try BCCurrency(tables: tables, company: company).rate(of: document) ?? 1
        values["unitPrice"] = BCAmount.text(BCAmount.number(source["unitPrice"]) * factor * rate, scale: 5)
    }

    /// How many of its base unit a unit of an item or a resource holds.
    private func unitFactor(of source: StoredRecord, _ unit: StoredValue, _ schema: TableSchema) throws -> Decimal {
        guard !unit.isEmpty, unit != source["baseUnitOfMeasureCode"] else { return 1 }
        let table = source.schema.table
        let wanted = [(field: table + "Number", value: source["number"]), (field: "code", value: unit)]
        guard let row = try tables.record(table + "UnitOfMeasure", where: wanted, company: company) else {
            guard let field = schema.field("unitOfMeasureCode") else { return 1 }
            throw BCFailure.noRelation(
                field, schema.definition.caption, value: unit.text ?? "",
                related: try tables.schema(table + "UnitOfMeasure").definition.caption)
        }
        return BCAmount.number(row["quantityPerUnitOfMeasure"])
    }

    /// The amounts of a line before the document's discount: quantity times price less the line's discount, and the tax on it.
    private func workOut(_ values: inout [String: StoredValue], _ old: StoredRecord?) {
        func value(_ name: String) -> Decimal { BCAmount.number(values[name] ?? old?[name]) }
        let gross = BCAmount.rounded(value("quantity") * value("unitPrice"))
        var discount = value("discountAmount")
        if values["discountPercent"] != nil || values["discountAmount"] == nil {
            discount = BCAmount.rounded(gross * value("discountPercent") / 100)
            values["discountAmount"] = BCAmount.text(discount)
        } else {
            values["discountPercent"] = BCAmount.text(gross == 0 ? 0 : discount / gross * 100, scale: 5)
        }
        values["taxPercent"] = taxPercent(values, old)
        let amounts = BCTax(document: document).amounts(of: gross - discount, percent: value("taxPercent"))
        values["amountExcludingTax"] = BCAmount.text(amounts.net)
        values["totalTaxAmount"] = BCAmount.text(amounts.tax)
        values["amountIncludingTax"] = BCAmount.text(amounts.net + amounts.tax)
        setPosting(&values, old)
    }

    /// The tax of the line's tax group, in percent.
    private func taxPercent(_ values: [String: StoredValue], _ old: StoredRecord?) -> StoredValue {
        guard let code = values["taxCode"], !code.isEmpty else { return old?["taxPercent"] ?? "0" }
        // A group that can't be read has no tax.
        let group = try? tables.record("taxGroup", where: [("code", code)], company: company)
        return group?["taxPercent"] ?? "0"
    }
}

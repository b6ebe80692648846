import Foundation

/// What Dataverse works out of sales documents: the prices of their lines, and their amounts.
///
/// <https://learn.microsoft.com/dynamics365/sales/developer/system-calculated-fields>
struct SalesRules {
    private let session: Session

    init(_ session: Session) { self.session = session }

    /// What a table is to documents.
    private enum Role: String {
        case header, line
    }

    private static func role(_ table: DataverseTable) -> Role? {
        table.definition.annotations["document"].flatMap(Role.init)
    }

    /// Completes a row before it is written.
    func complete(_ draft: inout RowDraft) throws {
        switch Self.role(draft.table) {
        case .header: completeHeader(&draft)
        case .line: try completeLine(&draft)
        case nil: return
        }
    }

    /// Adds a document up after one of its lines was written or deleted.
    func addUp(after record: StoredRecord, _ table: DataverseTable) throws {
        guard Self.role(table) == .line, let header = try self.header(of: table),
            let id = record["\(header.name)id"].text, let document = try session.tables.record(header.name, id: id)
        else { return }
        var (amount, discount, tax) = (Decimal(), Decimal(), Decimal())
        let lines = Query(table.name, where: .field("\(header.name)id", .equal, .text(id)))
        for line in try session.tables.records(lines) {
            let lineTax = Self.number(line["tax"])
            amount += Self.number(line["extendedamount"]) - lineTax
            discount += Self.number(line["manualdiscountamount"])
            tax += lineTax
        }
        var payload = Payload()
        payload.values = [
            "totallineitemamount": Self.text(amount), "totallineitemdiscountamount": Self.text(discount),
            "totaltax": Self.text(tax),
        ]
        _ = try session.update(document, header, payload)
    }

    private func header(of table: DataverseTable) throws -> DataverseTable? {
        try table.definition.annotations["header"].map { name in try session.model.known(name) }
    }

    private func completeHeader(_ draft: inout RowDraft) {
        for name in ["totallineitemamount", "totallineitemdiscountamount", "totaltax"] {
            draft.set(name, ifAbsent: "0")
        }
        let amount = Self.number(draft["totallineitemamount"])
        let share = Self.number(draft["discountpercentage"])
        let discount = Self.number(draft["discountamount"]) + amount * share / 100
        draft.set("totaldiscountamount", Self.text(discount))
        draft.set("totalamountlessfreight", Self.text(amount - discount))
        let freight = Self.number(draft["freightamount"])
        draft.set("totalamount", Self.text(amount - discount + freight + Self.number(draft["totaltax"])))
    }

    private func completeLine(_ draft: inout RowDraft) throws {
        guard let header = try header(of: draft.table), let id = draft["\(header.name)id"].text,
            let document = try session.tables.record(header.name, id: id)
        else { return }
        draft.set("transactioncurrencyid", ifAbsent: document["transactioncurrencyid"])
        if let product = draft["productid"].text { try price(product, &draft, document) }
        let base = Self.number(draft["quantity"]) * Self.number(draft["priceperunit"])
        let discounts = Self.number(draft["manualdiscountamount"]) + Self.number(draft["volumediscountamount"])
        draft.set("baseamount", Self.text(base))
        draft.set("extendedamount", Self.text(base - discounts + Self.number(draft["tax"])))
    }

    /// The price of a product comes from the document's price list, unless the line says that it overrides it.
    private func price(_ id: String, _ draft: inout RowDraft, _ document: StoredRecord) throws {
        let isTouched = ["productid", "uomid", "ispriceoverridden", "priceperunit"].contains { draft.changes($0) }
        guard isTouched, let product = try session.tables.record("product", id: id) else { return }
        if draft.record == nil, product["statecode"] != 0 { throw DataverseError.productNotActive }
        draft.set("\(draft.table.name)name", ifAbsent: product["name"])
        draft.set("uomid", ifAbsent: product["defaultuomid"])
        guard draft["ispriceoverridden"] != 1 else { return }
        let wanted = [
            (field: "pricelevelid", value: document["pricelevelid"]), (field: "productid", value: .text(id)),
            (field: "uomid", value: draft["uomid"]),
        ]
        let price = try session.tables.record("productpricelevel", where: wanted)?["amount"]
        draft.set("priceperunit", price ?? "0")
        let problem: Int64 = price != nil ? 0 : document["pricelevelid"] == .null ? 2 : 5
        draft.set("pricingerrorcode", .integer(problem))
    }

    private static func number(_ value: StoredValue) -> Decimal { value.text.flatMap { Decimal(string: $0) } ?? 0 }

    /// An amount as it is stored; one that is too long for the service's amounts is the greatest that is not.
    private static func text(_ amount: Decimal) -> StoredValue {
        .text(DecimalText.canonical("\(amount)", scale: 4) ?? "922337203685477")
    }
}

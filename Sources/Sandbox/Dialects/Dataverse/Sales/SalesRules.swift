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
        case .header: try completeHeader(&draft)
        case .line: try completeLine(&draft)
        case nil: return
        }
    }

    /// Refuses to change a line of a document that is kept as it is.
    func checkHeader(of line: StoredRecord, _ table: DataverseTable) throws {
        guard Self.role(table) == .line, let header = try header(of: table), let id = line["\(header.name)id"].text,
            let document = try session.tables.record(header.name, id: id)
        else { return }
        try check(document, header)
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

    private func check(_ document: StoredRecord, _ header: DataverseTable) throws {
        if StateRules(header, session).isKept(document) { throw DataverseError.inactive(header.name) }
    }

    // Headers.

    /// The total discount holds those of the lines too, which the total of the lines is without already.
    private func completeHeader(_ draft: inout RowDraft) throws {
        try setCurrency(&draft)
        for name in ["totallineitemamount", "totallineitemdiscountamount", "totaltax"] {
            draft.set(name, ifAbsent: "0")
        }
        let places = try places(of: draft["transactioncurrencyid"])
        let amount = Self.number(draft["totallineitemamount"])
        let share = Self.rounded(amount * Self.number(draft["discountpercentage"]) / 100, places)
        let discount = Self.number(draft["discountamount"]) + share
        let ofLines = Self.number(draft["totallineitemdiscountamount"])
        draft.set("totaldiscountamount", Self.text(discount + ofLines))
        draft.set("totalamountlessfreight", Self.text(amount - discount))
        let freight = Self.number(draft["freightamount"])
        draft.set("totalamount", Self.text(amount - discount + freight + Self.number(draft["totaltax"])))
    }

    /// A document is in the currency of its price list.
    private func setCurrency(_ draft: inout RowDraft) throws {
        guard draft.changes("pricelevelid") || draft.record == nil, let id = draft["pricelevelid"].text,
            let list = try session.tables.record("pricelevel", id: id)
        else { return }
        draft.set("transactioncurrencyid", ifAbsent: list["transactioncurrencyid"])
        guard list["transactioncurrencyid"] == .null || draft["transactioncurrencyid"] == list["transactioncurrencyid"]
        else { throw DataverseError.currencyMismatch }
    }

    /// The digits after the point that amounts of a currency have.
    private func places(of currency: StoredValue) throws -> Int {
        guard let id = currency.text else { return 2 }
        let places = try session.memory.value("currencyprecision", of: id, in: "transactioncurrency", session.tables)
        return places.integer.map { Int($0) } ?? 2
    }

    // Lines.

    private func completeLine(_ draft: inout RowDraft) throws {
        guard let header = try header(of: draft.table), let id = draft["\(header.name)id"].text,
            let document = try session.tables.record(header.name, id: id)
        else { return }
        try check(document, header)
        draft.set("transactioncurrencyid", ifAbsent: document["transactioncurrencyid"])
        if let product = draft["productid"].text {
            try price(product, &draft, document)
        } else if draft["isproductoverridden"] != 1 || draft["productdescription"].isEmpty {
            throw DataverseError.neitherProductNorDescription(draft.table.name)
        }
        let places = try places(of: draft["transactioncurrencyid"])
        let quantity = Self.number(draft["quantity"])
        let base = Self.rounded(quantity * Self.number(draft["priceperunit"]), places)
        // The volume discount is that of one unit, the manual discount that of the line.
        let discounts =
            Self.rounded(quantity * Self.number(draft["volumediscountamount"]), places)
            + Self.number(draft["manualdiscountamount"])
        draft.set("baseamount", Self.text(base))
        draft.set("extendedamount", Self.text(base - discounts + Self.number(draft["tax"])))
    }

    /// The price of a product comes from the document's price list, unless the line says that it overrides it, or the
    /// document's prices are locked.
    private func price(_ id: String, _ draft: inout RowDraft, _ document: StoredRecord) throws {
        let isTouched = ["productid", "uomid", "ispriceoverridden", "priceperunit"].contains { draft.changes($0) }
        guard isTouched, let product = try session.tables.record("product", id: id) else { return }
        if draft.record == nil, product["statecode"] != 0 { throw DataverseError.productNotActive }
        draft.set("\(draft.table.name)name", ifAbsent: product["name"])
        draft.set("uomid", ifAbsent: product["defaultuomid"])
        try checkUnit(draft["uomid"], product)
        guard draft["ispriceoverridden"] != 1 else { return draft.set("pricingerrorcode", 0) }
        if let record = draft.record, document["ispricelocked"] == 1 {
            return draft.set("priceperunit", record["priceperunit"])
        }
        let list = try document["pricelevelid"].text.flatMap { try session.tables.record("pricelevel", id: $0) }
        let wanted = [
            (field: "pricelevelid", value: document["pricelevelid"]), (field: "productid", value: .text(id)),
            (field: "uomid", value: draft["uomid"]),
        ]
        let price = try session.tables.record("productpricelevel", where: wanted)?["amount"]
        draft.set("priceperunit", price ?? "0")
        draft.set("pricingerrorcode", Self.problem(list, price, quantity: draft["quantity"]))
    }

    /// A unit is one of the product's unit group.
    private func checkUnit(_ unit: StoredValue, _ product: StoredRecord) throws {
        guard let id = unit.text, let group = product["defaultuomscheduleid"].text,
            let record = try session.tables.record("uom", id: id)
        else { return }
        guard record["uomscheduleid"] == .text(group) else { throw DataverseError.unitOfAnotherGroup }
    }

    /// What a line says of its price: there is no price list, the list is inactive, there is no quantity, there is no price.
    private static func problem(_ list: StoredRecord?, _ price: StoredValue?, quantity: StoredValue) -> StoredValue {
        switch (list, price) {
        case (nil, _): 2
        case (let list?, _) where list["statecode"] == 1: 3
        case (_, nil): 5
        case (_, _?): quantity == .null ? 4 : 0
        }
    }

    private static func number(_ value: StoredValue) -> Decimal { value.text.flatMap { Decimal(string: $0) } ?? 0 }

    private static func rounded(_ amount: Decimal, _ places: Int) -> Decimal { number(text(amount, places)) }

    /// An amount as it is stored; one that is too long for the service's amounts is the greatest that is not.
    private static func text(_ amount: Decimal, _ places: Int = 4) -> StoredValue {
        .text(DecimalText.canonical("\(amount)", scale: places) ?? "922337203685477")
    }
}

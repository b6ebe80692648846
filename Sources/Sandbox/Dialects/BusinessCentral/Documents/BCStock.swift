import Foundation

/// The item ledger: what left the stock, and what came back.
struct BCStock {
    let tables: Tables
    let company: String

    /// What moves the stock.
    enum Document: Int64 {
        case shipment = 1
        case invoice = 2
        case creditMemo = 4
    }

    /// What of a document's line moves.
    struct Move {
        var kind: Document
        var number: StoredValue
        var day: StoredValue
        /// How many units of the line; less than zero when they come back.
        var quantity: Decimal
    }

    /// Takes what a line sells out of the stock; only what is kept in stock is there to be taken.
    func take(_ line: StoredRecord, _ move: Move, for document: StoredRecord) throws {
        guard move.quantity != 0, let id = line["itemId"].text,
            let item = try tables.record("item", id: id, company: company), item["type"] == 0
        else { return }
        let quantity = move.quantity * (try factor(of: line, item))
        let left = BCAmount.text(BCAmount.number(item["inventory"]) - quantity, scale: 5)
        try tables.setFlow("item", id: id, values: ["inventory": left])
        let sold = BCAmount.number(line["quantity"])
        let amount = sold == 0 ? 0 : BCAmount.number(line["netAmount"]) * move.quantity / sold
        try enter(
            -quantity, of: item, Self.sale,
            [
                "postingDate": move.day, "sourceType": 1, "sourceNumber": document["customerNumber"],
                "documentNumber": move.number, "documentType": .integer(move.kind.rawValue),
                "description": line["description"], "salesAmountActual": BCAmount.text(amount),
            ])
    }

    /// The types of entries.
    private static let sale: Int64 = 1
    private static let positive: Int64 = 2
    private static let negative: Int64 = 3

    /// Somebody wrote another stock into an item: what it differs by is entered as an adjustment.
    func adjust(_ item: StoredRecord, was old: StoredRecord) throws {
        guard item.schema.table == "item" else { return }
        let quantity = BCAmount.number(item["inventory"]) - BCAmount.number(old["inventory"])
        guard quantity != 0 else { return }
        try enter(
            quantity, of: item, quantity > 0 ? Self.positive : Self.negative,
            ["postingDate": .text(tables.now.dayText), "description": item["displayName"]])
    }

    private func enter(
        _ quantity: Decimal, of item: StoredRecord, _ kind: Int64, _ more: [String: StoredValue]
    ) throws {
        var values = more
        values["entryNumber"] = try BCLedger(tables: tables, company: company).next("itemLedgerEntry")
        values["itemNumber"] = item["number"]
        values["entryType"] = .integer(kind)
        values["quantity"] = BCAmount.text(quantity, scale: 5)
        values["costAmountActual"] = BCAmount.text(quantity * BCAmount.number(item["unitCost"]))
        try tables.server.insert("itemLedgerEntry", company: company, values: values)
    }

    /// How many base units a unit of a line holds.
    func factor(of line: StoredRecord, _ item: StoredRecord) throws -> Decimal {
        let unit = [
            (field: "itemNumber", value: item["number"]), (field: "code", value: line["unitOfMeasureCode"]),
        ]
        let row = try tables.record("itemUnitOfMeasure", where: unit, company: company)
        return row.map { BCAmount.number($0["quantityPerUnitOfMeasure"]) } ?? 1
    }
}

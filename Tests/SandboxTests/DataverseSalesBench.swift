import JSON

@testable import Sandbox

/// Dataverse with what an order needs: an account, a product that is active, and its price of 2.5 in a price list.
struct DataverseSalesBench {
    let bench: DataverseBench
    let account: String
    let list: String
    let product: String
    let unit: String

    init() async throws {
        bench = try await DataverseBench()
        account = await bench.create("accounts", ["name": "A"])
        let currency = await bench.send("GET", "transactioncurrencies?$filter=isocurrencycode eq 'EUR'").rows.first
        let bind: JSONValue = .string("transactioncurrencies(\(currency?["transactioncurrencyid"]?.string ?? ""))")
        list = await bench.create("pricelevels", ["name": "Retail", "transactioncurrencyid@odata.bind": bind])
        let group = await bench.create("uomschedules", ["name": "G", "baseuomname": "Piece"])
        unit = await bench.send("GET", "uoms").rows.first?["uomid"]?.string ?? ""
        product = await bench.create(
            "products",
            [
                "name": "Desk", "productnumber": "D1", "defaultuomid@odata.bind": .string("uoms(\(unit))"),
                "defaultuomscheduleid@odata.bind": .string("uomschedules(\(group))"),
            ])
        await bench.send("PATCH", "products(\(product))", ["statecode": 0, "statuscode": 1])
        _ = await price()
    }

    @discardableResult
    func price() async -> Bench.Reply {
        await bench.send(
            "POST", "productpricelevels",
            [
                "pricelevelid@odata.bind": .string("pricelevels(\(list))"), "amount": .number("2.5"),
                "productid@odata.bind": .string("products(\(product))"), "uomid@odata.bind": .string("uoms(\(unit))"),
            ])
    }

    /// Four desks, with further members.
    func line(_ more: [JSONValue.Member] = []) -> JSONValue {
        .object(
            [
                .init("productid@odata.bind", .string("products(\(product))")),
                .init("uomid@odata.bind", .string("uoms(\(unit))")), .init("quantity", 4),
            ] + more)
    }

    /// Creates an order of the account by the price list.
    func order(_ lines: [JSONValue]) async -> String {
        await bench.create(
            "salesorders",
            [
                "name": "O", "customerid_account@odata.bind": .string("accounts(\(account))"),
                "pricelevelid@odata.bind": .string("pricelevels(\(list))"), "order_details": .array(lines),
            ])
    }

    /// Adds a line to an order.
    func add(_ line: JSONValue, to order: String) async -> Bench.Reply {
        let parent = JSONValue.Member("salesorderid@odata.bind", .string("salesorders(\(order))"))
        return await bench.send("POST", "salesorderdetails", .object((line.object ?? []) + [parent]))
    }

    /// A row.
    func row(_ set: String, _ id: String) async -> JSONValue { await bench.send("GET", "\(set)(\(id))").json }

    /// An amount of a row.
    func amount(_ set: String, _ id: String, _ name: String = "totalamount") async -> String? {
        await row(set, id)[name]?.numberText
    }
}

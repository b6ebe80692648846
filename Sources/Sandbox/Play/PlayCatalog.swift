import JSON

/// What salespeople choose from in the CRM on a day: customers, price lists, products, currencies.
struct PlayCatalog {
    /// Active accounts of customers, by name.
    let accounts: [JSONValue]
    /// Active price lists, by name.
    let lists: [JSONValue]
    /// Active products that are counted in a unit, by number.
    let products: [JSONValue]
    /// Digits after the point of a currency's amounts, by its identity.
    let places: [String: Int]

    /// Looks into the CRM.
    init(_ client: PlayClient) async throws {
        accounts = try await client.rows(
            .dataverse, "accounts",
            "$select=accountid,name,_transactioncurrencyid_value"
                + "&$filter=customertypecode eq 3 and statecode eq 0&$orderby=name,accountid")
        lists = try await client.rows(
            .dataverse, "pricelevels",
            "$select=pricelevelid,name,_transactioncurrencyid_value"
                + "&$filter=statecode eq 0 and _transactioncurrencyid_value ne null&$orderby=name,pricelevelid")
        products = try await client.rows(
            .dataverse, "products",
            "$select=productid,productnumber,_defaultuomid_value"
                + "&$filter=statecode eq 0 and _defaultuomid_value ne null&$orderby=productnumber,productid")
        let currencies = try await client.rows(
            .dataverse, "transactioncurrencies", "$select=transactioncurrencyid,currencyprecision")
        places = Dictionary(
            currencies.map { row in
                (row["transactioncurrencyid"]?.string ?? "", Int(row["currencyprecision"]?.integer ?? 2))
            }
        ) { first, _ in first }
    }

    /// The products of a price list with their units there.
    func priced(in list: JSONValue, _ client: PlayClient) async throws -> [JSONValue] {
        let active = Set(products.compactMap { $0["productid"]?.string })
        let rows = try await client.rows(
            .dataverse, "productpricelevels",
            "$select=_productid_value,_uomid_value"
                + "&$filter=_pricelevelid_value eq \(list["pricelevelid"]?.string ?? "") and _uomid_value ne null"
                + "&$orderby=productnumber,productpricelevelid")
        return rows.filter { row in row["_productid_value"]?.string.map(active.contains) ?? false }
    }
}

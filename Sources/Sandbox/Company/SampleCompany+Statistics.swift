import Model

extension SampleCompany {
    /// What each customer owes, has ordered and has bought: nothing, something, and more than he may.
    mutating func addStatistics() {
        var random = self.random.branch("statistics")
        for (place, customer) in customers.enumerated() {
            let balance = place % 4 == 0 ? 0 : random.number(1_000...4_000_000)
            let (orders, shipped) = (place % 3 == 0 ? random.number(100...900_000) : 0, place % 9 == 3 ? 45_000 : 0)
            var row: Fields = [
                "customerId": .text(customer.id), "customerNumber": .text(customer.number),
                "displayName": .text(customer.name), "blocked": .integer(customer.blocked),
                "creditLimit": .text(customer.text("creditLimit")), "overdueAsOf": "2026-03-31",
            ]
            func amount(_ name: FieldName, _ parts: Int) {
                row.append(name, .text(CompanyRandom.canonical(parts, scale: 2)))
            }
            amount("balance", balance)
            amount("outstandingOrders", orders)
            amount("shippedNotInvoiced", shipped)
            amount("total", balance + orders + shipped)
            amount("overdueAmount", place % 5 == 2 ? balance / 3 : 0)
            amount("totalSales", balance * 4)
            draft.add(.erp, "customerStatistics", id: random.guid(), row)
        }
    }
}

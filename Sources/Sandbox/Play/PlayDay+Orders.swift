import JSON

extension PlayDay {
    /// Enters orders by hand.
    mutating func enterOrders(_ catalog: PlayCatalog) async throws {
        for number in 1...chance.number(2...4) {
            guard var body = try await document("Commande \(report.day)-\(number)", "order_details", catalog) else {
                return
            }
            if chance.happens(60) {
                body.append(.init("requestdeliveryby", .string(day(in: chance.number(3...30)))))
            }
            if chance.happens(25) {
                body.append(.init("shipto_name", .string("Quai \(chance.number(1...40))")))
                body.append(.init("shipto_city", "Lyon"))
            }
            let order = JSONValue.object(body)
            try await attempt(.orderEntered) { client in
                try await client.create(.dataverse, "salesorders", order)["ordernumber"]?.string
            }
        }
    }

    /// Changes, cancels and submits orders; of those that were submitted a few are reopened, or canceled after all.
    mutating func moveOrdersOn(_ catalog: PlayCatalog) async throws {
        for order in try await orders(state: 0) {
            if chance.happens(35) { try await change(order, catalog) }
            if chance.happens(6) {
                try await cancel(order)
            } else if chance.happens(75) {
                try await submit(order)
            }
        }
        for order in some(of: try await orders(state: 1, atMost: 15), 7, atMost: 2) {
            guard chance.happens(70) else {
                try await cancel(order)
                continue
            }
            try await attempt(.orderReopened, Self.number(of: order)) { client in
                try await client.change(.dataverse, Self.address(of: order), ["statecode": 0, "statuscode": 1])
                return nil
            }
            try await change(order, catalog)
            if chance.happens(80) { try await submit(order) }
        }
    }

    private mutating func submit(_ order: JSONValue) async throws {
        try await attempt(.orderSubmitted, Self.number(of: order)) { client in
            try await client.change(.dataverse, Self.address(of: order), ["statecode": 1, "statuscode": 3])
            return nil
        }
    }

    private mutating func cancel(_ order: JSONValue) async throws {
        let closing: JSONValue = ["salesorderid@odata.bind": bind("salesorders", order["salesorderid"])]
        try await attempt(.orderCanceled, Self.number(of: order)) { client in
            try await client.act(.dataverse, "CancelSalesOrder", ["OrderClose": closing, "Status": -1])
            return nil
        }
    }

    /// One change of an order: another quantity, a line more or less, another discount, another day.
    private mutating func change(_ order: JSONValue, _ catalog: PlayCatalog) async throws {
        let address = Self.address(of: order)
        let lines = order["order_details"]?.array ?? []
        let work: (PlayClient) async throws -> String?
        switch chance.below(5) {
        case 0 where !lines.isEmpty:
            let row = "salesorderdetails(\(chance.pick(lines)["salesorderdetailid"]?.string ?? ""))"
            let body: JSONValue = ["quantity": .number(quantity())]
            work = { client in
                try await client.change(.dataverse, row, body)
                return nil
            }
        case 1 where lines.count > 1:
            let row = "salesorderdetails(\(chance.pick(lines)["salesorderdetailid"]?.string ?? ""))"
            work = { client in
                try await client.delete(.dataverse, row)
                return nil
            }
        case 2:
            guard !catalog.products.isEmpty else { return }
            let places = order["_transactioncurrencyid_value"]?.string.flatMap { catalog.places[$0] } ?? 2
            let place = (lines.compactMap { $0["lineitemnumber"]?.integer }.max() ?? 0) + 1
            let members = line(Int(place), catalog, [], places).object ?? []
            let body = JSONValue.object(
                members + [.init("salesorderid@odata.bind", bind("salesorders", order["salesorderid"]))])
            work = { client in
                _ = try await client.create(.dataverse, "salesorderdetails", body)
                return nil
            }
        case 3:
            let body: JSONValue = ["discountpercentage": .number("\(chance.number(0...12))"), "discountamount": .null]
            work = { client in
                try await client.change(.dataverse, address, body)
                return nil
            }
        default:
            let body: JSONValue = ["requestdeliveryby": .string(day(in: chance.number(2...40)))]
            work = { client in
                try await client.change(.dataverse, address, body)
                return nil
            }
        }
        try await attempt(.orderChanged, Self.number(of: order), work)
    }

    /// The orders in a state, the newest first.
    private func orders(state: Int, atMost count: Int = 200) async throws -> [JSONValue] {
        try await client.rows(
            .dataverse, "salesorders",
            "$select=salesorderid,ordernumber,_transactioncurrencyid_value&$filter=statecode eq \(state)"
                + "&$orderby=ordernumber desc&$top=\(count)"
                + "&$expand=order_details($select=salesorderdetailid,lineitemnumber;$orderby=lineitemnumber)")
    }

    private static func number(of order: JSONValue) -> String { order["ordernumber"]?.string ?? "" }

    private static func address(of order: JSONValue) -> String { "salesorders(\(order["salesorderid"]?.string ?? ""))" }
}

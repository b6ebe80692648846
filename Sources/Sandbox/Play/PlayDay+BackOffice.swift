import Foundation
import JSON

extension PlayDay {
    /// Changes prices, counts stock, renames, blocks and unblocks.
    mutating func keepShop() async throws {
        let items = try await client.rows(
            .businessCentral, "items", "$select=id,number,displayName,blocked&$orderby=number")
        let free = items.filter { $0["blocked"] == false }
        guard !free.isEmpty else { return }
        for _ in 0..<chance.number(1...3) {
            try await edit(.priceChanged, "items", chance.pick(free), "unitPrice", .number(chance.amount(2...600)))
        }
        try await edit(.stockCounted, "items", chance.pick(free), "inventory", .number("\(chance.number(0...500))"))
        if chance.happens(40) {
            let item = chance.pick(free)
            let name = "\(item["displayName"]?.string?.prefix(60) ?? "") \(chance.number(2...9))"
            try await edit(.recordRenamed, "items", item, "displayName", .string(name))
        }
        if chance.happens(20) { try await edit(.recordBlocked, "items", chance.pick(free), "blocked", true) }
        for item in some(of: items.filter { $0["blocked"] == true }, 25, atMost: 1) {
            try await edit(.recordUnblocked, "items", item, "blocked", false)
        }
        try await lookAfterCustomers()
    }

    private mutating func lookAfterCustomers() async throws {
        let customers = try await client.rows(
            .businessCentral, "customers", "$select=id,number,displayName,blocked&$orderby=number")
        let (free, blocked) = (customers.filter { $0["blocked"] == " " }, customers.filter { $0["blocked"] != " " })
        guard !free.isEmpty else { return }
        if chance.happens(50) {
            let customer = chance.pick(free)
            let name = "\(customer["displayName"]?.string?.prefix(60) ?? "") \(chance.number(2...9))"
            try await edit(.recordRenamed, "customers", customer, "displayName", .string(name))
        }
        if chance.happens(25) { try await edit(.recordBlocked, "customers", chance.pick(free), "blocked", "All") }
        for customer in some(of: blocked, 30, atMost: 1) {
            try await edit(.recordUnblocked, "customers", customer, "blocked", " ")
        }
    }

    /// Ships orders that came from the CRM, wholly or in part, and invoices what was shipped.
    mutating func shipOrders() async throws {
        let orders = try await client.rows(
            .businessCentral, "salesOrders",
            "$filter=externalDocumentNumber ne ''&$orderby=number&$expand=salesOrderLines")
        for order in some(of: orders.filter { $0["status"] == "Draft" }, 50, atMost: 6) {
            let number = order["number"]?.string ?? ""
            try await attempt(.orderReleased, number) { client in
                try await client.office(.release(order: number))
                return nil
            }
        }
        for order in some(of: orders, 40, atMost: 6) {
            let number = order["number"]?.string ?? ""
            let row = "salesOrders(\(order["id"]?.string ?? ""))"
            let parts = chance.happens(30) ? part(of: order["salesOrderLines"]?.array ?? []) : []
            try await attempt(parts.isEmpty ? .orderShipped : .orderShippedInPart, number) { client in
                for (line, body) in parts {
                    try await client.change(.businessCentral, "\(row)/salesOrderLines(\(line))", body)
                }
                try await client.act(.businessCentral, "\(row)/Microsoft.NAV.shipAndInvoice")
                return nil
            }
        }
    }

    /// Customers pay what they owe, or a part of it; now and then an invoice is credited.
    mutating func settleInvoices() async throws {
        let invoices = try await client.rows(
            .businessCentral, "salesInvoices", "$filter=status eq 'Open'&$orderby=number desc&$top=40")
        for invoice in some(of: invoices, 25, atMost: 5) {
            let number = invoice["number"]?.string ?? ""
            let rest = invoice["remainingAmount"]?.numberText.flatMap { Decimal(string: $0) } ?? 0
            let amount = chance.happens(20) ? BCAmount.rounded(rest / 2) : nil
            if chance.happens(4) {
                try await attempt(.invoiceCredited, number) { client in
                    try await client.office(.credit(invoice: number))
                    return nil
                }
            } else {
                try await attempt(.paymentReceived, number) { client in
                    try await client.office(.pay(invoice: number, amount: amount))
                    return nil
                }
            }
        }
    }

    /// What goes out first, of an order's lines: half of one, nothing of it, all of it.
    private mutating func part(of lines: [JSONValue]) -> [(line: String, body: JSONValue)] {
        let goods = lines.filter { $0["lineType"] != "Comment" }
        guard goods.count > 1 else { return [] }
        var parts: [(line: String, body: JSONValue)] = []
        for line in goods.dropFirst() where chance.happens(50) {
            parts.append((line["id"]?.string ?? "", ["shipQuantity": 0, "invoiceQuantity": 0]))
        }
        return parts
    }

    private mutating func edit(
        _ deed: PlayDeed, _ set: String, _ row: JSONValue, _ field: String, _ value: JSONValue
    ) async throws {
        let address = "\(set)(\(row["id"]?.string ?? ""))"
        let body = JSONValue.object([.init(field, value)])
        try await attempt(deed, row["number"]?.string ?? "") { client in
            try await client.change(.businessCentral, address, body)
            return nil
        }
    }
}

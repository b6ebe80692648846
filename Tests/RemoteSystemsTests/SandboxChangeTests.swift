import Foundation
import Model
import Testing

@testable import RemoteSystems

/// Documents that are there, changed together with their lines and states, as the sandbox carries that out.
@Suite("Documents that are changed, as the sandbox has them")
struct SandboxChangeTests {
    private typealias Base = SandboxDocumentTests

    private static func record(_ result: WriteResult) throws -> RemoteRecord {
        guard case .done(let record) = result else {
            Issue.record("\(result)")
            throw CancellationError()
        }
        return record
    }

    private static func row(_ number: Int, _ fields: Fields) -> RemoteLine {
        let usual: Fields = [
            "productdescription": "Gift wrapping", "isproductoverridden": true, "ispriceoverridden": true,
            "priceperunit": "10",
        ]
        return RemoteLine(key: RecordID(guid(number)), fields: usual.replacing(fields))
    }

    // MARK: Dataverse

    private static func change(
        _ order: RemoteRecord, _ fields: Fields, _ changes: [RemoteLineChange], _ lines: LineTable,
        detour: StateDetour? = nil
    ) -> RemoteWrite {
        RemoteWrite(
            .update(order.id, version: order.version ?? RecordVersion("")), fields: fields,
            returning: ["name", "statecode", "statuscode"],
            lines: changes.isEmpty ? nil : .changed(lines, changes, returning: ["quantity"]), detour: detour)
    }

    @Test(
        "lines of an order in Dataverse are made, changed and deleted together with it, each at the version that was read"
    )
    func changeSet() async throws {
        try await Base.with(.crm) { crm in
            let orders = try await Base.orders(crm)
            let made = try Self.record(try await crm.write([orders.order(1, lines: 3)], to: orders.table)[0])
            let lines = made.lines
            let version = { (line: RemoteRecord) in line.version ?? RecordVersion("") }
            let write = Self.change(
                made, ["name": "Renamed"],
                [
                    .delete(lines[0].id, version: version(lines[0])),
                    .update(lines[1].id, version: version(lines[1]), ["quantity": "9"]),
                    .create(Self.row(0xD001, ["quantity": "4"])),
                ], orders.lines)
            let changed = try Self.record(try await crm.write([write], to: orders.table)[0])
            #expect(changed.fields["name"] == "Renamed")
            #expect(Set(changed.lines.map(\.id)) == [lines[1].id, RecordID(guid(0xD001))])
            let there = try await crm.lines(
                of: [made.id], in: orders.table, from: orders.lines, reading: ["quantity"])[made.id]
            #expect(Set(there?.compactMap { $0.fields["quantity"]?.text } ?? []) == ["9", "2", "4"])
            let read = try await crm.records([made.id], of: orders.table, reading: ["name"])[made.id]
            #expect(read?.version == changed.version)
            // The same again meets another version, and does nothing.
            #expect(try await crm.write([write], to: orders.table)[0] == .versionChanged)
        }
    }

    @Test("a line that somebody edited since keeps the whole order as it is")
    func staleLine() async throws {
        try await Base.with(.crm) { crm in
            let orders = try await Base.orders(crm)
            let made = try Self.record(try await crm.write([orders.order(1, lines: 2)], to: orders.table)[0])
            let lines = made.lines
            let write = Self.change(
                made, ["name": "Renamed"],
                [
                    .update(lines[0].id, version: lines[0].version ?? RecordVersion(""), ["quantity": "9"]),
                    .update(lines[1].id, version: RecordVersion("W/\"1\""), ["quantity": "9"]),
                ], orders.lines)
            #expect(try await crm.write([write], to: orders.table)[0] == .versionChanged)
            let there = try await crm.lines(
                of: [made.id], in: orders.table, from: orders.lines, reading: ["quantity"])[made.id]
            #expect(there?.compactMap { $0.fields["quantity"]?.text } == ["2", "2"])
            #expect(
                try await crm.records([made.id], of: orders.table, reading: ["name"])[made.id]?.fields["name"]
                    == "Order 1")
        }
    }

    private static let submitted: Fields = ["statecode": 1, "statuscode": 3]
    private static let active: Fields = ["statecode": 0, "statuscode": 1]

    /// The table with the states that its manifest names.
    private static func stateful(_ table: RemoteTable) -> RemoteTable {
        var table = table
        table.declaration.states = StateDeclaration(
            field: "statecode", reason: "statuscode", writableState: 0, writableReason: 1)
        return table
    }

    /// An order that was made, and submitted in the same transaction.
    private static func submittedOrder(_ orders: Base.Orders, _ crm: any RemoteSystem) async throws -> RemoteRecord {
        var order = orders.order(1, lines: 2)
        order.detour = StateDetour(closing: submitted)
        order.returning = ["name", "statecode", "statuscode"]
        return try record(try await crm.write([order], to: orders.table)[0])
    }

    @Test(
        "an order is made and submitted at once; submitted, it is written, with its lines, and is submitted afterwards")
    func detour() async throws {
        try await Base.with(.crm) { crm in
            let orders = try await Base.orders(crm)
            let made = try await Self.submittedOrder(orders, crm)
            #expect(made.fields["statecode"] == 1 && made.fields["statuscode"] == 3)
            let line = try #require(made.lines.first)
            let update = RemoteLineChange.update(line.id, version: line.version ?? RecordVersion(""), ["quantity": "5"])
            let plain = Self.change(made, ["name": "Renamed"], [update], orders.lines)
            guard case .refused = try await crm.write([plain], to: orders.table)[0] else {
                Issue.record("a submitted order was written as it is")
                return
            }
            var write = plain
            write.detour = StateDetour(opening: Self.active, closing: Self.submitted)
            let changed = try Self.record(try await crm.write([write], to: orders.table)[0])
            #expect(changed.fields == ["name": "Renamed", "statecode": 1, "statuscode": 3])
            #expect(changed.lines.map { $0.fields["quantity"] } == ["5"])
            let read = try await crm.records([made.id], of: orders.table, reading: ["statecode"])[made.id]
            #expect(read?.version == changed.version && read?.fields["statecode"] == 1)
        }
    }

    @Test("where a line is refused the order is as it was, and in the state that it was in")
    func refusedDetour() async throws {
        try await Base.with(.crm) { crm in
            let orders = try await Base.orders(crm)
            let made = try await Self.submittedOrder(orders, crm)
            let write = Self.change(
                made, ["name": "Renamed"], [.create(Self.row(0xD002, ["quantity": "1000000000001"]))], orders.lines,
                detour: StateDetour(opening: Self.active, closing: Self.submitted))
            guard case .refused = try await crm.write([write], to: orders.table)[0] else {
                Issue.record("a line was taken that can't be")
                return
            }
            let read = try await crm.records([made.id], of: orders.table, reading: ["name", "statecode"])[made.id]
            #expect(read?.fields == ["name": "Order 1", "statecode": 1])
            #expect(read?.version == made.version)
        }
    }

    @Test("an order is fulfilled by its action, in the same transaction as what is written of it")
    func action() async throws {
        try await Base.with(.crm) { crm in
            let orders = try await Base.orders(crm)
            let made = try await Self.submittedOrder(orders, crm)
            let write = Self.change(
                made, ["name": "Delivered"], [], orders.lines,
                detour: StateDetour(
                    opening: Self.active, closing: ["statecode": 3, "statuscode": 100_001],
                    action: .init(name: "FulfillSalesOrder", activity: "OrderClose")))
            let changed = try Self.record(try await crm.write([write], to: Self.stateful(orders.table))[0])
            #expect(changed.fields == ["name": "Delivered", "statecode": 3, "statuscode": 100_001])
            let read = try await crm.records([made.id], of: orders.table, reading: ["statecode"])[made.id]
            #expect(read?.version == changed.version && read?.fields["statecode"] == 3)
        }
    }

    @Test("an invoice is made with its lines and paid at once; paid, it is corrected and cancelled in one transaction")
    func invoice() async throws {
        try await Base.with(.crm) { crm in
            let orders = try await Base.orders(crm)
            let invoices = try await Base.table("invoice", "invoices", "invoiceid", crm)
            let lines = LineTable(
                table: try await Base.table("invoicedetail", "invoicedetails", "invoicedetailid", crm),
                parent: "invoiceid", number: "lineitemnumber")
            let returning: [FieldName] = ["name", "statecode", "statuscode"]
            let write = RemoteWrite(
                .create(key: RecordID(guid(0xE001))),
                fields: ["name": "Invoice", "customerid": .text(orders.account.text)], returning: returning,
                isRecognisable: true,
                lines: .new(lines, [Self.row(0xE101, ["quantity": "2"])], returning: ["quantity"]),
                detour: StateDetour(closing: ["statecode": 2, "statuscode": 100_001]))
            let made = try Self.record(try await crm.write([write], to: invoices)[0])
            #expect(made.fields == ["name": "Invoice", "statecode": 2, "statuscode": 100_001])
            #expect(made.lines.map { $0.fields["quantity"] } == ["2"])
            #expect(try await crm.write([write], to: invoices)[0] == .exists(RecordID(guid(0xE001))))
            let cancelled = try Self.record(
                try await crm.write(
                    [
                        RemoteWrite(
                            .update(made.id, version: made.version ?? RecordVersion("")), fields: ["name": "Corrected"],
                            returning: returning,
                            detour: StateDetour(
                                opening: Self.active, closing: ["statecode": 3, "statuscode": 100_003]))
                    ], to: invoices)[0])
            #expect(cancelled.fields == ["name": "Corrected", "statecode": 3, "statuscode": 100_003])
        }
    }

    @Test("the reason of a state that is reached by an action is known by its name, not by its place")
    func reasonByName() async throws {
        try await Base.with(.crm) { crm in
            let orders = try await Base.orders(crm)
            let made = try await Self.submittedOrder(orders, crm)
            let write = Self.change(
                made, ["name": "Delivered"], [], orders.lines,
                detour: StateDetour(
                    opening: Self.active, closing: ["statuscode": 100_001, "statecode": 3],
                    action: .init(name: "FulfillSalesOrder", activity: "OrderClose")))
            let changed = try Self.record(try await crm.write([write], to: Self.stateful(orders.table))[0])
            #expect(changed.fields["statecode"] == 3 && changed.fields["statuscode"] == 100_001)
        }
    }

    // MARK: Business Central

    private static func salesOrder(
        _ erp: any RemoteSystem, _ table: RemoteTable, _ lines: LineTable, _ customer: RecordID
    )
        async throws -> (order: RemoteRecord, row: Fields)
    {
        let item = try await Base.first(try await Base.table("Item", "items", "id", erp), erp)
        let row: Fields = ["lineType": "Item", "itemId": .text(item.text), "quantity": "1", "unitPrice": "12.5"]
        let rows = (1...3).map {
            RemoteLine(key: nil, fields: row.replacing(["sequence": .integer(Int64($0 * 10_000))]))
        }
        let write = RemoteWrite(
            .create(key: nil), fields: ["externalDocumentNumber": "ORD-1", "customerId": .text(customer.text)],
            returning: ["externalDocumentNumber"], isRecognisable: true,
            lines: .new(lines, rows, returning: ["quantity"]))
        return (try record(try await erp.write([write], to: table)[0]), row)
    }

    private static func changes(_ order: RemoteRecord, _ row: Fields, quantity: FieldValue) -> [RemoteLineChange] {
        let any = RecordVersion("*")
        return [
            .delete(order.lines[0].id, version: any), .update(order.lines[1].id, version: any, ["quantity": quantity]),
            .create(RemoteLine(key: nil, fields: row.replacing(["sequence": 40_000, "quantity": "4"]))),
        ]
    }

    @Test("lines of an order in Business Central are made, changed and deleted together with it, at its version")
    func transaction() async throws {
        try await Base.with(.erp) { erp in
            let (table, lines, customer) = try await Base.salesOrders(erp)
            let (made, row) = try await Self.salesOrder(erp, table, lines, customer)
            let version = try #require(
                try await erp.records([made.id], of: table, reading: ["externalDocumentNumber"])[made.id]?.version)
            #expect(version == made.version)
            let write = RemoteWrite(
                .update(made.id, version: version), fields: [:], returning: ["externalDocumentNumber"],
                lines: .changed(lines, Self.changes(made, row, quantity: "9"), returning: ["quantity"]))
            let changed = try Self.record(try await erp.write([write], to: table)[0])
            #expect(changed.lines.map { $0.fields["quantity"] } == ["9", "4"])
            #expect(changed.lines.map { $0.fields["sequence"] } == [20_000, 40_000])
            let there = try await erp.lines(of: [made.id], in: table, from: lines, reading: ["quantity"])[made.id]
            #expect(there?.map { $0.fields["quantity"] } == ["9", "1", "4"])
            let read = try await erp.records([made.id], of: table, reading: ["externalDocumentNumber"])[made.id]
            #expect(read?.version == changed.version)
            #expect(try await erp.write([write], to: table)[0] == .versionChanged)
        }
    }

    @Test("where Business Central refuses one line the order and its other lines are as they were")
    func refusedTransaction() async throws {
        try await Base.with(.erp) { erp in
            let (table, lines, customer) = try await Base.salesOrders(erp)
            let (made, row) = try await Self.salesOrder(erp, table, lines, customer)
            let version = try #require(
                try await erp.records([made.id], of: table, reading: ["externalDocumentNumber"])[made.id]?.version)
            let bad = row.replacing(["itemId": .text(guid(1)), "sequence": 50_000])
            let write = RemoteWrite(
                .update(made.id, version: version), fields: [:], returning: ["externalDocumentNumber"],
                lines: .changed(
                    lines,
                    Self.changes(made, row, quantity: "9") + [.create(RemoteLine(key: nil, fields: bad))],
                    returning: ["quantity"]))
            guard case .refused = try await erp.write([write], to: table)[0] else {
                Issue.record("a line of no item was taken")
                return
            }
            let there = try await erp.lines(of: [made.id], in: table, from: lines, reading: ["quantity"])[made.id]
            #expect(there?.map { $0.fields["quantity"] } == ["1", "1", "1"])
            let read = try await erp.records([made.id], of: table, reading: ["externalDocumentNumber"])[made.id]
            #expect(read?.version == version)
        }
    }

    @Test("more lines than a transaction holds are written by none")
    func tooMany() async throws {
        try await Base.with(.erp) { erp in
            let (table, lines, customer) = try await Base.salesOrders(erp)
            let (made, row) = try await Self.salesOrder(erp, table, lines, customer)
            let version = made.version ?? RecordVersion("")
            let write = RemoteWrite(
                .update(made.id, version: version), fields: [:], returning: [],
                lines: .changed(
                    lines, Array(repeating: .create(RemoteLine(key: nil, fields: row)), count: 99), returning: []))
            #expect(
                try await erp.write([write], to: table)[0]
                    == .refused(Problem(.refusedByRule, ["tooManyLines", "98"], side: .erp)))
        }
    }
}

extension Fields {
    fileprivate func replacing(_ others: Fields) -> Fields {
        var fields = self
        for other in others { fields[other.name] = other.value }
        return fields
    }
}

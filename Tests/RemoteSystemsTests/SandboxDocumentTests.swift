import Foundation
import Model
import Sandbox
import Testing

@testable import RemoteSystems

@Suite("Documents with lines, as the sandbox has them")
struct SandboxDocumentTests {
    private static let timing = Timing(
        clock: ContinuousClock(), date: { Date() }, chance: { .random(in: 0..<1) })

    static func with(
        _ side: Side, _ body: @escaping @Sendable (any RemoteSystem) async throws -> Void
    ) async throws {
        try await SandboxServer(SandboxOptions()).run { sandbox in
            let transport = HTTPTransport()
            let patience = Patience(throttled: .seconds(5), unavailable: .seconds(2))
            let signIn = SignIn(sandbox, scope: side == .erp ? sandbox[.erp] : sandbox[.crm])
            let system: any RemoteSystem =
                switch side {
                case .erp:
                    try BusinessCentral(
                        configuration: .init(
                            root: sandbox[.erp], company: sandbox.core.organization.companyName, signIn: signIn,
                            patience: patience), transport: transport, timing: timing)
                case .crm:
                    try Dataverse(
                        configuration: .init(root: sandbox[.crm], signIn: signIn, patience: patience),
                        transport: transport, timing: timing)
                }
            do {
                try await body(system)
                await transport.shutdown()
            } catch {
                await transport.shutdown()
                throw error
            }
        }
    }

    static func table(_ name: String, _ set: String, _ key: FieldName, _ system: any RemoteSystem) async throws
        -> RemoteTable
    {
        try await system.table(
            for: TableDeclaration(table: name, routes: [.init(kind: .standard, path: "", set: set)], key: key))
    }

    static func first(_ table: RemoteTable, _ system: any RemoteSystem) async throws -> RecordID {
        let page = try await system.page(of: table, reading: [], from: .listing, size: 5)
        return try #require(page.records.first?.id)
    }

    // MARK: Dataverse

    struct Orders {
        var table: RemoteTable
        var lines: LineTable
        var account: RecordID

        func order(_ number: Int, lines count: Int, quantity: FieldValue = "2") -> RemoteWrite {
            let rows = (0..<count).map { place in
                RemoteLine(
                    key: RecordID(guid(0xC000 + number * 100 + place)),
                    fields: [
                        "productdescription": "Gift wrapping", "isproductoverridden": true, "quantity": quantity,
                        "ispriceoverridden": true, "priceperunit": "12.5",
                        "lineitemnumber": .integer(Int64(count - place)),
                    ])
            }
            return RemoteWrite(
                .create(key: RecordID(guid(0xB000 + number))),
                fields: ["name": .text("Order \(number)"), "customerid": .text(account.text)], returning: ["name"],
                isRecognisable: true, lines: .new(lines, rows, returning: ["quantity", "priceperunit"]))
        }
    }

    static func orders(_ crm: any RemoteSystem) async throws -> Orders {
        let lines = LineTable(
            table: try await table("salesorderdetail", "salesorderdetails", "salesorderdetailid", crm),
            parent: "salesorderid", number: "lineitemnumber")
        return Orders(
            table: try await table("salesorder", "salesorders", "salesorderid", crm), lines: lines,
            account: try await first(try await table("account", "accounts", "accountid", crm), crm))
    }

    @Test("an order lands in Dataverse with its lines, once, however often it is sent, and is read with one request")
    func changeSet() async throws {
        try await Self.with(.crm) { crm in
            let orders = try await Self.orders(crm)
            let writes = (1...3).map { orders.order($0, lines: $0) }
            let plain = RemoteWrite(
                .create(key: RecordID(guid(0xBFFF))),
                fields: ["name": "Alone", "customerid": .text(orders.account.text)], returning: ["name"])
            let results = try await crm.write(writes + [plain], to: orders.table)
            for (number, result) in results.enumerated() {
                guard case .done(let record) = result else {
                    Issue.record("\(result)")
                    return
                }
                #expect(record.lines.count == (number < 3 ? number + 1 : 0))
                #expect(record.lines.allSatisfy { $0.fields["quantity"] == "2" && $0.fields["priceperunit"] == "12.5" })
            }
            let again = try await crm.write(writes, to: orders.table)
            #expect(again == (1...3).map { .exists(RecordID(guid(0xB000 + $0))) })

            let before = await crm.usage.requests
            let ids = (1...3).map { RecordID(guid(0xB000 + $0)) } + [RecordID(guid(0xBFFF)), RecordID(guid(7))]
            let read = try await crm.lines(of: ids, in: orders.table, from: orders.lines, reading: ["quantity"])
            #expect(await crm.usage.requests == before + 2)
            // A document without lines is there; one that isn't is missing.
            #expect(ids.map { read[$0]?.count } == [1, 2, 3, 0, nil])
            let there = try await crm.records(ids, of: orders.table, reading: ["name"])
            for result in results {
                // An echo of our own write is known by its version.
                if case .done(let record) = result { #expect(there[record.id]?.version == record.version) }
            }
            // By their numbers, which were given from the last line to the first.
            #expect(read[ids[2]]?.map(\.id) == [2, 1, 0].map { RecordID(guid(0xC000 + 300 + $0)) })
        }
    }

    @Test("an order one of whose lines Dataverse refuses is not there, and takes no other along")
    func refusedLine() async throws {
        try await Self.with(.crm) { crm in
            let orders = try await Self.orders(crm)
            let broken = orders.order(2, lines: 2, quantity: "1000000000001")
            let results = try await crm.write([orders.order(1, lines: 1), broken], to: orders.table)
            guard case .done = results[0], case .refused = results[1] else {
                Issue.record("\(results)")
                return
            }
            let ids = [RecordID(guid(0xB001)), RecordID(guid(0xB002))]
            #expect(Set(try await crm.records(ids, of: orders.table, reading: ["name"]).keys) == [ids[0]])
            let lines = try await crm.lines(of: ids, in: orders.table, from: orders.lines, reading: [])
            #expect(lines[ids[1]] == nil)
        }
    }

    @Test("a batch holds a thousand operations, documents and lines together")
    func batches() {
        let table = RemoteTable(
            declaration: TableDeclaration(table: "t", routes: [], key: "id"),
            route: .init(kind: .standard, path: "", set: "ts"), fields: [])
        let lines = LineTable(table: table, parent: "p", number: nil)
        let writes = [400, 400, 300, 0].map { count in
            RemoteWrite(
                .create(key: nil), fields: [:], returning: [],
                lines: .new(lines, Array(repeating: RemoteLine(key: nil, fields: [:]), count: count), returning: []))
        }
        #expect(Dataverse.batches(ofDocuments: [0, 1, 2, 3], in: writes) == [[0, 1], [2, 3]])
    }

    // MARK: Business Central

    /// The table of orders, that of their lines, and a customer who orders.
    static func salesOrders(
        _ erp: any RemoteSystem
    ) async throws -> (table: RemoteTable, lines: LineTable, customer: RecordID) {
        let lines = LineTable(
            table: try await table("Sales Line", "salesOrderLines", "id", erp), parent: "documentId",
            number: "sequence")
        return (
            try await table("Sales Header", "salesOrders", "id", erp), lines,
            try await first(try await table("Customer", "customers", "id", erp), erp)
        )
    }

    @Test("an order lands in Business Central with its lines, is found by its key, and is read with one request")
    func deepInsert() async throws {
        try await Self.with(.erp) { erp in
            let (table, lines, customer) = try await Self.salesOrders(erp)
            let item = try await Self.first(try await Self.table("Item", "items", "id", erp), erp)
            let writes = (1...3).map { number in
                let rows = (0..<number).map { place in
                    RemoteLine(
                        key: nil,
                        fields: [
                            "lineType": "Item", "itemId": .text(item.text), "quantity": .text("\(place + 1)"),
                            "unitPrice": "12.5", "sequence": .integer(Int64(10_000 * (place + 1))),
                        ])
                }
                return RemoteWrite(
                    .create(key: nil),
                    fields: ["externalDocumentNumber": .text("ORD-\(number)"), "customerId": .text(customer.text)],
                    returning: ["externalDocumentNumber"], isRecognisable: true,
                    lines: .new(lines, rows, returning: ["quantity", "unitPrice"]))
            }
            let results = try await erp.write(writes, to: table)
            var ids: [RecordID] = []
            for (number, result) in results.enumerated() {
                guard case .done(let record) = result else {
                    Issue.record("\(result)")
                    return
                }
                ids.append(record.id)
                let quantities: [FieldValue] = (0...number).map { .text("\($0 + 1)") }
                let numbers: [FieldValue] = (0...number).map { .integer(Int64(10_000 * ($0 + 1))) }
                #expect(record.lines.compactMap { $0.fields["quantity"] } == quantities)
                #expect(record.lines.compactMap { $0.fields["sequence"] } == numbers)
            }
            let found = try await erp.find(
                in: table, where: ["externalDocumentNumber": "ORD-2"], reading: ["externalDocumentNumber"], limit: 5)
            #expect(found.map(\.id) == [ids[1]])
            let before = await erp.usage.requests
            let read = try await erp.lines(of: ids, in: table, from: lines, reading: ["unitPrice"])
            #expect(await erp.usage.requests == before + 1)
            #expect(ids.map { read[$0]?.count } == [1, 2, 3])
            #expect(read[ids[2]]?.allSatisfy { $0.fields["unitPrice"] == "12.5" } == true)
        }
    }

    @Test("an order one of whose lines Business Central refuses is not there")
    func refusedInsert() async throws {
        try await Self.with(.erp) { erp in
            let (table, lines, customer) = try await Self.salesOrders(erp)
            let rows = [
                RemoteLine(key: nil, fields: ["lineType": "Item", "lineObjectNumber": "NONE", "sequence": 10_000])
            ]
            let write = RemoteWrite(
                .create(key: nil), fields: ["externalDocumentNumber": "ORD-9", "customerId": .text(customer.text)],
                returning: [], isRecognisable: true, lines: .new(lines, rows, returning: []))
            let result = try await erp.write([write], to: table)
            guard case .refused = result[0] else {
                Issue.record("\(result)")
                return
            }
            #expect(
                try await erp.find(
                    in: table, where: ["externalDocumentNumber": "ORD-9"], reading: [], limit: 5
                ).isEmpty)
        }
    }
}

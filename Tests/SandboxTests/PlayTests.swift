import JSON
import Testing

@testable import Sandbox

@Suite("A day of people in the sandbox")
struct PlayTests {
    /// The sample company in virtual time.
    private static func company() async throws -> SandboxCore {
        var options = SandboxOptions()
        options.library = try Bench.library.get()
        options.clock = .standing(at: Bench.start)
        return try await SandboxCore(options)
    }

    private static func ask(_ core: SandboxCore, _ body: JSONValue) async -> Bench.Reply {
        let request = RequestContext(
            "POST", origin: Bench.origin, path: "/sandbox/play", headers: [("Content-Type", "application/json")],
            body: JSON.encode(body), actor: .sandbox)
        return Bench.Reply(await core.reception.answer(request, at: .control))
    }

    @Test("the same seed on the same company gives the same days, byte for byte; another seed gives others")
    func repeatable() async throws {
        var days: [[[UInt8]]] = []
        for seed in [7, 7, 8] {
            let core = try await Self.company()
            var bodies: [[UInt8]] = []
            for day in 1...3 {
                let reply = await Self.ask(core, ["day": .number("\(day)"), "seed": .number("\(seed)")])
                #expect(reply.status == 200)
                bodies.append(reply.answer.body)
            }
            bodies.append(JSON.encode(try await Self.orders(core)))
            days.append(bodies)
        }
        #expect(days[0] == days[1])
        #expect(days[0] != days[2])
    }

    /// All orders of the CRM with their lines, as they are on the wire.
    private static func orders(_ core: SandboxCore) async throws -> JSONValue {
        .array(
            try await PlayClient(core.reception).rows(
                .dataverse, "salesorders", "$orderby=ordernumber&$expand=order_details"))
    }

    @Test("within ten days everything that salespeople do alone is done, as a person's work in the ledger")
    func variety() async throws {
        let core = try await Self.company()
        var done: Set<String> = []
        for day in 1...10 {
            let report = await Self.ask(core, ["day": .number("\(day)"), "seed": 3]).json
            done.formUnion(report["done"]?.object?.map(\.name) ?? [])
            for entry in report["deeds"]?.array ?? [] {
                #expect(entry["record"]?.string?.isEmpty == false || entry["status"] != nil)
                // What a system refuses is a rule of the business, no slip of the play.
                #expect((entry["status"]?.integer ?? 400) == 400, "\(entry)")
            }
        }
        let ofERP: Set<PlayDeed> = [.orderReleased, .orderShipped, .orderShippedInPart, .invoiceCredited]
        for deed in PlayDeed.allCases where !ofERP.contains(deed) { #expect(done.contains(deed.rawValue), "\(deed)") }
        let entries = try await core.ledger.counts(Ledger.Question())
        #expect(Set(entries.filter { $0.table == "salesorder" && $0.operation == .create }.map(\.client)) == ["human"])
    }

    @Test("orders are shipped once the ERP has them")
    func shipping() async throws {
        let core = try await Self.company()
        let client = PlayClient(core.reception)
        let customer = try await client.rows(.businessCentral, "customers", "$filter=blocked eq ' '&$top=1").first
        let item = try await client.rows(.businessCentral, "items", "$filter=blocked eq false&$top=1").first
        for number in 1...6 {
            _ = try await client.create(
                .businessCentral, "salesOrders",
                [
                    "customerId": customer?["id"] ?? .null, "externalDocumentNumber": .string("ORD-\(number)"),
                    "salesOrderLines": [
                        [
                            "lineType": "Item", "lineObjectNumber": item?["number"] ?? .null, "quantity": 2,
                            "unitPrice": 5,
                        ],
                        [
                            "lineType": "Item", "lineObjectNumber": item?["number"] ?? .null, "quantity": 1,
                            "unitPrice": 7,
                        ],
                    ],
                ])
        }
        var shipped = 0
        for day in 1...4 {
            let done = await Self.ask(core, ["day": .number("\(day)"), "seed": 5]).json["done"]
            shipped += Int(done?["orderShipped"]?.integer ?? 0) + Int(done?["orderShippedInPart"]?.integer ?? 0)
        }
        #expect(shipped > 3)
        #expect(try await client.rows(.businessCentral, "salesInvoices", "$filter=status ne 'Draft'").count >= shipped)
    }

    @Test("a day is asked for by its number", arguments: [["seed": 1], ["day": 0], ["day": "one"]] as [JSONValue])
    func unknown(_ body: JSONValue) async throws {
        let core = try await Bench().core
        #expect(await Self.ask(core, body).status == 400)
    }
}

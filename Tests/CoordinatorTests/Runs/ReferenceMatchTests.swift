import Coordinator
import Model
import RemoteSystems
import SyncStore
import Testing

@Suite("What is recognised by the record that it refers to")
struct ReferenceMatchTests {
    private let world = RunsWorld()

    init() {
        for name in ["key", "nameAtCustomer"] {
            world.drivers.recognise(
                "contacts",
                by: MatchRule(
                    name,
                    [.init(erp: "customer", crm: "customer", entity: "customers"), .init(erp: "name", crm: "name")]))
        }
    }

    /// A customer that is in both systems.
    private func customer(_ number: String) async -> Sided<RecordID> {
        Sided(
            erp: await world.table("customers", .erp).create(["number": .text(number)]),
            crm: await world.table("customers", .crm).create(["number": .text(number)]))
    }

    @discardableResult
    private func contact(
        _ name: String, of customer: Sided<RecordID>, _ side: Side, number: String = ""
    ) async -> RecordID {
        await world.table("contacts", side).create([
            "number": .text(number), "name": .text(name), "customer": .text(customer[side].text), "phone": "1",
        ])
    }

    /// The pairs of contacts.
    private func pairs() async throws -> [RecordID: RecordID] {
        let couplings = await world.store.couplings(of: "contacts", after: nil, limit: 99)
        return Dictionary(couplings.map { ($0.ids.erp, $0.ids.crm) }) { first, _ in first }
    }

    @Test("is coupled in a first run, each with the one that refers to the partner; a plan says the same")
    func firstRun() async throws {
        let (one, two) = (await customer("C1"), await customer("C2"))
        let here = await contact("Anna", of: one, .erp, number: "K1")
        let there = await contact("Anna", of: two, .erp, number: "K2")
        let partner = await contact("ANNA", of: one, .crm, number: "X1")
        await contact("Berta", of: two, .crm, number: "X2")
        let planned = try await world.run(try world.request(mode: .full, effect: .dryRun))
        let done = try await world.run(try world.request(mode: .full))
        #expect(planned.entities.map(\.result.counters) == done.entities.map(\.result.counters))
        let pairs = try await pairs()
        #expect(pairs[here] == partner)
        #expect(pairs[there] != nil && pairs[there] != partner)
        // The name alone recognises nobody.
        #expect(await world.table("contacts", .crm).rows.count == 3)
        #expect(await world.table("contacts", .erp).rows.count == 3)
    }

    @Test("is coupled by a run that asks for it, whichever side it is new on", arguments: Side.allCases)
    func incremental(_ side: Side) async throws {
        let (one, two) = (await customer("C1"), await customer("C2"))
        try await world.run()
        // Only one side says that there is something new: the other is asked for what it has.
        await contact("Anna", of: two, side.opposite, number: "K2")
        let other = await contact("Anna", of: one, side.opposite, number: "K1")
        let new = await contact("Anna", of: one, side, number: "K3")
        try await world.run(try world.request("contacts"))
        let pair = side == .erp ? [new: other] : [other: new]
        #expect(try await pairs().contains { $0 == pair.first?.key && $1 == pair.first?.value })
        #expect(try await pairs().count == 2)
    }

    @Test("waits with what it refers to, and is looked for when that is coupled")
    func waits() async throws {
        let lone = await world.table("customers", .erp).create(["number": "C1"])
        let contact = await world.table("contacts", .erp).create([
            "number": "K1", "name": "Anna", "customer": .text(lone.text), "phone": "1",
        ])
        let account = await world.table("customers", .crm).create(["number": "C1"])
        let partner = await world.table("contacts", .crm).create([
            "number": "K1", "name": "Anna", "customer": .text(account.text), "phone": "1",
        ])
        // Nobody coupled the customer yet.
        try await world.run(try world.request("contacts"))
        #expect(try await pairs().isEmpty)
        for _ in 1...2 { try await world.run() }
        #expect(try await pairs() == [contact: partner])
    }
}

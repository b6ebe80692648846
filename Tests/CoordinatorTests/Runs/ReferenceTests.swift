import Coordinator
import Foundation
import Model
import PluginProtocol
import RemoteSystems
import SyncStore
import Testing

@Suite("What refers to another record")
struct ReferenceTests {
    private let world = RunsWorld()

    private func id(_ entity: EntityName, _ side: Side, _ number: String) async throws -> RecordID {
        try #require(
            await world.table(entity, side).rows.first { $0.value.fields["number"]?.text == number }?.key,
            "\(entity) \(number) on \(side)")
    }

    private func field(_ name: FieldName, _ entity: EntityName, _ side: Side, _ number: String) async throws -> String?
    {
        let id = try await id(entity, side, number)
        return await world.table(entity, side).rows[id]?.fields[name]?.text
    }

    @Test("waits when that was deleted meanwhile, and is not sent again before that is coupled anew")
    func deleted() async throws {
        _ = await world.fill(customers: 1)
        try await world.run()
        let contact = try await id("contacts", .erp, "K1")
        let partner = try await id("contacts", .crm, "K1")
        let customers = world.table("customers", .crm)
        // As a server refuses a reference that leads nowhere.
        await customers.refuse { write in
            write.fields["contact"]?.text == partner.text ? Problem(.invalid, side: .crm) : nil
        }
        await world.table("contacts", .crm).delete(partner)
        await world.table("customers", .erp).create(["number": "C2", "contact": .text(contact.text), "phone": "1"])
        await customers.forgetRequests()
        try await world.run(try world.request("customers"))
        let asides = await world.store.asides(of: "customers", limit: 9)
        #expect(
            asides.map(\.cause) == [.waiting(RecordReference(entity: "contacts", side: .erp, id: contact))])
        try await world.run(try world.request("customers"))
        #expect(await customers.requests.count { $0 == "write" } == 1)
    }

    @Test(
        "is set aside as the server said when nobody can look whether that is there, and the rest of its batch is stored"
    )
    func unreadable() async throws {
        _ = await world.fill(customers: 1)
        try await world.run()
        let contact = try await id("contacts", .erp, "K1")
        await world.table("customers", .crm).refuse { write in
            write.fields["number"]?.text == "C2" ? Problem(.invalid, side: .crm) : nil
        }
        await world.table("contacts", .crm).refuseReading(Problem(.permission, side: .crm))
        for number in ["C2", "C3"] {
            await world.table("customers", .erp).create([
                "number": .text(number), "contact": .text(contact.text), "phone": "1",
            ])
        }
        try await world.run(try world.request("customers"))
        let asides = await world.store.asides(of: "customers", limit: 9)
        #expect(asides.map(\.cause) == [.problem(Problem(.invalid, side: .crm))])
        #expect(try await field("contact", "customers", .crm, "C3") == id("contacts", .crm, "K1").text)
        #expect(await world.store.open.isEmpty)
    }

    @Test("waits, and what goes to the other side is written; a plan says the same")
    func deletedOnOneSide() async throws {
        let customer = try #require(await world.fill(customers: 1).first)
        let franc = await world.table("currencies", .erp).create(["number": "CHF"])
        try await world.run()
        let partner = try await id("customers", .crm, "C1")
        // The ERP does not report what was deleted; the CRM refers to what is coupled with it.
        await world.table("currencies", .erp).delete(franc)
        await world.table("customers", .erp).refuse { write in
            write.fields["currency"]?.text == franc.text ? Problem(.invalid, side: .erp) : nil
        }
        let partnerOfFranc = try await id("currencies", .crm, "CHF")
        await world.table("customers", .crm).edit(partner, ["currency": .text(partnerOfFranc.text)])
        await world.table("customers", .erp).edit(customer, ["phone": "2"])
        let planned = try await world.run(try world.request("customers", effect: .dryRun))
        let done = try await world.run(try world.request("customers"))
        #expect(done.entities.map(\.result.counters.modified.crm) == [1])
        #expect(done.entities.map(\.result.counters.waiting) == [1])
        #expect(planned.entities.map(\.result.counters) == done.entities.map(\.result.counters))
    }

    @Test("goes without it when that coupling merely ended")
    func endedMeanwhile() async throws {
        _ = await world.fill(customers: 1)
        try await world.run()
        let contact = try await id("contacts", .erp, "K1")
        let partner = try await id("contacts", .crm, "K1")
        await world.table("customers", .crm).refuse { write in
            write.fields["contact"]?.text == partner.text ? Problem(.invalid, side: .crm) : nil
        }
        await world.table("contacts", .crm).delete(partner)
        await world.table("customers", .erp).create(["number": "C2", "contact": .text(contact.text), "phone": "1"])
        // The first run ends the coupling of the contact, after the customers.
        for _ in 1...2 { try await world.run() }
        #expect(try await field("phone", "customers", .crm, "C2") == "1")
    }

    @Test(
        "goes when that is there again under its identity and somebody looks at it, however that is; a plan says the same",
        arguments: [RunMode.incremental, .full, .selected])
    func restored(_ mode: RunMode) async throws {
        _ = await world.fill(customers: 1)
        try await world.run()
        let contact = try await id("contacts", .erp, "K1")
        let partner = try await id("contacts", .crm, "K1")
        let (contacts, customers) = (world.table("contacts", .crm), world.table("customers", .crm))
        await customers.refuse { write in
            write.fields["contact"]?.text == partner.text ? Problem(.invalid, side: .crm) : nil
        }
        let fields = try #require(await contacts.rows[partner]?.fields)
        await contacts.delete(partner)
        await world.table("customers", .erp).create(["number": "C2", "contact": .text(contact.text), "phone": "1"])
        try await world.run(try world.request("customers"))
        #expect(await world.store.asides(of: "customers", limit: 9).compactMap(\.waitsAfter).count == 1)
        await customers.refuse(nil)
        await contacts.restore(partner, fields)
        try await world.run(try world.request("customers"))
        #expect(await world.store.asides(of: "customers", limit: 9).count == 1)
        if mode == .incremental {
            let planned = try await world.run(try world.request(effect: .dryRun))
            #expect(planned.entities.map(\.result.counters.inserted.crm) == [0, 1, 0])
            let done = try await world.run()
            #expect(planned.entities.map(\.result.counters) == done.entities.map(\.result.counters))
        } else {
            var request = try world.request("contacts", mode: mode)
            request.records = [partner.text]
            try await world.run(request)
            try await world.run(try world.request("customers"))
        }
        #expect(try await field("contact", "customers", .crm, "C2") == partner.text)
        #expect(await world.store.asides(of: "customers", limit: 9).isEmpty)
    }

    /// A contact that was deleted unnoticed, another one, and new customers, some of which are to refer to one of the two, by their numbers.
    private func lose(among count: Int, _ contacts: [Int: String] = [:]) async throws {
        _ = await world.fill(customers: 2)
        try await world.run()
        let partner = try await id("contacts", .crm, "K1")
        await world.table("customers", .crm).refuse { write in
            write.fields["contact"]?.text == partner.text ? Problem(.invalid, side: .crm) : nil
        }
        await world.table("contacts", .crm).delete(partner)
        for number in 1...count {
            var fields: Fields = ["number": .text("N\(number)"), "phone": "1"]
            if let contact = contacts[number] {
                fields["contact"] = .text(try await id("contacts", .erp, contact).text)
            }
            await world.table("customers", .erp).create(fields)
        }
    }

    @Test("is foreseen to wait, however many pairs were planned before")
    func plannedLate() async throws {
        try await lose(among: PlanReport.keptEntries + 9)
        // So many are listed, in the order of their identities.
        let last = try #require(await world.table("customers", .erp).rows.keys.max())
        let contact = try await id("contacts", .erp, "K1")
        await world.table("customers", .erp).edit(last, ["contact": .text(contact.text)])
        let planned = try await world.run(try world.request("customers", effect: .dryRun))
        #expect(planned.entities.map(\.result.counters.waiting) == [1])
        let done = try await world.run(try world.request("customers"))
        #expect(planned.entities.map(\.result.counters) == done.entities.map(\.result.counters))
    }

    @Test("is counted when it is more than a plan looks for, whose hash says then what was decided, not what was found")
    func unlooked() async throws {
        try await lose(among: 3, [1: "K1", 2: "K2"])
        func plan(lookUps: Int) async throws -> PlanReport {
            var limits = NomineeLimits()
            limits.lookUps = lookUps
            let request = try world.request("customers", effect: .dryRun, approval: .none)
            return try #require(
                try await world.runner(limits: limits).run(request).entities.first?.result.plan)
        }
        let whole = try await plan(lookUps: 2)
        let partial = try await plan(lookUps: 1)
        let blind = try await plan(lookUps: 0)
        #expect([whole, partial, blind].map(\.counters.waiting) == [1, 1, 0])
        #expect([whole, partial, blind].map(\.unforeseen) == [0, 1, 2])
        #expect(blind.hash != nil && blind.hash != whole.hash)
        // Whichever was looked for first.
        #expect(partial.hash == blind.hash)
        let coupling = await world.store.couplings(of: "contacts", after: nil, limit: 1).first
        await world.table("contacts", .crm).restore(try #require(coupling).ids.crm, ["number": "K1"])
        #expect(try await plan(lookUps: 2).hash == blind.hash)
    }

    @Test("was written to one side alone: whether that record left the filter by it is known")
    func leftByTheWrite() async throws {
        let customer = try #require(await world.fill(customers: 1).first)
        try await world.run()
        let partner = try await id("customers", .crm, "C1")
        await world.table("customers", .crm).refuse { write in
            write.fields["phone"] == "2" ? Problem(.invalid, side: .crm) : nil
        }
        await world.table("customers", .crm).edit(partner, ["note": "outside"])
        await world.table("customers", .erp).edit(customer, ["phone": "2"])
        try await world.run()
        #expect(try await field("note", "customers", .erp, "C1") == "outside")
        let coupling = await world.store.couplings(of: "customers", side: .erp, ids: [customer]).first
        #expect(coupling?.bases.erp.filter == nil)
    }

    @Test("gets it when that is coupled, though the write that left it out was carried out on one side alone")
    func leftOutInPart() async throws {
        let customer = try #require(await world.fill(customers: 1).first)
        try await world.run()
        let partner = try await id("customers", .crm, "C1")
        let contact = await world.table("contacts", .crm).create([
            "number": "K5", "customer": .text(partner.text), "phone": "5",
        ])
        await world.table("customers", .crm).edit(partner, ["contact": .text(contact.text)])
        await world.table("customers", .erp).edit(customer, ["phone": "2"])
        world.crm.fail(1, .locked)
        try await world.run()
        #expect(try await field("contact", "customers", .crm, "C1") == contact.text)
        #expect(try await field("contact", "customers", .erp, "C1") == id("contacts", .erp, "K5").text)
        #expect(try await field("phone", "customers", .crm, "C1") == "2")
    }

    @Test("is decided about once when it waited and changed as well; a plan says the same")
    func waitedAndChanged() async throws {
        let customer = try #require(await world.fill(customers: 1).first)
        try await world.run()
        let franc = await world.table("currencies", .erp).create(["number": "CHF"])
        await world.table("customers", .erp).edit(customer, ["currency": .text(franc.text)])
        try await world.run(try world.request("customers"))
        #expect(await world.store.asides(of: "customers", limit: 9).count == 1)
        await world.table("customers", .erp).edit(customer, ["phone": "2"])
        let planned = try await world.run(try world.request(effect: .dryRun))
        let done = try await world.run()
        #expect(done.entities.map(\.result.counters.modified.crm) == [0, 1, 0])
        #expect(planned.entities.map(\.result.counters) == done.entities.map(\.result.counters))
    }

    @Test("is filled in by the second pass of a plan as by that of a run, though the first agreed on other edits")
    func secondPass() async throws {
        let customer = try #require(await world.fill(customers: 1).first)
        try await world.run()
        let partner = try await id("customers", .crm, "C1")
        let contact = await world.table("contacts", .crm).create([
            "number": "K5", "customer": .text(partner.text), "phone": "5",
        ])
        await world.table("customers", .crm).edit(partner, ["contact": .text(contact.text)])
        await world.table("customers", .erp).edit(customer, ["contact": .text(RecordID.zero.text), "phone": "2"])
        let planned = try await world.run(try world.request(effect: .dryRun))
        let done = try await world.run()
        #expect(planned.entities.map(\.result.counters) == done.entities.map(\.result.counters))
        #expect(try await field("contact", "customers", .erp, "C1") == id("contacts", .erp, "K5").text)
    }

    @Test("left out of a record that is made anew, is filled in once that is coupled; a plan says the same")
    func leftOutOfOneMadeAnew() async throws {
        let customer = try #require(await world.fill(customers: 1).first)
        try await world.run()
        let contact = await world.table("contacts", .erp).create([
            "number": "K5", "customer": .text(customer.text), "phone": "5",
        ])
        await world.table("customers", .erp).edit(customer, ["contact": .text(contact.text), "phone": "2"])
        await world.table("customers", .crm).delete(try await id("customers", .crm, "C1"))
        let planned = try await world.run(try world.request(effect: .dryRun))
        let done = try await world.run()
        #expect(planned.entities.map(\.result.counters) == done.entities.map(\.result.counters))
        #expect(try await field("contact", "customers", .crm, "C1") == id("contacts", .crm, "K5").text)
        #expect(await world.store.asides(of: nil, limit: 9).isEmpty)
    }

    @Test(
        "a create of ours that lands after a person deleted what its repetition made is a living record, not a deleted one"
    )
    func landsLate() async throws {
        let world = EffectsWorld()
        let id = await world.erp.create(EffectsWorld.customer("1"))
        await world.run()
        let partner = try #require(await world.crm.rows.keys.first)
        let made = try #require(await world.crm.rows[partner]?.fields)
        await world.crm.delete(partner)
        await world.crm.landCreate(partner, made)
        await world.erp.edit(id, ["phone": "7"])
        await world.run()
        #expect(await world.crm.rows[partner]?.fields["phone"] == "7")
        #expect(await world.store.couplings.count == 1)
    }
}

import Coordinator
import Model
import RemoteSystems
import Testing

@Suite("An edit made while everything is being listed")
struct ListingTests {
    let world = EffectsWorld()

    private var pages: NomineeLimits {
        var limits = NomineeLimits()
        limits.page = 2
        limits.batch = 2
        return limits
    }

    /// Customers on both sides, in step; with `more` the CRM has one more in the end, and the ERP is the side that is listed first.
    private func fill(more: Bool) async throws -> [RecordID] {
        var ids: [RecordID] = []
        for number in 1...5 { ids.append(await world.erp.create(EffectsWorld.customer("\(number)"))) }
        await world.run()
        if more { await world.crm.create(EffectsWorld.customer("6")) }
        return ids
    }

    @Test(
        "of a record that was read already, crosses in the same run, whichever side is listed first",
        arguments: [true, false])
    func crosses(isListedFirst: Bool) async throws {
        let id = try await fill(more: isListedFirst)[0]
        await world.erp.listByStamp { await $0.edit(id, ["name": "Edited meanwhile"]) }
        #expect(await world.run(mode: .full, limits: pages).end == .complete)
        #expect(await world.records(.crm)["1"]?["name"] == "Edited meanwhile")
        #expect(await world.disagreements() == [])
        #expect(await world.run().counters.modified == Sided(erp: 0, crm: 0))
    }

    @Test("that takes back what is just being carried over wins over it", arguments: [true, false])
    func takenBack(isListedFirst: Bool) async throws {
        let id = try await fill(more: isListedFirst)[0]
        await world.erp.edit(id, ["name": "For a moment"])
        let others = await world.erp.rows.keys.filter { $0 != id }
        for other in others { await world.erp.edit(other, ["credit": "200"]) }
        await world.erp.listByStamp { await $0.edit(id, ["name": "Customer 1"]) }
        await world.run(mode: .full, limits: pages)
        #expect(await world.records(.crm)["1"]?["name"] == "Customer 1")
        #expect(await world.disagreements() == [])
    }

    @Test("of a record that is just being created on the other side arrives too, and nothing is made twice")
    func firstRun() async throws {
        let id = await world.erp.create(EffectsWorld.customer("1"))
        for number in 2...5 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        await world.erp.listByStamp { await $0.edit(id, ["name": "Edited meanwhile"]) }
        let result = await world.run(limits: pages)
        #expect(result.counters.inserted.crm == 5)
        #expect(await world.crm.rows.count == 5)
        #expect(await world.disagreements() == [])
    }

    @Test("of a record that was set aside has it tried again")
    func setAside() async throws {
        let id = await world.erp.create(EffectsWorld.customer("1", phone: "none"))
        for number in 2...5 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        await world.crm.refuse { write in
            write.fields["phone"] == "none" ? Problem(.invalid, field: "phone") : nil
        }
        await world.erp.listByStamp { await $0.edit(id, ["phone": "1"]) }
        await world.run(MirrorPlugin(.init(batch: 2)), limits: pages)
        #expect(await world.records(.crm)["1"]?["phone"] == "1")
        #expect(await world.store.asides.isEmpty)
    }

    @Test("is listed once more by the next run when more was edited than can be remembered")
    func tooMany() async throws {
        let id = try await fill(more: false)[0]
        await world.erp.listByStamp { await $0.edit(id, ["name": "Edited meanwhile"]) }
        var limits = pages
        limits.repeated = 0
        let before = await world.store.feed(of: EffectsWorld.entity, side: .erp)
        await world.run(mode: .full, limits: limits)
        #expect(await world.store.feed(of: EffectsWorld.entity, side: .erp) == before)
        await world.run()
        #expect(await world.disagreements() == [])
    }

    @Test("needs no word beside the one for the plan of a first run")
    func approvedPlan() async throws {
        let id = await world.erp.create(EffectsWorld.customer("1"))
        for number in 2...5 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        let hash = try #require(await world.run(effect: .dryRun, approval: .none, limits: pages).plan?.hash)
        await world.erp.listByStamp { erp in
            // The first listing is that of the plan.
            await erp.listByStamp { await $0.edit(id, ["name": "Edited meanwhile"]) }
        }
        let result = await world.run(approval: .plans([hash], by: "a person"), limits: pages)
        #expect(result.end == .complete)
        #expect(await world.disagreements() == [])
    }
}

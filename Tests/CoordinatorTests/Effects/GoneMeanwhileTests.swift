import Coordinator
import Model
import Testing

@Suite("What becomes of a record while it is decided about")
struct GoneMeanwhileTests {
    let world = EffectsWorld()

    @Test("a pair that was set aside is not so any more when both records are deleted before they are written to")
    func deletedWhileDecided() async throws {
        let ids = Sided(
            erp: await world.erp.create(EffectsWorld.customer("1", name: "A")),
            crm: await world.crm.create(EffectsWorld.customer("1", name: "B")))
        var cautious = MirrorPlugin.Habits()
        cautious.decide = { _ in .setAside(Problem(.ambiguousMatch)) }
        await world.run(MirrorPlugin(cautious))
        #expect(await world.store.asides.count == 1)
        await world.erp.edit(ids.erp, ["name": "C"])
        let erp = world.erp
        await world.crm.setBeforeWrite { crm in
            await erp.delete(ids.erp)
            await crm.delete(ids.crm)
        }
        await world.run()
        #expect(await world.store.asides.isEmpty)
        #expect(await world.writes() == 0)
    }

    @Test("the copy of an unanswered create is known by its name though its number was edited, and is not made twice")
    func recognisedByARule() async throws {
        var habits = MirrorPlugin.Habits()
        habits.matchesByBoth = true
        habits.matchesByName = true
        let plugin = MirrorPlugin(habits)
        await world.erp.create(EffectsWorld.customer("0"))
        await world.run(plugin)
        await world.crm.create(EffectsWorld.customer("John", name: "Adatum"))
        await world.erp.setFate { _ in .landedUnanswered }
        world.crash(at: .afterReply)
        await world.run(plugin)
        world.crashNoMore()
        await world.erp.setFate { _ in .answered }
        let copy = try #require(await world.erp.rows.first { $0.value.fields["number"] == "John" }?.key)
        await world.erp.edit(copy, ["number": "Johnny"])
        world.advance(1_000)
        for _ in 1...3 { await world.run(plugin) }
        #expect(await world.erp.rows.count == 2)
        #expect(await world.store.asides.isEmpty)
        #expect(await world.records(.crm)["Johnny"]?["name"] == "Adatum")
        #expect(await world.disagreements() == [])
    }
}

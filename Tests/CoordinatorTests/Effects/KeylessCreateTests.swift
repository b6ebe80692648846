import Coordinator
import Foundation
import Model
import SyncStore
import Testing

@Suite("A create without a key whose host died")
struct KeylessCreateTests {
    let world = EffectsWorld()

    /// John is to be made in the ERP, and the host dies before anything was sent.
    private func dieWithJohn() async {
        await world.erp.create(EffectsWorld.customer("0"))
        await world.run()
        await world.crm.create(EffectsWorld.customer("John", name: "Adatum"))
        world.crash(at: .afterIntents)
        await world.run()
        world.crashNoMore()
    }

    private func codes() async -> [ProblemCode] {
        await world.store.asides.values.compactMap { aside in
            if case .problem(let problem) = aside.cause { problem.code } else { nil }
        }
    }

    @Test(
        "takes no colleague for the one who was to be made, though most that was sent is hers as well")
    func colleague() async {
        await dieWithJohn()
        await world.erp.create(EffectsWorld.customer("Jane", name: "Adatum"))
        world.advance(1_000)
        for _ in 1...3 { await world.run() }
        #expect(await world.records(.crm).keys.sorted() == ["0", "Jane", "John"])
        #expect(await world.records(.erp).keys.sorted() == ["0", "Jane", "John"])
        #expect(await world.disagreements() == [])
    }

    @Test("looks at no record that was last changed long before, where the system says so")
    func oldColleague() async throws {
        await world.erp.tellChanges(at: world.now.addingTimeInterval(-86_400))
        await world.erp.create(EffectsWorld.customer("0"))
        let jane = await world.erp.create(EffectsWorld.customer("Jane", name: "Adatum"))
        let plugin = MirrorPlugin(
            .init(decide: { $0.sides.erp.fields["number"] == "Jane" ? Decision.Action.none : nil }))
        await world.run(plugin)
        await world.crm.create(EffectsWorld.customer("John", name: "Adatum"))
        world.crash(at: .afterIntents)
        await world.run(plugin)
        world.crashNoMore()
        await world.erp.tellChanges(at: world.now)
        world.advance(1_000)
        for _ in 1...3 { await world.run(plugin) }
        #expect(await codes() == [])
        #expect(await world.records(.erp).keys.sorted() == ["0", "Jane", "John"])
        #expect(await world.erp.rows[jane]?.fields["name"] == "Adatum")
    }

    @Test("knows the one whom it made though somebody edited what he is recognised by, where the rest tells him apart")
    func edited() async throws {
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
        await world.erp.edit(copy, ["phone": "5"])
        world.advance(1_000)
        for _ in 1...3 { await world.run(plugin) }
        #expect(await world.erp.rows.count == 2)
        #expect(await world.records(.crm)["John"]?["phone"] == "5")
        #expect(await world.disagreements() == [])
    }
}

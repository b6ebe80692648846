import Coordinator
import Model
import Testing

@Suite("A record that left the filter")
struct FilterTests {
    let world = EffectsWorld()

    /// Active accounts alone; of a partner that left, nothing is written.
    private static func habits(
        leaving: @escaping @Sendable (RecordPair) -> Decision.Action = { _ in .none }
    ) -> MirrorPlugin.Habits {
        var habits = MirrorPlugin.Habits()
        habits.batch = 20
        habits.filters.crm = RecordFilter([.init("phone", .isNoneOf, ["off"])])
        habits.decide = { pair in
            Side.allCases.contains { pair.sides[$0].presence == .outOfScope } ? leaving(pair) : nil
        }
        return habits
    }

    @Test("is not written to when its partner is edited later, in any mode", arguments: [RunMode.incremental, .full])
    func editedLater(_ mode: RunMode) async throws {
        let plugin = MirrorPlugin(Self.habits())
        let id = await world.erp.create(EffectsWorld.customer("1"))
        await world.run(plugin)
        let partner = try #require(await world.crm.rows.keys.first)
        await world.crm.edit(partner, ["phone": "off"])
        await world.run(plugin)
        await world.erp.edit(id, ["name": "Edited"])
        let writes = await world.writes()
        await world.crm.forgetRequests()
        await world.run(plugin, mode: mode)
        #expect(await world.writes() == writes)
        // Not even tried, to be refused for its version.
        #expect(await !world.crm.requests.contains("write"))
        #expect(await world.records(.crm)["1"]?["name"] == "Customer 1")
    }

    @Test("is written to again when it came back, though the partner's edit comes later")
    func cameBack() async throws {
        let plugin = MirrorPlugin(Self.habits())
        let id = await world.erp.create(EffectsWorld.customer("1"))
        await world.run(plugin)
        let partner = try #require(await world.crm.rows.keys.first)
        for phone in ["off", "1"] {
            await world.crm.edit(partner, ["phone": .text(phone)])
            await world.run(plugin)
        }
        await world.erp.edit(id, ["name": "Edited"])
        await world.run(plugin)
        #expect(await world.records(.crm)["1"]?["name"] == "Edited")
    }

    @Test("is not read for that before each write: a record that was inside when both sides agreed is there still")
    func requests() async throws {
        let plugin = MirrorPlugin(Self.habits())
        let id = await world.erp.create(EffectsWorld.customer("1"))
        await world.run(plugin)
        await world.erp.edit(id, ["name": "Edited"])
        await world.crm.forgetRequests()
        await world.run(plugin)
        #expect(await world.crm.requests.filter { $0 == "records" } == [])
        #expect(await world.records(.crm)["1"]?["name"] == "Edited")
    }

    @Test("is read before it is written to when the filter is another one now, whatever the plugin calls its map")
    func otherFilter() async throws {
        let id = await world.erp.create(EffectsWorld.customer("1"))
        await world.run(MirrorPlugin(Self.habits()))
        await world.erp.edit(id, ["name": "Edited"])
        var habits = Self.habits()
        habits.filters.crm = RecordFilter([.init("phone", .isOneOf, ["on"])])
        habits.version = 2
        let writes = await world.writes()
        await world.run(MirrorPlugin(habits))
        #expect(await world.writes() == writes)
    }

    @Test(
        "counts among what a run may write: the guard speaks before the first write, and the plan that it shows can be approved"
    )
    func manyLeave() async throws {
        let plugin = MirrorPlugin(
            Self.habits { _ in .uncouple(writing: Sided(erp: ["name": "Blocked"], crm: Fields())) })
        for number in 1...100 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        await world.run(plugin)
        for id in await world.crm.rows.keys.sorted().prefix(60) { await world.crm.edit(id, ["phone": "off"]) }
        let writes = await world.writes()
        let stopped = await world.run(plugin, approval: .none)
        #expect(stopped.end == .stopped(Problem(.guardOverwrites, ["60", "50", "100"], side: .erp)))
        #expect(await world.writes() == writes)
        let hash = try #require(stopped.planHash)
        #expect(await world.run(plugin, approval: .plans([hash], by: "a person")).end == .complete)
        #expect(await world.erp.all.count { $0["name"] == "Blocked" } == 60)
    }
}

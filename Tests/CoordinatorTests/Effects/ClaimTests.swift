import Coordinator
import Model
import SyncStore
import Testing

@Suite("Records that claim the same partner")
struct ClaimTests {
    private let world = EffectsWorld()
    private let plugin = MirrorPlugin(MirrorPlugin.Habits(matchesByName: true))

    @Test(
        "the stronger rule wins, also where all of them are new; who loses is for a person", arguments: Side.allCases)
    func newOnBothSides(_ side: Side) async throws {
        await world.erp.create(EffectsWorld.customer("0"))
        await world.run(plugin)
        let first = await world.remote(side).create(EffectsWorld.customer("1", name: "Other"))
        let second = await world.remote(side).create(EffectsWorld.customer("2", name: "Adatum"))
        let partner = await world.remote(side.opposite).create(EffectsWorld.customer("1", name: "Adatum"))
        await world.run(plugin)
        var ids = Sided(erp: first, crm: first)
        ids[side.opposite] = partner
        #expect(await world.store.couplings.map(\.ids).contains(ids))
        #expect(await world.store.asides.values.map(\.subject) == [.record(side, second)])
    }
}

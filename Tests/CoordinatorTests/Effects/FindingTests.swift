import Coordinator
import Foundation
import Model
import RemoteSystems
import SyncStore
import Testing

@Suite("Looking for a partner")
struct FindingTests {
    let world = EffectsWorld()

    @Test("with a text too long to be asked for, by the rest of the rule: it is found, and not made twice")
    func tooLongTogether() async {
        let plugin = MirrorPlugin(.init(matchesByBoth: true))
        await world.erp.create(EffectsWorld.customer("0"))
        await world.run(plugin)
        await world.crm.limitCriteria(to: 20)
        let name = String(repeating: "x", count: 30)
        await world.crm.create(EffectsWorld.customer("1", name: name))
        await world.crm.create(EffectsWorld.customer("1", name: "Another"))
        await world.erp.create(EffectsWorld.customer("1", name: name))
        await world.erp.limitCriteria(to: 20)
        await world.run(plugin)
        #expect(await world.crm.rows.count == 3)
        #expect(await world.store.couplings.count == 3)
        #expect(await world.erp.rows.count == 3)
    }

    @Test("where nobody can be asked, sets the record aside alone, and it is tried again when it changes")
    func refused() async {
        await world.erp.create(EffectsWorld.customer("0"))
        await world.run()
        let problem = Problem(.invalid, side: .crm)
        await world.crm.refuseToFind(problem)
        let id = await world.erp.create(EffectsWorld.customer("1"))
        await world.crm.create(EffectsWorld.customer("2"))
        #expect(await world.run().end == .partial)
        #expect(await world.store.asides.values.map(\.cause) == [.problem(problem)])
        #expect(await world.records(.crm).keys.sorted() == ["0", "2"])
        #expect(await world.records(.erp).keys.sorted() == ["0", "1", "2"])
        await world.crm.refuseToFind(nil)
        await world.erp.edit(id, ["phone": "2"])
        #expect(await world.run().end == .complete)
        #expect(await world.disagreements() == [])
        #expect(await world.store.asides.isEmpty)
    }

    @Test("goes past others of the same name that have partners already")
    func manyAlike() async {
        let habits = MirrorPlugin.Habits(matchesByName: true)
        for number in 1...8 { await world.erp.create(EffectsWorld.customer("\(number)", name: "Same \(number)")) }
        await world.run(MirrorPlugin(habits))
        for row in await world.erp.rows.keys { await world.erp.edit(row, ["name": "Same"]) }
        await world.run(MirrorPlugin(habits))
        await world.crm.create(EffectsWorld.customer("Z", name: "Same"))
        await world.erp.create(EffectsWorld.customer("9", name: "Same"))
        #expect(await world.run(MirrorPlugin(habits)).end == .complete)
        #expect(await world.crm.rows.count == 9)
        #expect(await world.records(.crm)["9"]?["name"] == "Same")
    }

    @Test("that an unanswered create may have made goes past others that are alike, and makes none twice")
    func probeAmongMany() async {
        let withoutNumber: @Sendable (RecordPair) -> Decision.Action? = { pair in
            guard pair.sides.erp.presence == .absent else { return nil }
            return .create(.erp, ["name": "Same", "phone": "1"], key: [])
        }
        for number in 1...8 { await world.crm.create(EffectsWorld.customer("\(number)", name: "Same")) }
        await world.run(MirrorPlugin(.init(decide: withoutNumber)))
        #expect(await world.erp.rows.count == 8)
        await world.crm.create(EffectsWorld.customer("9", name: "Same"))
        await world.erp.setFate { _ in .landedUnanswered }
        world.crash(at: .afterReply)
        await world.run(MirrorPlugin(.init(decide: withoutNumber)))
        world.crashNoMore()
        await world.erp.setFate { _ in .answered }
        world.advance(1_000)
        for _ in 1...2 { await world.run(MirrorPlugin(.init(decide: withoutNumber))) }
        #expect(await world.erp.rows.count == 9)
        #expect(await world.store.couplings.count == 9)
    }
}

@Suite("An ERP that lists nothing any more")
struct EmptySweepTests {
    let world = EffectsWorld()

    @Test("stops the run at the guard, and nothing is uncoupled", arguments: [Approval.none, .everything])
    func sweep(_ approval: Approval) async {
        for number in 1...3 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        await world.run()
        await world.erp.hideEverything(andRecords: true)
        world.advance(25 * 3600)
        let result = await world.run(approval: approval)
        if approval == .none {
            #expect(result.end == .stopped(Problem(.guardEmptyListing, ["3", "0", "3"], side: .erp)))
        }
        #expect(await world.store.couplings.count == 3)
        // What was not swept is swept the next time.
        #expect(await world.store.feed(of: EffectsWorld.entity, side: .erp)?.sweptAt.map { $0 < world.now } == true)
    }
}

import Coordinator
import Model
import Testing

@Suite("When the mapping changed")
struct OtherMappingTests {
    let world = EffectsWorld()

    private func fill() async -> [RecordID] {
        var ids: [RecordID] = []
        for number in 1...3 { ids.append(await world.erp.create(EffectsWorld.customer("\(number)"))) }
        await world.run(MirrorPlugin(.init(naturalKey: true)))
        return ids
    }

    private func partner(of number: String) async throws -> RecordID {
        try #require(await world.crm.rows.first { $0.value.fields["number"] == .text(number) }?.key)
    }

    @Test("an edit that had not crossed yet crosses still, whichever side it was made on", arguments: Side.allCases)
    func edit(on side: Side) async throws {
        let ids = await fill()
        let edited = side == .erp ? ids[0] : try await partner(of: "1")
        await world.remote(side).edit(edited, ["phone": "42"])
        let plugin = MirrorPlugin(.init(naturalKey: true, fingerprint: "2"))
        #expect(await world.run(plugin).end == .complete)
        #expect(plugin.pairs.count == 3)
        #expect(await world.records(side.opposite)["1"]?["phone"] == "42")
        #expect(await world.disagreements() == [])
    }

    @Test("a field edited on both sides is for the policy to decide")
    func conflict() async throws {
        let ids = await fill()
        await world.erp.edit(ids[0], ["phone": "41"])
        await world.crm.edit(try await partner(of: "1"), ["phone": "42"])
        let plugin = MirrorPlugin(.init(naturalKey: true, conflicts: .manual, fingerprint: "2"))
        #expect(await world.run(plugin).counters.failed == 1)
        #expect(await world.records(.erp)["1"]?["phone"] == "41")
        #expect(await world.records(.crm)["1"]?["phone"] == "42")
    }

    @Test("what a person names alone leaves the others to be compared by the next run")
    func selected() async throws {
        _ = await fill()
        let habits = MirrorPlugin.Habits(naturalKey: true, fingerprint: "2")
        #expect(await world.run(MirrorPlugin(habits), mode: .selected, selection: ["1"]).end == .complete)
        let plugin = MirrorPlugin(habits)
        await world.run(plugin)
        #expect(plugin.pairs.count == 3)
    }

    @Test("a person who has everything compared afresh has the contents decide, edited or not")
    func rebase() async throws {
        _ = await fill()
        await world.crm.edit(try await partner(of: "1"), ["phone": "42"])
        await world.run(MirrorPlugin(.init(naturalKey: true)), mode: .rebase)
        #expect(await world.records(.crm)["1"]?["phone"] == "1")
    }
}

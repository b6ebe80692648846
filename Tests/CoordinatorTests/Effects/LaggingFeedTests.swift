import Coordinator
import Model
import RemoteSystems
import Testing

@Suite("A feed that is behind")
struct LaggingFeedTests {
    let world = EffectsWorld()

    /// A record that was made on a side, and the partner that the first run made of it.
    private func pair(from side: Side) async throws -> (id: RecordID, partner: RecordID) {
        let id = await world.remote(side).create(EffectsWorld.customer("1"))
        await world.run()
        return (id, try #require(await world.remote(side.opposite).rows.keys.first))
    }

    @Test("does not take back what we wrote: neither system gets the earlier value", arguments: Side.allCases)
    func ownWrite(_ side: Side) async throws {
        let (_, partner) = try await pair(from: side)
        await world.remote(side.opposite).edit(partner, ["phone": "2"])
        await world.run()
        let writes = await world.writes()
        await world.remote(side).lagOnce()
        #expect(await world.run().end == .unchanged)
        #expect(await world.writes() == writes)
        #expect(await world.records(side)["1"]?["phone"] == "2")
        #expect(await world.disagreements() == [])
    }

    @Test("does not take back what both wrote at once", arguments: Side.allCases)
    func bothSides(_ side: Side) async throws {
        let (id, partner) = try await pair(from: side)
        await world.remote(side).edit(id, ["name": "New"])
        await world.remote(side.opposite).edit(partner, ["phone": "2"])
        await world.run()
        let writes = await world.writes()
        await world.remote(side).lagOnce()
        await world.run()
        #expect(await world.writes() == writes)
        #expect(await world.records(side)["1"]?["phone"] == "2")
        #expect(await world.records(side.opposite)["1"]?["name"] == "New")
    }

    @Test("and the next edit crosses as ever", arguments: Side.allCases)
    func nextEdit(_ side: Side) async throws {
        let (id, partner) = try await pair(from: side)
        await world.remote(side.opposite).edit(partner, ["phone": "2"])
        await world.run()
        await world.remote(side).lagOnce()
        await world.run()
        await world.remote(side).edit(id, ["phone": "3"])
        await world.run()
        #expect(await world.records(side.opposite)["1"]?["phone"] == "3")
        #expect(await world.disagreements() == [])
    }

    @Test("no value of a choice column is taken for one: a label that a person sets back crosses")
    func choiceValue() async throws {
        var choice = EffectsWorld.declaration
        choice.choice = "paymenttermscode"
        await world.crm.versionByContent()
        let id = await world.crm.create(EffectsWorld.customer("1", name: "A"))
        await world.run(declaration: choice)
        let partner = try #require(await world.erp.rows.keys.first)
        await world.erp.edit(partner, ["name": "B"])
        await world.run(declaration: choice)
        #expect(await world.crm.rows[id]?.fields["name"] == "B")
        await world.crm.edit(id, ["name": "A"])
        await world.run(declaration: choice)
        #expect(await world.erp.rows[partner]?.fields["name"] == "A")
    }
}

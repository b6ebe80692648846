import Coordinator
import Foundation
import Model
import RemoteSystems
import SyncStore
import Testing

@Suite("A run of one entity")
struct OrderOfRunTests {
    let world = EffectsWorld()

    @Test("asks again who the systems are, when one of them could not say")
    func identityLater() async {
        await world.erp.create(EffectsWorld.customer("1"))
        await world.crm.failIdentity(times: 1)
        let effects = EntityEffects(environment: world.environment(), declarations: [:])
        #expect(await world.run(effects: effects).end == .failed(Problem(.unavailable, side: .crm)))
        #expect(await world.run(effects: effects).end == .complete)
    }

    @Test("keeps nothing of what another system says its tables are like")
    func foreignTables() async {
        await world.erp.create(EffectsWorld.customer("1"))
        await world.run()
        world.advance(25 * 3600)
        await world.crm.rename("a copy")
        await world.store.forgetWrites()
        #expect(await world.run().end == .failed(Problem(.environmentChanged, side: .crm)))
        #expect(await world.store.writes.contains("keepCached") == false)
    }

    @Test("stops when a side turns out to be empty between the plan and the run")
    func emptiedMeanwhile() async {
        for number in 1...3 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        await world.run()
        await world.crm.hide(afterListings: 1)
        let result = await world.run(mode: .full, approval: .none)
        #expect(result.end == .stopped(Problem(.guardEmptyListing, ["3", "0", "3"], side: .crm)))
        #expect(await world.store.couplings.count == 3)
    }

    @Test("looks at everything that a person wants to be tried again, however much it is", arguments: Effect.allKinds)
    func manyRetries(_ effect: Effect) async {
        await world.erp.create(EffectsWorld.customer("0"))
        await world.run()
        var ids: [RecordID] = []
        for number in 1...5 { ids.append(await world.erp.create(EffectsWorld.customer("\(number)"))) }
        await world.crm.refuse { _ in Problem(.invalid) }
        #expect(await world.run().counters.failed == 5)
        await world.crm.refuse(nil)
        _ = await world.store.requestRetry(of: EffectsWorld.entity, ids: ids, at: world.now)
        var limits = NomineeLimits()
        limits.batch = 2
        #expect(await world.run(effect: effect, limits: limits).counters.inserted.crm == 5)
    }

    @Test("writes to no record whose version nobody knows: an edit made meanwhile is not rolled over")
    func withoutVersion() async throws {
        let id = await world.erp.create(EffectsWorld.customer("1"))
        await world.run()
        await world.crm.answerWithoutBody()
        await world.erp.edit(id, ["name": "Second"])
        await world.run()
        // The echo has been seen, or has not: either way nobody read the version.
        await world.erp.edit(id, ["name": "Third"])
        let partner = try #require(await world.crm.rows.keys.first)
        await world.crm.setBeforeWrite { crm in
            await crm.setBeforeWrite(nil)
            await crm.edit(partner, ["name": "A person's"])
        }
        #expect(await world.run(MirrorPlugin(.init(conflicts: .manual))).end == .partial)
        #expect(await world.records(.crm)["1"]?["name"] == "A person's")
    }

    @Test("leaves a create alone that was in doubt when its source was coupled since")
    func coupledSince() async throws {
        await world.erp.create(EffectsWorld.customer("0"))
        await world.run()
        let source = await world.crm.create(EffectsWorld.customer("1"))
        await world.erp.setFate { _ in .landedUnanswered }
        world.crash(at: .afterReply)
        await world.run()
        world.crashNoMore()
        await world.erp.setFate { _ in .answered }
        let other = await world.erp.create(EffectsWorld.customer("1"))
        let base = try #require(await world.store.couplings.first?.bases)
        var commit = EffectCommit(run: RunID("person"), entity: EffectsWorld.entity, batch: nil, at: world.now)
        commit.couplings = [Coupling(ids: Sided(erp: other, crm: source), bases: base)]
        _ = try await world.store.commit(commit)
        #expect(await world.run().end != .failed(Problem(.hostFault)))
        #expect(await world.store.open.isEmpty)
        #expect(await world.store.couplings.filter { $0.ids.crm == source }.map(\.ids.erp) == [other])
    }

    @Test("in a later pass looks at what waited, asks for nothing else, and moves no feed")
    func laterPass() async {
        let first = await world.erp.create(EffectsWorld.customer("1"))
        await world.erp.create(EffectsWorld.customer("2"))
        await world.erp.create(EffectsWorld.customer("3"))
        let reference = RecordReference(entity: EffectsWorld.entity, side: .erp, id: first)
        await world.run(
            MirrorPlugin(
                .init(
                    naturalKey: true,
                    decide: { pair in
                        pair.sides.erp.fields["number"] == "2" ? .wait(reference) : Decision.Action.none
                    })))
        let plugin = MirrorPlugin(.init(naturalKey: true))
        await world.run(plugin, mode: .selected, selection: ["1"])
        #expect(await world.records(.crm).keys.sorted() == ["1"])
        let feed = await world.store.feed(of: EffectsWorld.entity, side: .erp)
        await world.erp.edit(first, ["phone": "2"])
        await world.erp.forgetRequests()
        #expect(await world.run(plugin, pass: 2).counters.inserted.crm == 1)
        #expect(await world.records(.crm).keys.sorted() == ["1", "2"])
        #expect(await world.erp.requests.contains("page") == false)
        #expect(await world.store.feed(of: EffectsWorld.entity, side: .erp) == feed)
        #expect(await world.records(.crm)["1"]?["phone"] == "1")
    }
}

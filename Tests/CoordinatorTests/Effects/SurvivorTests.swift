import Coordinator
import Foundation
import Model
import RemoteSystems
import SyncStore
import Testing

@Suite("A record whose partner a person deleted")
struct SurvivorTests {
    private let world = EffectsWorld()

    /// A customer of the ERP that was coupled, and whose partner a person deleted since.
    private func survivor() async throws -> RecordID {
        let id = await world.erp.create(EffectsWorld.customer("1"))
        await world.run()
        await world.crm.delete(try #require(await world.crm.rows.keys.first))
        #expect(await world.run().counters.uncoupled == 1)
        return id
    }

    @Test("is not made anew by a listing, and counts as skipped", arguments: [RunMode.full, .rebase])
    func listing(_ mode: RunMode) async throws {
        _ = try await survivor()
        await world.erp.create(EffectsWorld.customer("2"))
        let planned = try #require(await world.run(mode: mode, effect: .dryRun).plan)
        let result = await world.run(mode: mode)
        #expect(result.counters.inserted == Sided(erp: 0, crm: 1))
        #expect(result.counters.skipped == 1)
        #expect(planned.counters == result.counters)
        #expect(await world.records(.crm).keys.sorted() == ["2"])
    }

    @Test("does not hide those that stand after it in the listing, however many of them fill a page")
    func wholePage() async throws {
        _ = try await survivor()
        for number in 2...9 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        var limits = NomineeLimits()
        limits.page = 1
        await world.run(mode: .full, limits: limits)
        #expect(await world.records(.crm).keys.sorted() == (2...9).map { "\($0)" })
    }

    @Test("is made anew under another key once it was edited, though the listing alone tells")
    func edited() async throws {
        let id = try await survivor()
        await world.erp.edit(id, ["phone": "4"])
        #expect(await world.run(mode: .full).counters.inserted == Sided(erp: 0, crm: 1))
        #expect(await world.store.couplings.map(\.generation) == [1])
        #expect(await world.store.survivors.isEmpty)
    }

    @Test("is made anew when a person names it")
    func named() async throws {
        _ = try await survivor()
        let plugin = MirrorPlugin(.init(naturalKey: true, version: 2))
        #expect(await world.run(plugin, mode: .selected, selection: ["1"]).counters.inserted == Sided(erp: 0, crm: 1))
    }

    @Test("is coupled with a new record that is recognised as its partner", arguments: [RunMode.incremental, .full])
    func recognised(_ mode: RunMode) async throws {
        _ = try await survivor()
        await world.crm.create(EffectsWorld.customer("1"))
        #expect(await world.run(mode: mode).counters.coupled == 1)
        #expect(await world.disagreements() == [])
        #expect(await world.store.survivors.isEmpty)
    }

    @Test("stays alone though we wrote to it when its coupling ended, and its feed says so")
    func writtenTo() async throws {
        let plugin = MirrorPlugin(
            .init(decide: { pair in
                guard pair.isCoupled, pair.sides.erp.presence == .deleted else { return nil }
                return .uncouple(writing: Sided(erp: Fields(), crm: ["phone": .null]))
            }))
        let id = await world.erp.create(EffectsWorld.customer("1"))
        await world.erp.create(EffectsWorld.customer("2"))
        await world.run(plugin)
        await world.erp.delete(id)
        world.advance(25 * 3600)
        #expect(await world.run(plugin).counters.uncoupled == 1)
        for mode in [RunMode.incremental, .full] {
            #expect(await world.run(plugin, mode: mode).counters.inserted == Sided(erp: 0, crm: 0))
        }
        #expect(await world.erp.rows.count == 1)
    }

    @Test(
        "is made anew when it was edited before anybody saw the deletion; a plan says the same",
        arguments: Side.allCases, [RunMode.incremental, .full])
    func editedBefore(_ side: Side, _ mode: RunMode) async throws {
        let world = RunsWorld()
        _ = await world.fill(customers: 2)
        try await world.run()
        let (edited, deleted) = (world.table("customers", side), world.table("customers", side.opposite))
        func id(_ table: LedgerRemote) async throws -> RecordID {
            try #require(await table.rows.first { $0.value.fields["number"] == "C1" }?.key)
        }
        await edited.edit(try await id(edited), ["phone": "2"])
        await deleted.delete(try await id(deleted))
        // The ERP's deletions are found by a sweep.
        world.advance(25 * 3600)
        let planned = try await world.run(try world.request("customers", mode: mode, effect: .dryRun))
        let done = try await world.run(try world.request("customers", mode: mode))
        #expect(planned.entities.map(\.result.counters) == done.entities.map(\.result.counters))
        #expect(done.entities.map { $0.result.counters.inserted[side.opposite] } == [1])
        #expect(await deleted.all.filter { $0["number"] == "C1" }.map { $0["phone"] } == ["2"])
        let couplings = await world.store.couplings(of: "customers", after: nil, limit: 9)
        #expect(couplings.map(\.generation).sorted() == [0, 1])
        #expect(try await world.run().entities.allSatisfy { $0.result.counters.inserted == Sided(erp: 0, crm: 0) })
    }

    @Test("is forgotten when it is deleted as well")
    func deleted() async throws {
        let id = await world.erp.create(EffectsWorld.customer("1"))
        await world.erp.create(EffectsWorld.customer("2"))
        await world.run()
        await world.erp.delete(id)
        world.advance(25 * 3600)
        await world.run()
        let left = try #require(await world.store.survivors.keys.first)
        await world.crm.delete(left.id)
        await world.run()
        #expect(await world.store.survivors.isEmpty)
    }
}

import Coordinator
import Foundation
import Model
import RemoteSystems
import SyncStore
import Synchronization
import Testing

/// Promises of single lines of the deciding and writing code: each was found to be nobody's by changing the line.
@Suite("Small promises")
struct SmallPromiseTests {
    let world = EffectsWorld()

    @Test("a run that a person cancels reads no further page")
    func cancelledWhileReading() async throws {
        for number in 1...30 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        let running = Mutex<Task<EntityResult, Never>?>(nil)
        await world.erp.listByStamp { _ in running.withLock { $0 }?.cancel() }
        var limits = NomineeLimits()
        (limits.page, limits.firstPage) = (3, 3)
        let (start, begin) = AsyncStream.makeStream(of: Void.self)
        let task = Task { [world, limits] in
            for await _ in start { break }
            return await world.run(mode: .full, limits: limits)
        }
        running.withLock { $0 = task }
        begin.yield()
        #expect(await task.value.end == .cancelled)
        #expect(await world.erp.requests.count { $0 == "page" } < 5)
    }

    @Test(
        "what was set aside and is deleted is not set aside any more once a person asks for another try"
    )
    func retriedAndGone() async throws {
        await world.crm.create(EffectsWorld.customer("0"))
        await world.run()
        await world.erp.create(EffectsWorld.customer("1"))
        await world.crm.refuse { _ in Problem(.invalid, side: .crm) }
        await world.run()
        let aside = try #require(await world.store.asides.values.first)
        let id = try #require(aside.ids.erp)
        await world.erp.delete(id)
        _ = await world.store.requestRetry(of: EffectsWorld.entity, ids: [id], at: world.now)
        await world.run()
        #expect(await world.store.asides.isEmpty)
    }

    @Test("where no value of a choice column is listed any more, nothing is taken for deleted")
    func emptiedChoice() async throws {
        var choice = EffectsWorld.declaration
        choice.choice = "paymenttermscode"
        for number in 1...3 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        await world.run(declaration: choice)
        #expect(await world.store.couplings.count == 3)
        for id in await world.crm.rows.keys { await world.crm.delete(id) }
        let result = await world.run(approval: .none, declaration: choice)
        #expect(result.end == .stopped(Problem(.guardEmptyListing, ["3", "0", "3"], side: .crm)))
        #expect(await world.store.couplings.count == 3)
    }

    @Test("an edit whose write never got its turn is carried over by the next run")
    func neverItsTurn() async throws {
        let id = await world.erp.create(EffectsWorld.customer("1"))
        await world.run()
        await world.erp.edit(id, ["phone": "2"])
        await world.crm.setFate { _ in .tardy }
        await world.run()
        #expect(await world.records(.crm)["1"]?["phone"] == "1")
        await world.crm.setFate { _ in .answered }
        await world.run()
        #expect(await world.records(.crm)["1"]?["phone"] == "2")
    }

    @Test("a plan knows that what refers to a record whose coupling it ends will wait")
    func plannedEnd() async throws {
        let world = RunsWorld()
        let customers = await world.fill(customers: 2)
        try await world.run()
        let gone = try #require(
            await world.table("customers", .crm).rows.first { $0.value.fields["number"] == "C1" }?.key)
        await world.table("customers", .crm).delete(gone)
        await world.table("contacts", .erp).create([
            "number": "K9", "customer": .text(customers[0].text), "phone": "1",
        ])
        let planned = try await world.run(try world.request(effect: .dryRun))
        let done = try await world.run()
        #expect(planned.entities.map(\.result.counters) == done.entities.map(\.result.counters))
        #expect(done.entities.last?.result.counters.inserted.crm == 0)
    }
}

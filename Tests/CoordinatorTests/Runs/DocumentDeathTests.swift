import Coordinator
import Foundation
import Model
import SyncStore
import TestSupport
import Testing

/// A host of orders dies at every instant at which others could tell the difference: before and after each transaction of its store, and
/// before, during and after each request that writes.
@Suite("A host of orders that is killed at any instant of a run")
struct DocumentDeathTests {
    /// What there is to be done in the run.
    enum Work: CaseIterable, Sendable { case newOrders, changedLines, submittedOrders }

    /// What becomes of the request that is under way at that instant.
    enum Fate: CaseIterable, Sendable { case landed, lost, late, halfLanded }

    private static let lines = [OrdersWorld.line("bicycle", "1"), OrdersWorld.line("bell", "2.5")]

    private static func world(_ work: Work, _ side: Side, durable: (any SyncStore)? = nil) async -> OrdersWorld {
        let world = OrdersWorld(life: Life(), durable: durable)
        if work == .submittedOrders {
            world.keepSubmittedOrders()
            await world.crm.keepRows(except: 0)
        }
        for number in 1...3 { await world.remote(side).create(OrdersWorld.order("\(number)"), lines: lines) }
        guard work != .newOrders else { return world }
        await world.run()
        if work == .submittedOrders {
            for id in await world.crm.rows.keys { await world.crm.edit(id, ["state": 1, "reason": 3]) }
            await world.run()
        }
        for (id, row) in await world.remote(side).rows {
            switch row.fields["number"] {
            case "1": await world.remote(side).editLine(0, of: id, ["quantity": "9"])
            case "2": await world.remote(side).addLine(to: id, OrdersWorld.line("pump", "1"))
            default:
                await world.remote(side).deleteLine(1, of: id)
                await world.remote(side).edit(id, ["name": "Another"])
            }
        }
        return world
    }

    /// What is wrong when another host took over, while requests of the dead one may still land and later.
    private static func findings(_ world: OrdersWorld, _ whole: [String: [[String]]]) async -> [String] {
        await world.run()
        for side in Side.allCases { await world.remote(side).land() }
        world.base.advance(1_000)
        for _ in 1...3 { await world.run() }
        var found = await world.disagreements()
        let last = await world.run().end
        if last != .unchanged { found.append("it ends \(last)") }
        for side in Side.allCases where await world.orders(side) != whole {
            found.append("the \(side) has \(await world.orders(side))")
        }
        for row in await world.crm.rows.values where row.fields["state"] == 0 {
            found.append("an order was left active")
        }
        found += await world.base.store.open.map { "open: \($0)" }
        found += await world.base.store.asides.map { "set aside: \($0.value.cause)" }
        return found
    }

    private static func interruption(_ fate: Fate) -> @Sendable (Int) -> LedgerRemote.Fate {
        { number in
            switch fate {
            case .landed: .landedUnanswered
            case .lost: .lost
            case .late: .late
            case .halfLanded: number % 2 == 1 ? .landedUnanswered : .lost
            }
        }
    }

    @Test(
        "leaves each order once, with the lines and in the state that it would have had", arguments: Work.allCases,
        Side.allCases)
    func dies(_ work: Work, _ side: Side) async throws {
        let undisturbed = await Self.world(work, side)
        undisturbed.life?.begin()
        await undisturbed.run()
        let steps = try #require(undisturbed.life?.steps)
        let sentAt = undisturbed.sentAt
        #expect(!sentAt.isEmpty)
        let whole = await undisturbed.orders(side)
        for step in 1...steps {
            for fate in sentAt.contains(step) ? Fate.allCases : [.landed] {
                let world = await Self.world(work, side)
                world.interrupt(Self.interruption(fate))
                world.life?.begin(last: step)
                await world.run()
                #expect(world.life?.isOver == true)
                world.life?.begin()
                let found = await Self.findings(world, whole)
                #expect(found == [], "\(work), dead at step \(step) of \(steps), what was under way \(fate)")
            }
        }
    }

    @Test("with the store that a company uses, too", arguments: Work.allCases)
    func onDisk(_ work: Work) async throws {
        let undisturbed = await Self.world(work, .erp)
        undisturbed.life?.begin()
        await undisturbed.run()
        let steps = try #require(undisturbed.life?.steps)
        for step in Swift.stride(from: 1, through: steps, by: 3) {
            let folder = NSTemporaryDirectory() + "couplet-orders-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let store = try SQLiteStore.open(at: folder + "/store.sqlite")
            let world = await Self.world(work, .erp, durable: store)
            world.interrupt(Self.interruption(Fate.allCases[step % Fate.allCases.count]))
            world.life?.begin(last: step)
            await world.run()
            world.life?.begin()
            await world.run()
            for side in Side.allCases { await world.remote(side).land() }
            world.base.advance(1_000)
            for _ in 1...3 { await world.run() }
            #expect(await world.run().end == .unchanged, "dead at step \(step)")
            #expect(await world.orders(.crm) == undisturbed.orders(.crm))
            #expect(await world.orders(.erp) == undisturbed.orders(.erp))
            #expect(try await store.openIntents().isEmpty)
            #expect(try await store.asides(of: nil, limit: 9).isEmpty)
            let coupled = try await store.couplings(of: EffectsWorld.entity, after: nil, limit: 9)
            let lines = try await store.lines(of: coupled.compactMap(\.id)).values.map(\.count).reduce(0, +)
            #expect(lines == (await world.orders(.erp)).values.flatMap(\.self).map(\.count).reduce(0, +))
            try store.close()
        }
    }

    @Test("may be followed by another that is killed while it recovers", arguments: Work.allCases, Side.allCases)
    func diesAgain(_ work: Work, _ side: Side) async throws {
        let undisturbed = await Self.world(work, side)
        undisturbed.life?.begin()
        await undisturbed.run()
        let steps = try #require(undisturbed.life?.steps)
        let whole = await undisturbed.orders(side)
        for (number, step) in undisturbed.sentAt.enumerated() {
            for second in 1...steps {
                let fate = Fate.allCases[(number + second) % Fate.allCases.count]
                let world = await Self.world(work, side)
                for last in [step, second] {
                    world.interrupt(Self.interruption(fate))
                    world.life?.begin(last: last)
                    await world.run()
                }
                world.life?.begin()
                let found = await Self.findings(world, whole)
                #expect(found == [], "\(work), dead at steps \(step) and \(second), \(fate)")
            }
        }
    }
}

import Coordinator
import Foundation
import Model
import RemoteSystems
import SyncStore
import Testing

/// What becomes of lines when nobody answered, and people go on working on the same orders.
@Suite("Lines of documents of which nobody knows whether they were written")
struct DocumentDoubtTests {
    private static let lines = [priced("bicycle", "1"), priced("bell", "2.5")]

    private static func priced(_ item: String, _ quantity: String) -> Fields {
        OrdersWorld.line(item, quantity).replacing(["price": "10"])
    }

    /// An order of the CRM that is in the ERP, and to which a pump was added since; what is sent of that has this fate.
    private static func pumped(_ fate: LedgerRemote.Fate, rewriting: Bool = false) async throws -> (
        world: OrdersWorld, erp: RecordID
    ) {
        let world = OrdersWorld(isOneWay: true)
        let id = await world.crm.create(OrdersWorld.order("1"), lines: lines)
        await world.run()
        await world.crm.addLine(to: id, priced("pump", "1"))
        if rewriting {
            await world.erp.rewriteLines { fields in
                fields.replacing(["item": .text(fields["item"]?.text?.uppercased() ?? "")])
            }
        }
        await world.erp.setFate { _ in fate }
        await world.run()
        await world.erp.setFate { _ in .answered }
        return (world, try #require(await world.erp.rows.keys.first))
    }

    @Test("a line that landed unanswered, and was edited since, is not made twice")
    func editedNewLine() async throws {
        let (world, erp) = try await Self.pumped(.landedUnanswered)
        await world.erp.editLine(2, of: erp, ["quantity": "4"])
        for _ in 1...3 { await world.run() }
        #expect(await world.orders(.erp)["1"] == [["bicycle 1", "bell 2.5", "pump 4"]])
        #expect(await world.base.store.lineRows.values.map(\.count) == [3])
        #expect(await world.base.store.asides.isEmpty)
        #expect(await world.base.store.open.isEmpty)
    }

    @Test("nor is one of which the server made something else")
    func rewrittenNewLine() async throws {
        let (world, _) = try await Self.pumped(.landedUnanswered, rewriting: true)
        for _ in 1...3 { await world.run() }
        #expect(await world.orders(.erp)["1"] == [["bicycle 1", "bell 2.5", "PUMP 1"]])
        #expect(await world.base.store.lineRows.values.map(\.count) == [3])
    }

    @Test("nor is one that lands when it is about to be sent again")
    func lateNewLine() async throws {
        let (world, _) = try await Self.pumped(.late, rewriting: true)
        await world.erp.setBeforeWrite { remote in
            await remote.setBeforeWrite(nil)
            await remote.land()
        }
        for _ in 1...3 { await world.run() }
        #expect(await world.orders(.erp)["1"] == [["bicycle 1", "bell 2.5", "PUMP 1"]])
        #expect(await world.base.store.asides.isEmpty)
        #expect(await world.base.store.open.isEmpty)
    }

    @Test("nor is one that lands after it was settled, and before its order is read")
    func lateBeforeReading() async throws {
        let (world, _) = try await Self.pumped(.late, rewriting: true)
        await world.erp.setBeforeLines { remote in await remote.setBeforeLines { await $0.land() } }
        for _ in 1...3 { await world.run() }
        #expect(await world.orders(.erp)["1"] == [["bicycle 1", "bell 2.5", "PUMP 1"]])
        #expect(await world.base.store.asides.isEmpty)
    }

    @Test("where another line has the number of one of ours a person says whose it is, and nothing is made before")
    func numberTaken() async throws {
        let (world, erp) = try await Self.pumped(.lost)
        await world.erp.addLine(to: erp, Self.priced("saddle", "3").replacing(["line": 30_000, "price": "7"]))
        world.base.advance(1_000)
        for _ in 1...3 { await world.run() }
        let id = try #require(await world.crm.rows.keys.first)
        await world.crm.edit(id, ["name": "Another"])
        for _ in 1...2 { await world.run() }
        #expect(await world.orders(.erp)["1"] == [["bicycle 1", "bell 2.5", "saddle 3"]])
        #expect(await world.base.store.asides.values.map(\.cause) == [.problem(Problem(.timeout))])
        _ = await world.base.store.requestRetry(of: EffectsWorld.entity, ids: nil, at: world.base.environment().now())
        for _ in 1...3 { await world.run() }
        #expect(await world.orders(.erp)["1"] == [["bicycle 1", "bell 2.5", "saddle 3", "pump 1"]])
        #expect(await world.base.store.asides.isEmpty)
        #expect(await world.base.store.open.isEmpty)
    }

    @Test("a line by hand that has the numbers of a new one, and is of something else, is another line")
    func sameNumbers() async throws {
        let world = OrdersWorld(isOneWay: true)
        let id = await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.run()
        let erp = try #require(await world.erp.rows.keys.first)
        await world.erp.addLine(to: erp, Self.priced("freight", "1"))
        await world.crm.addLine(to: id, Self.priced("pump", "1"))
        await world.run()
        #expect(
            await world.orders(.erp)["1"].map { Set($0[0]) } == ["bicycle 1", "bell 2.5", "freight 1", "pump 1"])
        #expect(await world.base.store.lineRows.values.map(\.count) == [3])
    }

    @Test("that somebody made one of several edits himself settles none of the others", arguments: Side.allCases)
    func coincidence(_ side: Side) async throws {
        for isInHeader in [false, true] {
            let world = OrdersWorld()
            let id = await world.remote(side).create(OrdersWorld.order("1"), lines: Self.lines)
            await world.run()
            let other = try #require(await world.remote(side.opposite).rows.keys.first)
            let edited: @Sendable (LedgerRemote, RecordID) async -> Void = { remote, id in
                if isInHeader {
                    await remote.edit(id, ["name": "Another"])
                } else {
                    await remote.editLine(0, of: id, ["quantity": "9"])
                }
            }
            await edited(world.remote(side), id)
            await world.remote(side).editLine(1, of: id, ["quantity": "3"])
            await world.remote(side.opposite).setFate { _ in .lost }
            await world.run()
            await world.remote(side.opposite).setFate { _ in .answered }
            await edited(world.remote(side.opposite), other)
            world.base.advance(1_000)
            for _ in 1...3 { await world.run() }
            #expect(await world.orders(side)["1"] == [[isInHeader ? "bicycle 1" : "bicycle 9", "bell 3"]])
            #expect(await world.disagreements() == [])
            #expect(await world.base.store.asides.isEmpty)
        }
    }

    @Test(
        "orders that met, of which the host could not store the lines that belong together, have each of them once",
        arguments: [CrashPoint.afterReply, .beforeCommit], [LedgerRemote.Fate.answered, .landedUnanswered])
    func unstoredMeeting(_ point: CrashPoint, _ fate: LedgerRemote.Fate) async throws {
        let world = OrdersWorld(isOneWay: true)
        await world.erp.create(["number": "1"], lines: Self.lines)
        let id = await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.erp.setFate { _ in fate }
        world.base.crash(at: point)
        await world.run()
        #expect(world.base.isDead)
        world.base.crashNoMore()
        await world.erp.setFate { _ in .answered }
        for _ in 1...2 { await world.run() }
        await world.crm.editLine(0, of: id, ["quantity": "9"])
        for _ in 1...2 { await world.run() }
        #expect(await world.orders(.erp)["1"] == [["bicycle 9", "bell 2.5"]])
        #expect(await world.disagreements() == [])
        #expect(await world.base.store.asides.isEmpty)
    }

    @Test("orders of which only the first write is in doubt have the lines coupled that say the same")
    func doubtfulMeeting() async throws {
        let world = OrdersWorld(isOneWay: true)
        await world.erp.create(["number": "1"], lines: Self.lines)
        await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.erp.setFate { _ in .landedUnanswered }
        await world.run()
        #expect(await world.base.store.lineRows.values.map(\.count) == [2])
    }

    @Test("orders that are coupled, and whose lines never were, are a person's question where the lines differ")
    func coupledByHand() async throws {
        let world = OrdersWorld(isOneWay: true)
        let id = await world.crm.create(OrdersWorld.order("1"), lines: [Self.priced("bicycle", "2")])
        await world.erp.create(OrdersWorld.order("1"), lines: [Self.priced("bicycle", "1")])
        await world.run(inManifest: false, inDescription: false)
        #expect(await world.base.store.couplings.count == 1)
        await world.crm.edit(id, ["name": "Another"])
        await world.run()
        #expect(await world.orders(.erp)["1"] == [["bicycle 1"]])
        #expect(await world.base.store.asides.values.map(\.cause) == [.problem(Problem(.conflict, ["lines"]))])
    }

    @Test("a line that one side deleted and the other edited is in step when it was entered anew")
    func enteredAnew() async throws {
        let world = OrdersWorld(isOneWay: true)
        let id = await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.run()
        let erp = try #require(await world.erp.rows.keys.first)
        await world.erp.deleteLine(1, of: erp)
        await world.crm.editLine(1, of: id, ["quantity": "3"])
        await world.run()
        #expect(await world.base.store.asides.values.map(\.cause) == [.problem(Problem(.conflict, ["lines"]))])
        await world.erp.addLine(to: erp, Self.priced("bell", "3"))
        await world.run()
        #expect(await world.base.store.asides.isEmpty)
        #expect(await world.disagreements() == [])
        await world.crm.editLine(1, of: id, ["quantity": "4"])
        await world.run()
        #expect(await world.orders(.erp)["1"] == [["bicycle 1", "bell 4"]])
    }
}

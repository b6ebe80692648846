import Coordinator
import Foundation
import Model
import RemoteSystems
import SyncStore
import Testing

/// What must not happen to a document, whatever its systems, its plugin and people do at the same time.
@Suite("Documents are whole, or not at all")
struct DocumentGateTests {
    private static let lines = [OrdersWorld.line("bicycle", "1"), OrdersWorld.line("bell", "2.5")]

    @Test("a line that is gone before a new order is answered is missed at once", arguments: Side.allCases)
    func lostLine(_ side: Side) async throws {
        let world = OrdersWorld()
        await world.remote(side).create(OrdersWorld.order("1"), lines: Self.lines)
        await world.remote(side.opposite).loseLines(1)
        await world.run()
        #expect(await world.base.store.asides.isEmpty)
        #expect(await world.disagreements() == [])
    }

    @Test("a host that dies before it looked at such an order looks at it when it is back", arguments: Side.allCases)
    func lostLineAndDeath(_ side: Side) async throws {
        let world = OrdersWorld()
        await world.remote(side).create(OrdersWorld.order("1"), lines: Self.lines)
        await world.remote(side.opposite).loseLines(1)
        world.base.crash(at: .afterCommit)
        await world.run()
        #expect(world.base.isDead)
        #expect(await world.disagreements() != [])
        world.base.crashNoMore()
        await world.run()
        #expect(await world.disagreements() == [])
    }

    @Test("a manifest and a plugin of which only one knows of lines make no order", arguments: [true, false])
    func halfKnown(inManifest: Bool) async throws {
        let world = OrdersWorld()
        await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        let result = await world.run(inManifest: inManifest, inDescription: !inManifest)
        let lacking = inManifest ? "description" : "manifest"
        #expect(result.end == .failed(Problem(.invalidConfiguration, ["lines", lacking])))
        #expect(await world.erp.ownWrites.isEmpty)
    }

    @Test("a plugin may leave a line out by saying so")
    func leftOut() async throws {
        let world = OrdersWorld()
        await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.run { decision in
            guard case .create(let source, _)? = decision.lines.erp.last else { return }
            decision.lines.erp[decision.lines.erp.count - 1] = .leave(from: source)
        }
        #expect(await world.orders(.erp) == ["1": [["bicycle 1"]]])
        #expect(await world.base.store.lineRows.values.map(\.count) == [1])
    }

    @Test("a line that comes from the order itself is made with it, coupled to nothing, and left alone from then on")
    func lineOfTheOrder() async throws {
        let world = OrdersWorld()
        let id = await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        world.base.crash(at: .beforeCommit)
        for _ in 1...2 {
            await world.run { decision in
                guard case .create = decision.action else { return }
                decision.lines.erp.insert(.create(from: id, OrdersWorld.line("freight", "1")), at: 1)
            }
            world.base.crashNoMore()
        }
        #expect(await world.orders(.erp) == ["1": [["bicycle 1", "freight 1", "bell 2.5"]]])
        #expect(await world.base.store.lineRows.values.map(\.count) == [2])
        let writes = await world.base.writes()
        await world.run()
        #expect(await world.base.writes() == writes)
    }

    @Test("a line that comes from another order is the plugin's fault, and nothing is written")
    func lineOfAnotherOrder() async throws {
        let world = OrdersWorld()
        await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        let other = await world.crm.create(OrdersWorld.order("2"), lines: Self.lines)
        let result = await world.run { decision in
            decision.lines.erp.append(.create(from: other, OrdersWorld.line("freight", "1")))
        }
        #expect(result.end == .failed(Problem(.pluginViolation, ["unknownLine"], side: .erp)))
        #expect(await world.erp.ownWrites.isEmpty)
    }

    @Test("a line that is written twice is the plugin's fault, and nothing is written")
    func twice() async throws {
        let world = OrdersWorld()
        let id = await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.run()
        await world.crm.editLine(0, of: id, ["quantity": "9"])
        let writes = await world.base.writes()
        let result = await world.run { decision in decision.lines.erp += decision.lines.erp }
        #expect(result.end == .failed(Problem(.pluginViolation, ["unknownLine"], side: .erp)))
        #expect(await world.base.writes() == writes)
    }

    @Test("an order that is deleted while it is read is made nowhere without its lines", arguments: Side.allCases)
    func deletedMeanwhile(_ side: Side) async throws {
        for mode in [RunMode.incremental, .full] {
            let world = OrdersWorld()
            await world.run(mode: .full)
            let id = await world.remote(side).create(OrdersWorld.order("1"), lines: Self.lines)
            await world.remote(side).setBeforeLines { await $0.delete(id) }
            await world.run(mode: mode)
            #expect(await world.remote(side.opposite).rows.isEmpty)
            #expect(await world.base.writes() == 0)
        }
    }

    @Test("an order that somebody keyed in with the same number is not taken for ours while ours may land")
    func resembling() async throws {
        let world = OrdersWorld()
        let source = await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.erp.setFate { _ in .late }
        await world.run()
        await world.erp.setFate { _ in .answered }
        let keyed = await world.erp.create(OrdersWorld.order("1"), lines: [Self.lines[0]])
        await world.run()
        #expect(await world.base.store.couplings.isEmpty)
        await world.erp.land()
        for _ in 1...2 { await world.run() }
        world.base.advance(1_000)
        for _ in 1...3 { await world.run() }
        let partner = try #require(await world.base.store.couplings.first { $0.ids.crm == source }?.ids.erp)
        #expect(partner != keyed)
        #expect(await world.erp.rows.count == 2)
        #expect(await world.disagreements().filter { $0.contains("has the lines") } == [])
    }

    @Test("of two attempts at one order that differ in their lines alone, the one that landed is known")
    func twoAttempts() async throws {
        let world = OrdersWorld()
        let id = await world.erp.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.crm.setFate { _ in .lost }
        await world.run()
        await world.erp.addLine(to: id, OrdersWorld.line("pump", "1"))
        await world.crm.setFate { $0 == 1 ? .landedUnanswered : .answered }
        for _ in 1...3 { await world.run() }
        #expect(await world.base.store.asides.isEmpty)
        #expect(await world.disagreements() == [])
        #expect(await world.orders(.crm)["1"] == [["bicycle 1", "bell 2.5", "pump 1"]])
    }

    @Test("an order of ours that landed unanswered is no new one, though its number was edited where it came from")
    func renumbered() async throws {
        let world = OrdersWorld()
        let id = await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.erp.setFate { _ in .landedUnanswered }
        await world.run()
        await world.erp.setFate { _ in .answered }
        await world.crm.edit(id, ["number": "2"])
        for _ in 1...3 { await world.run() }
        #expect(await world.crm.rows.count == 1)
        #expect(await world.erp.rows.count == 1)
    }

    @Test("lines get numbers of their own, also beside those that the plugin gives")
    func numbers() async throws {
        let world = OrdersWorld()
        await world.crm.create(OrdersWorld.order("1"), lines: Self.lines + [OrdersWorld.line("pump", "1")])
        await world.run { decision in
            guard case .create(let source, var fields)? = decision.lines.erp.first else { return }
            fields["line"] = 20_000
            decision.lines.erp[0] = .create(from: source, fields)
        }
        let numbers = await world.erp.lineRows.values.first?.map { $0.fields["line"] }
        #expect(numbers == [20_000, 10_000, 30_000])
        let id = try #require(await world.crm.rows.keys.first)
        await world.crm.addLine(to: id, OrdersWorld.line("saddle", "1"))
        await world.run()
        #expect(await world.erp.lineRows.values.first?.last?.fields["line"] == 40_000)
        #expect(await world.disagreements() == [])
    }

    @Test("a look at an order that is as it was rewrites neither its coupling nor those of its lines")
    func unwritten() async throws {
        let world = OrdersWorld()
        let id = await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.run()
        await world.crm.edit(id, ["name": "Another"])
        await world.run()
        await world.base.store.forgetWritten()
        await world.run(mode: .rebase)
        let written = await world.base.store.writtenCouplings
        #expect(written.all == 0)
        await world.crm.edit(id, ["name": "A third"])
        await world.run()
        #expect(await world.base.store.writtenCouplings.withLines == 0)
    }

    // MARK: couplings of lines

    @Test(
        "a line whose partner is gone may become another one: its coupling with what is gone ends",
        arguments: [true, false])
    func madeAnew(isAnswered: Bool) async throws {
        let world = OrdersWorld(isOneWay: true)
        await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.run()
        let erp = try #require(await world.erp.rows.keys.first)
        let source = try #require(await world.crm.lineRows.values.first?.last?.id)
        await world.erp.deleteLine(1, of: erp)
        if !isAnswered { await world.erp.setFate { _ in .landedUnanswered } }
        await world.run { decision in
            decision.action = .update(.erp, Fields())
            decision.lines.erp = [.create(from: source, OrdersWorld.line("bell", "2.5"))]
        }
        await world.erp.setFate { _ in .answered }
        for _ in 1...2 { await world.run() }
        #expect(await world.run().end == .unchanged)
        #expect(await world.orders(.erp)["1"] == [["bicycle 1", "bell 2.5"]])
        #expect(await world.disagreements() == [])
    }

    @Test("two lines that are both gone are no pair any more")
    func bothGone() async throws {
        let world = OrdersWorld()
        await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.run()
        for side in Side.allCases {
            let id = try #require(await world.remote(side).rows.keys.first)
            await world.remote(side).deleteLine(1, of: id)
        }
        await world.run()
        #expect(await world.base.store.lineRows.values.map(\.count) == [1])
        #expect(await world.disagreements() == [])
    }

    @Test("lines of both sides are not written by one decision, and nothing is")
    func linesOfBothSides() async throws {
        let world = OrdersWorld()
        await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.run()
        let erp = try #require(await world.erp.lineRows.values.first?.first?.id)
        let crm = try #require(await world.crm.lineRows.values.first?.last?.id)
        let id = try #require(await world.crm.rows.keys.first)
        await world.crm.edit(id, ["name": "Another"])
        let writes = await world.base.writes()
        let result = await world.run { decision in
            decision.action = .updateBoth(Sided(erp: Fields(), crm: Fields()))
            decision.lines.erp = [.update(erp, ["quantity": "7"])]
            decision.lines.crm = [.update(crm, ["quantity": "8"])]
        }
        #expect(result.end == .failed(Problem(.pluginViolation, ["linesOnBothSides"])))
        #expect(await world.base.writes() == writes)
    }

    // MARK: guards

    @Test("lines that would be deleted count as records that would be, before the first of them")
    func deletedLines() async throws {
        let world = OrdersWorld()
        for number in 1...11 { await world.crm.create(OrdersWorld.order("\(number)"), lines: Self.lines) }
        await world.run()
        let writes = await world.base.writes()
        for id in await world.crm.rows.keys { await world.crm.deleteLine(1, of: id) }
        guard case .stopped(let problem) = await world.run(approval: .none).end else {
            Issue.record("the run went on")
            return
        }
        #expect(problem == Problem(.guardDeletes, ["11", "10", "11"], side: .erp))
        #expect(await world.base.writes() == writes)
    }

    @Test(
        "an order of which all lines vanished is not emptied, and is in step when they are back",
        arguments: Side.allCases)
    func emptied(_ side: Side) async throws {
        let world = OrdersWorld()
        await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.run()
        let id = try #require(await world.remote(side).rows.keys.first)
        for _ in Self.lines { await world.remote(side).deleteLine(0, of: id) }
        await world.run()
        #expect(await world.orders(side.opposite)["1"] == [["bicycle 1", "bell 2.5"]])
        #expect(await world.base.store.asides.values.map(\.cause) == [.problem(Problem(.conflict, ["lines"]))])
    }
}

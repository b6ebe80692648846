import Coordinator
import Foundation
import Model
import RemoteSystems
import SyncStore
import Testing

/// The host dies while it changes lines of orders that are there, and requests land or don't.
@Suite("Lines of documents that are there, when the host dies")
struct DocumentCrashTests {
    private static let lines = [OrdersWorld.line("bicycle", "1"), OrdersWorld.line("bell", "2.5")]

    struct Case: Sendable, CustomTestStringConvertible {
        var point: CrashPoint
        var side: Side
        var fate: LedgerRemote.Fate
        var testDescription: String { "edited in the \(side), \(fate), dead at \(point)" }
    }
    /// What the plugin synchronizes was asked for before.
    private static let points = CrashTableTests.points.filter { $0 != .beforeDescription && $0 != .afterDescription }
    static let cases: [Case] = points.flatMap { point in
        Side.allCases.flatMap { side in
            [LedgerRemote.Fate.answered, .landedUnanswered, .lost, .late].map {
                Case(point: point, side: side, fate: $0)
            }
        }
    }

    /// A world in which orders are coupled, and then a line of one is changed, one of another added, and one of a third deleted.
    private static func world(editedIn side: Side) async -> OrdersWorld {
        let world = OrdersWorld()
        for number in 1...4 { await world.remote(side).create(OrdersWorld.order("\(number)"), lines: lines) }
        await world.run()
        for (id, row) in await world.remote(side).rows {
            switch row.fields["number"] {
            case "1": await world.remote(side).editLine(0, of: id, ["quantity": "9"])
            case "2": await world.remote(side).addLine(to: id, OrdersWorld.line("pump", "1"))
            case "3": await world.remote(side).deleteLine(1, of: id)
            default:
                await world.remote(side).editLine(1, of: id, ["quantity": "3"])
                await world.remote(side).deleteLine(0, of: id)
                await world.remote(side).addLine(to: id, OrdersWorld.line("saddle", "2"))
                await world.remote(side).edit(id, ["name": "Another"])
            }
        }
        return world
    }

    private static let after = [
        "1": [["bicycle 9", "bell 2.5"]], "2": [["bicycle 1", "bell 2.5", "pump 1"]], "3": [["bicycle 1"]],
        "4": [["bell 3", "saddle 2"]],
    ]

    @Test("no line is written twice, and none is lost, at whatever point it dies", arguments: cases)
    func dies(_ row: Case) async throws {
        let world = await Self.world(editedIn: row.side)
        for side in Side.allCases { await world.remote(side).setFate { _ in row.fate } }
        world.base.crash(at: row.point)
        await world.run()
        #expect(world.base.isDead, "the host never came to the point at which it was to die")
        world.base.crashNoMore()
        for side in Side.allCases { await world.remote(side).setFate { _ in .answered } }
        await world.run()
        for side in Side.allCases { await world.remote(side).land() }
        world.base.advance(1_000)
        for _ in 1...3 { await world.run() }
        let writes = await world.base.writes()
        #expect(await world.run().end == .unchanged)
        #expect(await world.base.writes() == writes)
        #expect(await world.disagreements() == [])
        #expect(await world.base.store.open.isEmpty)
        #expect(await world.base.store.asides.isEmpty)
        for side in Side.allCases { #expect(await world.orders(side) == Self.after) }
    }

    @Test("what somebody edits after it landed unanswered is an edit of theirs, and crosses", arguments: Side.allCases)
    func editedSince(_ side: Side) async throws {
        let world = await Self.world(editedIn: side)
        let other = side.opposite
        await world.remote(other).setFate { _ in .landedUnanswered }
        await world.run()
        await world.remote(other).setFate { _ in .answered }
        for (id, row) in await world.remote(other).rows {
            switch row.fields["number"] {
            case "1": await world.remote(other).editLine(1, of: id, ["quantity": "12"])
            case "2": await world.remote(other).editLine(0, of: id, ["quantity": "4"])
            case "3": await world.remote(other).addLine(to: id, OrdersWorld.line("lamp", "1"))
            default: continue
            }
        }
        world.base.advance(1_000)
        for _ in 1...3 { await world.run() }
        #expect(await world.base.store.asides.isEmpty)
        #expect(await world.disagreements() == [])
        let orders = await world.orders(side)
        #expect(orders["1"] == [["bicycle 9", "bell 12"]])
        #expect(orders["2"] == [["bicycle 4", "bell 2.5", "pump 1"]])
        #expect(orders["3"] == [["bicycle 1", "lamp 1"]])
    }

    @Test("a line that was made unanswered under our key is ours, however it was edited since")
    func editedNewLine() async throws {
        let world = await Self.world(editedIn: .erp)
        await world.crm.setFate { _ in .landedUnanswered }
        await world.run()
        await world.crm.setFate { _ in .answered }
        for (id, row) in await world.crm.rows where row.fields["number"] == "2" {
            await world.crm.editLine(2, of: id, ["quantity": "4"])
        }
        world.base.advance(1_000)
        for _ in 1...3 { await world.run() }
        #expect(await world.orders(.erp)["2"] == [["bicycle 1", "bell 2.5", "pump 4"]])
        #expect(await world.disagreements() == [])
    }

    @Test("where a line was edited on both sides meanwhile a person decides, and nothing is made twice")
    func editedTwice() async throws {
        for side in Side.allCases {
            let world = await Self.world(editedIn: side)
            await world.remote(side.opposite).setFate { _ in .landedUnanswered }
            await world.run()
            await world.remote(side.opposite).setFate { _ in .answered }
            for (id, row) in await world.remote(side.opposite).rows where row.fields["number"] == "1" {
                await world.remote(side.opposite).editLine(0, of: id, ["quantity": "12"])
            }
            world.base.advance(1_000)
            for _ in 1...3 { await world.run() }
            #expect(await world.base.store.asides.values.map(\.cause) == [.problem(Problem(.conflict, ["lines"]))])
            #expect(await world.orders(side.opposite)["1"] == [["bicycle 12", "bell 2.5"]])
            #expect(await world.orders(side)["1"] == [["bicycle 9", "bell 2.5"]])
        }
    }

    @Test("a host that dies while it settles what a dead one left does no harm either", arguments: Side.allCases)
    func diesSettling(_ side: Side) async throws {
        for point in [CrashPoint.beforeSettlementRead, .beforeRetryRequest, .beforeSettlement, .afterSettlement] {
            let world = await Self.world(editedIn: side)
            world.base.crash(at: .afterReply)
            await world.run()
            world.base.crash(at: point)
            await world.run()
            #expect(world.base.isDead)
            world.base.crashNoMore()
            world.base.advance(1_000)
            for _ in 1...3 { await world.run() }
            #expect(await world.run().end == .unchanged)
            #expect(await world.disagreements() == [], "\(point)")
            #expect(await world.orders(side.opposite) == Self.after)
        }
    }

    // MARK: first meetings

    @Test("orders that were in both systems before are coupled line by line, and nothing is written")
    func dayOne() async throws {
        let world = OrdersWorld()
        for side in Side.allCases { await world.remote(side).create(OrdersWorld.order("1"), lines: Self.lines) }
        #expect(await world.run().end == .complete)
        #expect(await world.base.writes() == 0)
        #expect(await world.disagreements() == [])
        let id = try #require(await world.erp.rows.keys.first)
        await world.erp.editLine(1, of: id, ["quantity": "7"])
        await world.run()
        #expect(await world.orders(.crm)["1"] == [["bicycle 1", "bell 7"]])
    }

    @Test("where such orders differ in a line a person is asked, and it is over when they made them equal")
    func dayOneDiffering() async throws {
        let world = OrdersWorld()
        await world.erp.create(OrdersWorld.order("1"), lines: Self.lines)
        let id = await world.crm.create(OrdersWorld.order("1"), lines: [Self.lines[0], OrdersWorld.line("bell", "4")])
        await world.run()
        #expect(await world.base.store.asides.values.first?.cause == .problem(Problem(.conflict, ["lines"])))
        await world.crm.editLine(1, of: id, ["quantity": "2.5"])
        await world.run()
        #expect(await world.base.store.asides.isEmpty)
        #expect(await world.base.writes() == 0)
        #expect(await world.disagreements() == [])
    }

    @Test("an order that was coupled before its plugin knew lines gets them coupled, in every mode")
    func coupledBefore() async throws {
        for mode in [RunMode.rebase, .full, .incremental] {
            let world = OrdersWorld()
            for side in Side.allCases { await world.remote(side).create(OrdersWorld.order("1"), lines: Self.lines) }
            await world.run(inManifest: false, inDescription: false)
            #expect(await world.base.store.couplings.count == 1)
            let id = try #require(await world.crm.rows.keys.first)
            await world.crm.edit(id, ["name": "Another"])
            await world.run(mode: mode)
            #expect(await world.disagreements() == [], "\(mode)")
        }
    }

    // MARK: states

    private static let states = StateDeclaration(
        field: "state", reason: "reason", writableState: 0, writableReason: 1)

    @Test("an order that its state keeps as it is is written, and is in that state again")
    func detour() async throws {
        let world = OrdersWorld()
        await world.crm.keepRows(except: 0)
        let id = await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.run(states: Self.states)
        await world.crm.edit(id, ["state": 1, "reason": 3])
        await world.run(states: Self.states)
        let partner = try #require(await world.erp.rows.keys.first)
        await world.erp.editLine(0, of: partner, ["quantity": "9"])
        await world.erp.edit(partner, ["name": "Another"])
        #expect(await world.run(states: Self.states).end == .complete)
        let row = try #require(await world.crm.rows[id]?.fields)
        #expect(row["name"] == "Another" && row["state"] == 1 && row["reason"] == 3)
        #expect(await world.orders(.crm)["1"] == [["bicycle 9", "bell 2.5"]])
        #expect(await world.run(states: Self.states).end == .unchanged)
    }
}

import Foundation
import Model
import RemoteSystems
import SyncStore
import Testing

@testable import Coordinator

@Suite("Documents with lines")
struct DocumentTests {
    private static let lines = [OrdersWorld.line("bicycle", "1"), OrdersWorld.line("bell", "2.5")]

    @Test("an order is made on the other side with all of its lines, once, in one write", arguments: Side.allCases)
    func creation(from side: Side) async throws {
        let world = OrdersWorld()
        await world.remote(side).create(OrdersWorld.order("1"), lines: Self.lines)
        await world.remote(side).create(OrdersWorld.order("2"))
        let result = await world.run()
        #expect(result.end == .complete)
        #expect(result.counters.inserted[side.opposite] == 2)
        #expect(await world.disagreements() == [])
        #expect(await world.orders(side.opposite)["1"] == [["bicycle 1", "bell 2.5"]])
        #expect(await world.remote(side.opposite).ownWrites.count == 2)
        #expect(await world.run().end == .unchanged)
        #expect(await world.run(mode: .full).end == .unchanged)
        #expect(await world.remote(side.opposite).ownWrites.count == 2)
    }

    @Test("the lines of a pass's orders cost one request a side, and an entity without lines none")
    func requests() async throws {
        let world = OrdersWorld()
        func asked() async -> [Int] {
            var counts: [Int] = []
            for side in Side.allCases {
                counts.append(await world.remote(side).requests.filter { $0 == "lines" }.count)
                await world.remote(side).forgetRequests()
            }
            return counts
        }
        await world.run()
        _ = await asked()
        for number in 1...50 { await world.crm.create(OrdersWorld.order("\(number)"), lines: Self.lines) }
        await world.run()
        // What the ERP answers to the orders has their lines.
        #expect(await asked() == [0, 1])
        // The echo of what was made.
        await world.run()
        #expect(await asked() == [1, 0])
        for id in await world.crm.rows.keys { await world.crm.editLine(0, of: id, ["quantity": "9"]) }
        await world.run()
        #expect(await asked() == [1, 1])
        let plain = EffectsWorld()
        await plain.erp.create(EffectsWorld.customer("1"))
        await plain.run()
        await plain.run()
        #expect(await plain.erp.requests.contains("lines") == false)
        #expect(await plain.crm.requests.contains("lines") == false)
    }

    @Test("a line that one system refuses keeps the whole order back, and no other one")
    func refusal() async throws {
        let world = OrdersWorld()
        await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.crm.create(OrdersWorld.order("2"), lines: [OrdersWorld.line("nothing", "1")])
        await world.erp.refuse { write in
            guard case .new(_, let lines, _)? = write.lines,
                lines.contains(where: { $0.fields["item"] == "nothing" })
            else { return nil }
            return Problem(.invalid, side: .erp)
        }
        #expect(await world.run().end == .partial)
        #expect(await world.orders(.erp) == ["1": [["bicycle 1", "bell 2.5"]]])
        #expect(await world.base.store.asides.count == 1)
    }

    /// What a person does to the lines of an order.
    enum Edit: CaseIterable, Sendable { case changed, added, deleted }

    private func edit(_ edit: Edit, _ world: OrdersWorld, _ side: Side) async {
        guard let id = await world.remote(side).rows.keys.first else { return }
        switch edit {
        case .changed: await world.remote(side).editLine(0, of: id, ["quantity": "9"])
        case .added: await world.remote(side).addLine(to: id, OrdersWorld.line("pump", "1"))
        case .deleted: await world.remote(side).deleteLine(1, of: id)
        }
    }

    /// The lines of the order after an edit.
    private static let edited: [Edit: [String]] = [
        .changed: ["bicycle 9", "bell 2.5"], .added: ["bicycle 1", "bell 2.5", "pump 1"], .deleted: ["bicycle 1"],
    ]

    @Test(
        "a line that is new, gone or changed is so on the other side, in one write", arguments: Edit.allCases,
        Side.allCases)
    func crossing(_ edit: Edit, _ side: Side) async throws {
        let world = OrdersWorld()
        await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.run()
        let writes = await world.base.writes()
        await self.edit(edit, world, side)
        let result = await world.run()
        #expect(result.end == .complete)
        #expect(result.counters.modified[side.opposite] == 1)
        #expect(await world.disagreements() == [])
        #expect(await world.orders(side.opposite)["1"].map { [$0] } == Self.edited[edit].map { [[$0]] })
        #expect(await world.base.writes() == writes + 1)
        #expect(await world.run().end == .unchanged)
        #expect(await world.run(mode: .full).end == .unchanged)
    }

    @Test("where only lines change a text of the order is written again as it is, at the version that was read")
    func touched() async throws {
        let world = OrdersWorld()
        await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.run()
        await edit(.changed, world, .crm)
        await world.erp.refuse { write in
            guard case .update = write.operation else { return nil }
            return write.fields == ["name": "Order 1"] ? nil : Problem(.invalid, side: .erp)
        }
        #expect(await world.run().end == .complete)
        #expect(await world.disagreements() == [])
    }

    @Test("an edit of the order in one system, and of its lines in the other, both cross", arguments: Side.allCases)
    func bothWays(_ side: Side) async throws {
        let world = OrdersWorld()
        await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.run()
        await edit(.added, world, side)
        let other = try #require(await world.remote(side.opposite).rows.keys.first)
        await world.remote(side.opposite).edit(other, ["name": "Another"])
        #expect(await world.run().end == .complete)
        #expect(await world.remote(side).all.first?["name"] == "Another")
        #expect(await world.disagreements() == [])
        #expect(await world.run().end == .unchanged)
    }

    @Test("of two such writes one may fail, and is made up for", arguments: Side.allCases, Side.allCases)
    func halfWay(_ side: Side, failing: Side) async throws {
        let world = OrdersWorld()
        await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.run()
        await edit(.changed, world, side)
        let other = try #require(await world.remote(side.opposite).rows.keys.first)
        await world.remote(side.opposite).edit(other, ["name": "Another"])
        await world.remote(failing).setFate { _ in .unavailable }
        await world.run()
        await world.remote(failing).setFate { _ in .answered }
        for _ in 1...2 { await world.run() }
        #expect(await world.remote(side).all.first?["name"] == "Another")
        #expect(await world.disagreements() == [])
        #expect(await world.run().end == .unchanged)
    }

    @Test("a line that somebody edits at the same moment is not rolled over", arguments: Side.allCases)
    func atOnce(_ side: Side) async throws {
        let world = OrdersWorld()
        await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.run()
        await edit(.changed, world, side)
        let other = try #require(await world.remote(side.opposite).rows.keys.first)
        await world.remote(side.opposite).setBeforeWrite { remote in
            await remote.setBeforeWrite(nil)
            await remote.editLine(0, of: other, ["quantity": "5"])
        }
        await world.run()
        #expect(await world.orders(side.opposite)["1"] == [["bicycle 5", "bell 2.5"]])
        let cause = await world.base.store.asides.values.first?.cause
        #expect(cause == .problem(Problem(.conflict, ["lines"])))
    }

    @Test("a dry run says what a run does to lines, with what is there now, and writes nothing")
    func plannedChanges() async throws {
        let world = OrdersWorld()
        let id = await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.run()
        await world.crm.editLine(0, of: id, ["quantity": "9"])
        await world.crm.deleteLine(1, of: id)
        await world.crm.addLine(to: id, OrdersWorld.line("pump", "1"))
        let writes = await world.base.writes()
        let planned = await world.run(effect: .dryRun, overlay: RunOverlay(budget: 1 << 20))
        let plan = try #require(planned.plan)
        #expect(plan.counters.modified.erp == 1)
        let changes = plan.entries.flatMap(\.changes).filter { $0.field.hasPrefix("lines/") }
            .map { "\($0.field): \($0.before?.text ?? "-") to \($0.after.text ?? "-")" }
        #expect(
            changes.sorted() == [
                "lines/1/quantity: 1 to 9", "lines/2/item: bell to -", "lines/2/quantity: 2.5 to -",
                "lines/3/item: - to pump", "lines/3/quantity: - to 1",
            ])
        #expect(await world.base.writes() == writes)
        #expect(await world.run().counters.modified.erp == 1)
        #expect(await world.orders(.erp)["1"] == [["bicycle 9", "pump 1"]])
    }

    @Test(
        "totals that differ after a transfer are noted with their order, hold nothing up, and are over when they agree")
    func totals() async throws {
        let world = OrdersWorld()
        let totals = [Sided<FieldName>(erp: "credit", crm: "credit")]
        await world.crm.create(OrdersWorld.order("1").replacing(["credit": "12.5"]), lines: Self.lines)
        #expect(await world.run(totals: totals).end == .complete)
        func noted() async -> [[FieldName]] { await world.base.store.totals.values.map(\.totals) }
        // The ERP has not computed anything yet.
        #expect(await noted() == [["credit"]])
        let id = try #require(await world.erp.rows.keys.first)
        for (amount, expected) in [("12.504", []), ("12.51", [["credit"]]), ("12.5", [])] as [(String, [[FieldName]])] {
            await world.erp.edit(id, ["credit": .text(amount)])
            await world.run(totals: totals)
            #expect(await noted() == expected, "\(amount)")
        }
        let writes = await world.base.writes()
        await world.base.store.forgetWritten()
        #expect(await world.run(mode: .full, totals: totals).end == .unchanged)
        #expect(await world.base.store.writtenCouplings.all == 0)
        #expect(await world.base.writes() == writes)
        // What is changed on one side is compared with what the other answers.
        let source = try #require(await world.crm.rows.keys.first)
        await world.crm.editLine(0, of: source, ["quantity": "9"])
        await world.crm.edit(source, ["credit": "20"])
        #expect(await world.run(totals: totals).end == .complete)
        #expect(await noted() == [["credit"]])
        #expect(await world.base.store.asides.isEmpty)
    }

    @Test("what a plan leaves out of an order with lines it fills in, and touches no line for it")
    func plannedReference() async throws {
        let world = OrdersWorld()
        await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        let customer = RecordReference(entity: "debtors", side: .crm, id: RecordID("c"))
        let overlay = RunOverlay(budget: 1 << 20)
        await world.run(effect: .dryRun, overlay: overlay) { $0.leftOut = [customer] }
        _ = await overlay.couple("debtors", Sided(erp: RecordID("e"), crm: RecordID("c")))
        let again = await world.run(effect: .dryRun, overlay: overlay, pass: 2)
        #expect(again.plan?.entries.isEmpty == true)
        #expect(again.plan?.counters.failed == 0)
        #expect(again.plan?.counters.unchanged == 1)
    }

    @Test("an edit of the order alone crosses, and leaves its lines as they are")
    func header() async throws {
        let world = OrdersWorld()
        let id = await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        await world.run()
        await world.crm.edit(id, ["name": "Another"])
        #expect(await world.run().end == .complete)
        #expect(await world.erp.all.first?["name"] == "Another")
        #expect(await world.run().end == .unchanged)
        #expect(await world.disagreements() == [])
    }

    @Test("a dry run says what the run does, to the field of a line, and writes nothing")
    func dryRun() async throws {
        let world = OrdersWorld()
        await world.crm.create(OrdersWorld.order("1"), lines: Self.lines)
        let planned = await world.run(effect: .dryRun, overlay: RunOverlay(budget: 1 << 20))
        let plan = try #require(planned.plan)
        #expect(plan.counters.inserted.erp == 1)
        let changes = try #require(plan.entries.first?.changes)
        #expect(
            changes.filter { $0.field.hasPrefix("lines/") }.map { "\($0.field) \($0.after.text ?? "")" } == [
                "lines/1/item bicycle", "lines/1/quantity 1", "lines/2/item bell", "lines/2/quantity 2.5",
            ])
        #expect(await world.erp.ownWrites.isEmpty)
        #expect(await world.base.store.couplings.isEmpty)
        let id = try #require(await world.crm.rows.keys.first)
        await world.crm.editLine(1, of: id, ["quantity": "3"])
        let other = await world.run(effect: .dryRun, overlay: RunOverlay(budget: 1 << 20))
        #expect(plan.hash != nil && other.plan?.hash != plan.hash)
    }

    /// What a plugin may not say of lines, and the word for it.
    struct Mistake: Sendable, CustomTestStringConvertible {
        var word: String
        var lines: [LineWrite]
        var action: Decision.Action?
        var testDescription: String { "\(word): \(lines)" }
    }

    @Test(
        "a plugin that names lines that are not there, or fields that it doesn't write, is at fault, and nothing is written",
        arguments: [
            Mistake(word: "unknownLine", lines: [.create(from: RecordID("nobody"), Fields())]),
            Mistake(word: "unknownLine", lines: [.delete(RecordID("crm-line-2"))]),
            Mistake(
                word: "unknownLine",
                lines: [
                    .create(from: RecordID("crm-line-2"), Fields()), .create(from: RecordID("crm-line-2"), Fields()),
                ]),
            Mistake(word: "unknownField", lines: [.create(from: RecordID("crm-line-2"), ["price": "1"])]),
            Mistake(word: "unnamedLine", lines: []),
            Mistake(
                word: "hasNoLines", lines: [.create(from: RecordID("crm-line-2"), Fields())],
                action: .setAside(Problem(.conflict))),
        ])
    func rules(_ mistake: Mistake) async throws {
        let world = OrdersWorld()
        await world.crm.create(OrdersWorld.order("1"), lines: [Self.lines[0]])
        let result = await world.run { decision in
            decision.lines.erp = mistake.lines
            if let action = mistake.action { decision.action = action }
        }
        guard case .failed(let problem) = result.end else {
            Issue.record("\(result.end)")
            return
        }
        #expect(problem.code == .pluginViolation)
        #expect(problem.arguments.first == mistake.word)
        #expect(await world.erp.ownWrites.isEmpty)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var point: CrashPoint
        var side: Side
        var fate: LedgerRemote.Fate
        var testDescription: String { "from the \(side), \(fate), dead at \(point)" }
    }
    static let cases: [Case] = CrashTableTests.points.flatMap { point in
        Side.allCases.flatMap { side in
            [LedgerRemote.Fate.answered, .landedUnanswered, .lost, .late].map {
                Case(point: point, side: side, fate: $0)
            }
        }
    }

    @Test(
        "a host that dies at any point makes no order twice, none without its lines, and loses none", arguments: cases)
    func dies(_ row: Case) async throws {
        let world = OrdersWorld()
        await world.remote(row.side).create(OrdersWorld.order("1"), lines: Self.lines)
        await world.remote(row.side).create(OrdersWorld.order("2"), lines: [OrdersWorld.line("pump", "7")])
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
        #expect(await world.orders(row.side.opposite)["1"] == [["bicycle 1", "bell 2.5"]])
    }

    @Test(
        "a host that dies while it settles what a dead one left makes no order twice either", arguments: Side.allCases)
    func diesSettling(_ side: Side) async throws {
        for point in [CrashPoint.beforeSettlementRead, .beforeRetryRequest, .beforeSettlement, .afterSettlement] {
            let world = OrdersWorld()
            await world.remote(side).create(OrdersWorld.order("1"), lines: Self.lines)
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
            #expect(await world.base.store.open.isEmpty)
        }
    }

    @Test("a line that a person edits before a dead host's order is found is an edit still", arguments: Side.allCases)
    func editedMeanwhile(_ side: Side) async throws {
        for edited in Side.allCases {
            let world = OrdersWorld()
            await world.remote(side).create(OrdersWorld.order("1"), lines: Self.lines)
            world.base.crash(at: .afterReply)
            await world.run()
            world.base.crashNoMore()
            await edit(.changed, world, edited)
            // What differs from what was sent is ours only when nothing of ours may land any more.
            await world.run()
            world.base.advance(1_000)
            for _ in 1...3 { await world.run() }
            #expect(await world.base.store.couplings.count == 1)
            for side in Side.allCases { #expect(await world.orders(side)["1"] == [["bicycle 9", "bell 2.5"]]) }
            #expect(await world.base.store.asides.isEmpty)
            #expect(await world.disagreements() == [], "\(edited)")
        }
    }
}

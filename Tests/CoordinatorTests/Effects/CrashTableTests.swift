import Coordinator
import Foundation
import Model
import RemoteSystems
import Testing

/// Every named point at which the host may die, with every kind of write, and every fate of what was in flight.
@Suite("A host that dies at any point")
struct CrashTableTests {
    enum Write: CaseIterable, Sendable {
        /// `createNumbered`: the record goes by a number that stands for the key that we chose, as a choice value does.
        case createKeyed, createNumbered, createKeyless, createNatural, update, updateBoth, delete
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var point: CrashPoint
        var write: Write
        var fate: LedgerRemote.Fate
        var testDescription: String { "\(write), \(fate), dead at \(point)" }
    }

    static let points: [CrashPoint] = [
        .beforeIntents, .afterIntents, .beforeSend, .afterReply, .beforeCommit, .afterCommit, .beforeAnswer,
        .beforePositions, .afterPositions, .beforeDescription, .afterDescription,
    ]
    static let cases: [Case] = points.flatMap { point in
        Write.allCases.flatMap { write in
            [LedgerRemote.Fate.answered, .landedUnanswered, .lost, .late].map {
                Case(point: point, write: write, fate: $0)
            }
        }
    }

    @Test("makes nothing twice and loses nothing", arguments: cases)
    func dies(_ row: Case) async throws {
        let world = EffectsWorld()
        var habits = MirrorPlugin.Habits(
            naturalKey: row.write == .createNatural, deletes: row.write == .delete)
        try await arrange(row.write, world, habits)
        // Another version of the plugin: what it synchronizes is asked for in the run that dies.
        habits.version = 2

        for side in Side.allCases { await world.remote(side).setFate { _ in row.fate } }
        world.crash(at: row.point)
        await world.run(MirrorPlugin(habits))
        #expect(world.isDead, "the host never came to the point at which it was to die")
        world.crashNoMore()
        for side in Side.allCases { await world.remote(side).setFate { _ in .answered } }

        // A run while the request may still be executing, then it lands, then the world is left alone.
        await world.run(MirrorPlugin(habits))
        for side in Side.allCases { await world.remote(side).land() }
        world.advance(1_000)
        for _ in 1...3 { await world.run(MirrorPlugin(habits)) }
        let writes = await world.writes()
        let last = await world.run(MirrorPlugin(habits))

        #expect(last.end == .unchanged)
        #expect(await world.writes() == writes)
        #expect(await world.disagreements() == [])
        #expect(await world.store.open.isEmpty)
        #expect(await world.store.asides.isEmpty)
        try await expectArrived(row.write, world)
    }

    @Test(
        "while it settles what a dead one left, makes nothing twice either",
        arguments: [
            CrashPoint.beforeSettlementRead, .beforeSettlement, .afterSettlement, .beforeRetryRequest,
        ], Write.allCases)
    func diesSettling(_ point: CrashPoint, _ write: Write) async throws {
        // Of a record that is deleted as it was to be, nothing is left to be tried again.
        guard point != .beforeRetryRequest || write != .delete else { return }
        let world = EffectsWorld()
        let habits = MirrorPlugin.Habits(naturalKey: write == .createNatural, deletes: write == .delete)
        try await arrange(write, world, habits)
        world.crash(at: .afterReply)
        await world.run(MirrorPlugin(habits))
        #expect(world.isDead)
        world.crash(at: point)
        await world.run(MirrorPlugin(habits))
        #expect(world.isDead, "the host never came to the point at which it was to die")
        world.crashNoMore()
        world.advance(1_000)
        for _ in 1...3 { await world.run(MirrorPlugin(habits)) }
        #expect(await world.run(MirrorPlugin(habits)).end == .unchanged)
        #expect(await world.disagreements() == [])
        #expect(await world.store.open.isEmpty)
        try await expectArrived(write, world)
    }

    /// Ends the coupling of a record that is gone, and writes to its partner first.
    private static let parting = MirrorPlugin.Habits(decide: { pair in
        let (erp, crm) = (pair.sides.erp.presence, pair.sides.crm)
        guard pair.isCoupled, erp == .deleted, crm.presence == .present else { return nil }
        return .uncouple(writing: Sided(erp: Fields(), crm: ["phone": .null]))
    })

    @Test(
        "ends a coupling once what goes with it is written, and not before", arguments: points,
        [LedgerRemote.Fate.answered, .landedUnanswered, .lost, .late])
    func parts(_ point: CrashPoint, _ fate: LedgerRemote.Fate) async throws {
        let world = EffectsWorld()
        let plugin = MirrorPlugin(Self.parting)
        let id = await world.erp.create(EffectsWorld.customer("0"))
        await world.erp.create(EffectsWorld.customer("9"))
        await world.run(plugin)
        await world.erp.delete(id)
        world.advance(25 * 3600)
        await world.crm.setFate { _ in fate }
        world.crash(at: point)
        await world.run(plugin)
        world.crashNoMore()
        await world.crm.setFate { _ in .answered }
        await world.run(plugin)
        await world.crm.land()
        world.advance(25 * 3600)
        for _ in 1...3 { await world.run(plugin) }
        #expect(await world.run(plugin).end == .unchanged)
        #expect(await world.records(.crm)["0"]?["phone"]?.isEmpty == true)
        #expect(await world.store.couplingCounts()[EffectsWorld.entity] == 1)
        #expect(await world.erp.rows.count == 1)
        #expect(await world.store.open.isEmpty)
        #expect(await world.store.asides.isEmpty)
    }

    @Test("a dry run shows what is written when a coupling ends, and the run does just that")
    func partingIsPlanned() async throws {
        let world = EffectsWorld()
        let plugin = MirrorPlugin(Self.parting)
        let id = await world.erp.create(EffectsWorld.customer("0"))
        await world.erp.create(EffectsWorld.customer("9"))
        await world.run(plugin)
        await world.erp.delete(id)
        world.advance(25 * 3600)
        let planned = try #require(await world.run(plugin, effect: .dryRun).plan)
        #expect(planned.entries.map(\.operation) == [.uncouple])
        #expect(planned.entries.first?.changes.map(\.field) == ["phone"])
        #expect(await world.run(plugin).counters == planned.counters)
    }

    @Test(
        "a plugin that deletes, writes to what is gone, or tells values, without leave is stopped before anything happens",
        arguments: [
            (Decision.Action.delete(.crm), "deletesNothing"),
            (Decision.Action.uncouple(writing: Sided(erp: ["phone": .null], crm: Fields())), "isNotThere"),
            (Decision.Action.uncouple(writing: Sided(erp: Fields(), crm: ["secret": .null])), "unknownField"),
            (Decision.Action.setAside(Problem(.invalid, ["a credit of 12000 is too high"])), "words"),
            (Decision.Action.setAside(Problem(.timeout)), "words"),
            (
                Decision.Action.setAside(Problem(.invalid, remote: Problem.RemoteAnswer(status: 400, code: "x"))),
                "words"
            ),
        ] as [(Decision.Action, String)])
    func overreaches(_ action: Decision.Action, violation: String) async throws {
        let world = EffectsWorld()
        let id = await world.erp.create(EffectsWorld.customer("0"))
        await world.erp.create(EffectsWorld.customer("9"))
        await world.run()
        await world.erp.delete(id)
        world.advance(25 * 3600)
        let writes = await world.writes()
        let result = await world.run(
            MirrorPlugin(.init(decide: { $0.sides.erp.presence == .deleted ? action : nil })))
        guard case .failed(let problem) = result.end else { return #expect(Bool(false), "\(result.end)") }
        #expect(problem.code == .pluginViolation && problem.arguments.first == violation)
        #expect(await world.writes() == writes)
    }

    @Test("a create that lands after the source was edited once more is recognised, and the edit arrives")
    func lateLandingOfAnOlderEdit() async throws {
        let world = EffectsWorld()
        let id = await world.erp.create(EffectsWorld.customer("1", name: "First"))
        await world.crm.setFate { _ in .late }
        world.crash(at: .afterReply)
        await world.run()
        world.crashNoMore()
        await world.crm.setFate { _ in .answered }
        await world.erp.edit(id, ["name": "Second"])
        // It lands between the settlement, which found nothing, and the new create.
        await world.crm.setBeforeWrite { await $0.land() }
        await world.run()
        await world.crm.setBeforeWrite(nil)
        for _ in 1...2 { await world.run() }
        #expect(await world.records(.crm)["1"]?["name"] == "Second")
        #expect(await world.records(.erp)["1"]?["name"] == "Second")
        #expect(await world.disagreements() == [])
    }

    @Test("a person's edit before our refused update is not reverted, nor does it revert the other side")
    func editBeforeARefusedUpdate() async throws {
        let world = EffectsWorld()
        let id = await world.erp.create(EffectsWorld.customer("1"))
        await world.run()
        let partner = try #require(await world.crm.rows.keys.first)
        await world.erp.edit(id, ["name": "New"])
        await world.crm.setBeforeWrite { crm in
            await crm.setBeforeWrite(nil)
            await crm.edit(partner, ["phone": "42"])
        }
        world.crash(at: .afterReply)
        await world.run()
        world.crashNoMore()
        for _ in 1...2 { await world.run() }
        #expect(await world.records(.erp)["1"] == ["number": "1", "name": "New", "phone": "42", "credit": "100"])
        #expect(await world.disagreements() == [])
    }

    private func arrange(_ write: Write, _ world: EffectsWorld, _ habits: MirrorPlugin.Habits) async throws {
        if write == .createNatural { await world.erp.keepUnique("number") }
        if write == .createNumbered { await world.crm.numberWhatItMakes() }
        let id = await world.erp.create(EffectsWorld.customer("0"))
        // The last record of all is not deleted unasked.
        if write == .delete { await world.erp.create(EffectsWorld.customer("9")) }
        await world.run(MirrorPlugin(habits))
        let partner = try #require(await world.crm.rows.keys.first)
        switch write {
        case .createKeyed, .createNumbered: await world.erp.create(EffectsWorld.customer("1"))
        case .createKeyless, .createNatural: await world.crm.create(EffectsWorld.customer("1"))
        case .update: await world.erp.edit(id, ["name": "New"])
        case .updateBoth:
            await world.erp.edit(id, ["name": "New"])
            await world.crm.edit(partner, ["phone": "77"])
        case .delete:
            await world.erp.delete(id)
            world.advance(25 * 3600)
        }
    }

    private func expectArrived(_ write: Write, _ world: EffectsWorld) async throws {
        switch write {
        case .createKeyed, .createNumbered, .createKeyless, .createNatural:
            #expect(await world.erp.rows.count == 2)
            #expect(await world.crm.rows.count == 2)
        case .update: #expect(await world.records(.crm)["0"]?["name"] == "New")
        case .updateBoth:
            #expect(await world.records(.crm)["0"]?["name"] == "New")
            #expect(await world.records(.erp)["0"]?["phone"] == "77")
        case .delete: #expect(await world.records(.crm).keys.sorted() == ["9"])
        }
    }
}

import Coordinator
import Foundation
import Model
import RemoteSystems
import Synchronization
import SyncStore
import Testing

@Suite("The order of effects")
struct EffectOrderTests {
    let world = EffectsWorld()

    @Test("a first run makes each record once on the other side, and a second run writes nothing and starts no plugin")
    func firstAndSecondRun() async {
        for number in 1...7 { await world.erp.create(EffectsWorld.customer("E\(number)")) }
        for number in 1...3 { await world.crm.create(EffectsWorld.customer("C\(number)")) }
        let result = await world.run(limits: small)
        #expect(result.end == .complete)
        #expect(await world.disagreements() == [])
        #expect(result.counters.inserted == Sided(erp: 3, crm: 7))
        let writes = await world.writes()
        let idle = MirrorPlugin()
        #expect(await world.run(idle).end == .unchanged)
        #expect(await world.writes() == writes)
        #expect(idle.runs == 0)
    }

    @Test("the first batch of a first run waits for a small page, not for a whole one")
    func firstPage() async {
        for number in 1...9 { await world.erp.create(EffectsWorld.customer("E\(number)")) }
        let made = Mutex<[Int]>([])
        await world.crm.setBeforeWrite { crm in
            let count = await crm.rows.count
            made.withLock { $0.append(count) }
        }
        var limits = NomineeLimits()
        limits.firstPage = 2
        #expect(await world.run(limits: limits).end == .complete)
        #expect(made.withLock { $0 } == [0, 2])
        #expect(await world.crm.rows.count == 9)
    }

    @Test("when nothing changed, each side is asked for its changes once and for nothing else")
    func nothingChanged() async {
        await world.erp.create(EffectsWorld.customer("1"))
        await world.run()
        await world.run()
        await world.erp.forgetRequests()
        await world.crm.forgetRequests()
        await world.run()
        #expect(await world.erp.requests == ["page"])
        #expect(await world.crm.requests == ["page"])
    }

    @Test("the echo of our own write is not a change")
    func echo() async throws {
        let id = await world.erp.create(EffectsWorld.customer("1"))
        await world.run()
        await world.erp.edit(id, ["phone": "2"])
        await world.run()
        let writes = await world.writes()
        let plugin = MirrorPlugin()
        await world.run(plugin)
        #expect(plugin.pairs == [])
        #expect(await world.writes() == writes)
    }

    @Test("a phone changed in the CRM and a credit limit changed in the ERP both arrive")
    func bothDirections() async throws {
        let id = await world.erp.create(EffectsWorld.customer("1"))
        await world.run()
        let partner = try #require(await world.crm.rows.keys.first)
        await world.crm.edit(partner, ["phone": "99"])
        await world.erp.edit(id, ["credit": "500"])
        #expect(await world.run().end == .complete)
        #expect(await world.records(.erp)["1"]?["phone"] == "99")
        #expect(await world.records(.crm)["1"]?["credit"] == "500")
        #expect(await world.run().end == .unchanged)
    }

    @Test("a record that another changed meanwhile is read anew and decided again in the same run")
    func overtaken() async throws {
        let id = await world.erp.create(EffectsWorld.customer("1"))
        await world.run()
        let partner = try #require(await world.crm.rows.keys.first)
        await world.erp.edit(id, ["name": "New"])
        await world.crm.setBeforeWrite { crm in
            await crm.setBeforeWrite(nil)
            await crm.edit(partner, ["phone": "77"])
        }
        #expect(await world.run().end == .complete)
        #expect(await world.run().end != .failed(Problem(.hostFault)))
        #expect(await world.disagreements() == [])
        #expect(await world.records(.erp)["1"]?["phone"] == "77")
        #expect(await world.records(.crm)["1"]?["name"] == "New")
    }

    @Test("a record that the server refuses is set aside alone, and tried again when it changes")
    func poison() async throws {
        let ids = [
            await world.erp.create(EffectsWorld.customer("1")), await world.erp.create(EffectsWorld.customer("2")),
        ]
        await world.crm.refuse { $0.fields["number"] == "2" ? Problem(.tooLong, field: "name") : nil }
        let result = await world.run()
        #expect(result.end == .partial)
        #expect(result.counters.failed == 1)
        #expect(await world.records(.crm).keys.sorted() == ["1"])
        #expect(await world.store.asides.count == 1)
        #expect(await world.run().end == .unchanged)
        await world.crm.refuse(nil)
        await world.erp.edit(ids[1], ["phone": "3"])
        #expect(await world.run().end == .complete)
        #expect(await world.store.asides.isEmpty)
        #expect(await world.disagreements() == [])
    }

    @Test("a system that is away ends the run, the feed stays where it was, and the next run goes on")
    func positionWaits() async {
        let id = await world.erp.create(EffectsWorld.customer("1"))
        await world.run()
        let before = await world.store.feed(of: EffectsWorld.entity, side: .erp)
        await world.erp.edit(id, ["phone": "5"])
        await world.crm.setFate { _ in .unavailable }
        #expect(await world.run().end == .failed(Problem(.unavailable)))
        #expect(await world.store.feed(of: EffectsWorld.entity, side: .erp) == before)
        await world.crm.setFate { _ in .answered }
        #expect(await world.run().end == .complete)
        #expect(await world.disagreements() == [])
    }

    @Test("a create that was not answered waits for the server's longest execution time, and only its record waits")
    func inDoubtWait() async {
        await world.erp.create(EffectsWorld.customer("0"))
        await world.run()
        await world.crm.create(EffectsWorld.customer("1"))
        await world.crm.create(EffectsWorld.customer("2"))
        await world.erp.setFate { $0 == 1 ? .late : .answered }
        #expect(await world.run().end == .partial)
        #expect(await world.erp.rows.count == 2)
        await world.erp.setFate { _ in .answered }
        world.advance(300)
        await world.run()
        #expect(await world.erp.rows.count == 2)
        await world.erp.land()
        world.advance(400)
        await world.run()
        #expect(await world.erp.rows.count == 3)
        #expect(await world.disagreements() == [])
        await world.run()
        #expect(await world.store.asides.isEmpty)
        #expect(await world.store.open.isEmpty)
    }

    @Test("a create of a host that died waits from the latest instant at which it may have left")
    func inDoubtFromTheLatestStart() async throws {
        await world.erp.create(EffectsWorld.customer("0"))
        await world.run()
        await world.crm.create(EffectsWorld.customer("1"))
        await world.erp.setFate { _ in .late }
        world.crash(at: .afterReply)
        await world.run()
        world.crashNoMore()
        await world.erp.setFate { _ in .answered }
        let latest = try #require(await world.erp.latestStart)
        #expect(latest == world.now + 300)
        // It left at the last instant, and the server goes on with it for ten minutes.
        world.advance(300 + 590)
        await world.run()
        #expect(await world.erp.rows.count == 1)
        await world.erp.land()
        world.advance(80)
        for _ in 1...2 { await world.run() }
        #expect(await world.erp.rows.count == 2)
        #expect(await world.disagreements() == [])
        #expect(await world.store.open.isEmpty)
    }

    @Test("a write whose time was over before its turn came was not sent: it is decided again in the same run")
    func tardy() async throws {
        await world.erp.create(EffectsWorld.customer("0"))
        await world.run()
        for number in 1...6 { await world.crm.create(EffectsWorld.customer("\(number)")) }
        // One gets through each time.
        await world.erp.setFate { [1, 7, 12, 16, 19, 21].contains($0) ? .answered : .tardy }
        var policy = GuardPolicy()
        policy.creates = .init(count: 6, percent: 0)
        #expect(await world.run(approval: .none, policy: policy).end == .complete)
        #expect(await world.erp.ownWrites.count == 6)
        #expect(await world.disagreements() == [])
        #expect(await world.store.open.isEmpty)
        #expect(await world.store.asides.isEmpty)
    }

    @Test("a system that lets no write through in time ends the run, nothing is in doubt, and the feed stays")
    func neverInTime() async {
        await world.erp.create(EffectsWorld.customer("0"))
        await world.run()
        let before = await world.store.feed(of: EffectsWorld.entity, side: .crm)
        await world.crm.create(EffectsWorld.customer("1"))
        await world.erp.setFate { _ in .tardy }
        #expect(await world.run().end == .failed(Problem(.throttled, side: .erp)))
        #expect(await world.store.open.isEmpty)
        #expect(await world.store.feed(of: EffectsWorld.entity, side: .crm) == before)
        await world.erp.setFate { _ in .answered }
        #expect(await world.run().end == .complete)
        #expect(await world.disagreements() == [])
    }

    @Test(
        "a create in doubt whose repetition is refused stays in doubt: it is recognised when it lands, and not made twice"
    )
    func refusedRepetition() async {
        await world.erp.create(EffectsWorld.customer("0"))
        await world.run()
        await world.erp.create(EffectsWorld.customer("1"))
        await world.crm.setFate { $0 == 1 ? .late : .locked }
        #expect(await world.run().end == .partial)
        #expect(await world.store.open.count == 1)
        await world.crm.setFate { _ in .answered }
        await world.crm.land()
        for _ in 1...3 { await world.run() }
        #expect(await world.disagreements() == [])
        #expect(await world.store.couplings.count == 2)
        #expect(await world.store.open.isEmpty)
        #expect(await world.store.asides.isEmpty)
    }

    @Test(
        "what a record was set aside for is over when the change that was refused is taken back",
        arguments: [RunMode.incremental, .full])
    func takenBack(_ mode: RunMode) async throws {
        await world.erp.create(EffectsWorld.customer("1"))
        await world.run()
        let partner = try #require(await world.crm.rows.keys.first)
        await world.crm.edit(partner, ["phone": "2"])
        await world.erp.refuse { _ in Problem(.invalid) }
        #expect(await world.run().end == .partial)
        await world.crm.edit(partner, ["phone": "1"])
        await world.run(mode: mode)
        #expect(await world.store.asides.isEmpty)
    }

    @Test(
        "a record that an unanswered create made is recognised though somebody edited it first: nothing is made of it, and it is made once",
        arguments: [true, false])
    func editedBeforeItIsRecognised(runsMeanwhile: Bool) async throws {
        await world.erp.create(EffectsWorld.customer("0"))
        await world.run()
        await world.crm.create(EffectsWorld.customer("1"))
        await world.erp.setFate { _ in .landedUnanswered }
        await world.run()
        await world.erp.setFate { _ in .answered }
        let copy = try #require(await world.erp.rows.first { $0.value.fields["number"] == "1" }?.key)
        await world.erp.edit(copy, ["phone": "5"])
        if runsMeanwhile {
            for _ in 1...2 { await world.run() }
            #expect(await world.crm.rows.count == 2)
        }
        world.advance(1_000)
        for _ in 1...3 { await world.run() }
        #expect(await world.erp.rows.count == 2)
        #expect(await world.records(.crm)["1"]?["phone"] == "5")
        #expect(await world.disagreements() == [])
        #expect(await world.store.open.isEmpty)
        #expect(await world.store.asides.isEmpty)
    }

    @Test("a record that an unanswered create made is recognised though somebody edited half of what was sent")
    func halfEditedBeforeItIsRecognised() async throws {
        let plugin = MirrorPlugin(
            .init(decide: { pair in
                guard pair.sides.erp.presence == .absent else { return nil }
                return .create(
                    .erp, Fields(pair.sides.crm.fields.filter { ["number", "name"].contains($0.name) }), key: [])
            }))
        await world.crm.create(["number": "1", "name": "Name"])
        await world.erp.setFate { _ in .landedUnanswered }
        await world.run(plugin)
        await world.erp.setFate { _ in .answered }
        let copy = try #require(await world.erp.rows.keys.first)
        await world.erp.edit(copy, ["name": "Edited"])
        for _ in 1...2 { await world.run(plugin) }
        world.advance(1_000)
        for _ in 1...3 { await world.run(plugin) }
        for side in Side.allCases {
            #expect(await world.remote(side).rows.count == 1)
            #expect(await world.records(side)["1"]?["name"] == "Edited")
        }
        #expect(await world.store.open.isEmpty)
    }

    @Test("a record that only resembles what an unanswered create was to make comes in its own right in the end")
    func resemblesOnly() async throws {
        await world.erp.create(EffectsWorld.customer("0"))
        await world.run()
        let source = await world.crm.create(EffectsWorld.customer("1", name: "Same"))
        await world.erp.setFate { _ in .lost }
        await world.run()
        await world.erp.setFate { _ in .answered }
        await world.erp.create(EffectsWorld.customer("2", name: "Same"))
        await world.run()
        #expect(await world.crm.rows.count == 2)
        await world.crm.delete(source)
        world.advance(1_000)
        for _ in 1...3 { await world.run() }
        #expect(await world.records(.crm)["2"] != nil)
        #expect(await world.disagreements() == [])
        #expect(await world.store.asides.isEmpty)
    }

    @Test("a create in doubt whose source was deleted is settled when the wait is over: nothing is left open for ever")
    func sourceIsGone() async {
        await world.erp.create(EffectsWorld.customer("0"))
        await world.run()
        let source = await world.crm.create(EffectsWorld.customer("1"))
        await world.erp.setFate { _ in .lost }
        await world.run()
        await world.erp.setFate { _ in .answered }
        await world.crm.delete(source)
        await world.run()
        #expect(await world.store.open.count == 1)
        world.advance(1_000)
        await world.run()
        #expect(await world.store.open.isEmpty)
        #expect(await world.store.asides.isEmpty)
        #expect(await world.erp.rows.count == 1)
    }

    @Test("a value is not erased when two records meet and only one of the two writes was carried out")
    func halfAMeeting() async throws {
        await world.erp.create(EffectsWorld.customer("1", name: "", phone: "7"))
        await world.crm.create(EffectsWorld.customer("1", name: "Name", phone: ""))
        let both: @Sendable (RecordPair) -> Decision.Action? = { pair in
            guard !pair.isCoupled, pair.sides.crm.presence == .present, pair.sides.erp.presence == .present else {
                return nil
            }
            return .updateBoth(Sided(erp: ["name": "Name"], crm: ["phone": "7"]))
        }
        let plugin = MirrorPlugin(.init(decide: both))
        await world.erp.setFate { _ in .lost }
        await world.run(plugin)
        await world.erp.setFate { _ in .answered }
        for _ in 1...2 { await world.run(plugin) }
        world.advance(1_000)
        for _ in 1...2 { await world.run(plugin) }
        #expect(await world.records(.erp)["1"]?["name"] == "Name")
        #expect(await world.records(.crm)["1"]?["name"] == "Name")
        #expect(await world.disagreements() == [])
    }

    @Test("what a record was set aside for is over when its partner turns up and the two are coupled")
    func partnerTurnsUp() async {
        await world.erp.create(EffectsWorld.customer("0"))
        await world.run()
        await world.erp.create(EffectsWorld.customer("1"))
        await world.crm.refuse { _ in Problem(.duplicateKey) }
        #expect(await world.run().end == .partial)
        await world.crm.refuse(nil)
        await world.crm.create(EffectsWorld.customer("1"))
        #expect(await world.run().end == .complete)
        #expect(await world.store.couplings.count == 2)
        #expect(await world.store.asides.isEmpty)
    }

    @Test("a record that waited is handed out once when its reference is there, though the plugin asks ahead")
    func askingAhead() async {
        await world.erp.create(EffectsWorld.customer("0"))
        await world.run()
        let first = await world.erp.create(EffectsWorld.customer("1"))
        for number in 2...6 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        await world.crm.setBeforeWrite { _ in for _ in 0..<200 { await Task.yield() } }
        let reference = RecordReference(entity: EffectsWorld.entity, side: .erp, id: first)
        let plugin = MirrorPlugin(
            .init(
                decide: { pair in
                    pair.sides.erp.fields["number"] == "2" && pair.cause != .referenceReady ? .wait(reference) : nil
                }, pipelines: true, batch: 1))
        await world.run(plugin)
        #expect(plugin.pairs.count { $0.sides.erp.fields["number"] == "2" } == 2)
        #expect(await world.disagreements() == [])
    }

    @Test("a record that was deleted in the CRM is uncoupled, and its partner stays")
    func deletion() async throws {
        await world.erp.create(EffectsWorld.customer("1"))
        await world.run()
        await world.crm.delete(try #require(await world.crm.rows.keys.first))
        #expect(await world.run().counters.uncoupled == 1)
        #expect(await world.erp.rows.count == 1)
        #expect(await world.store.couplings.isEmpty)
    }

    @Test("a record that was deleted in the ERP, which has no tombstones, is noticed by the sweep of the next day")
    func sweep() async throws {
        let id = await world.erp.create(EffectsWorld.customer("1"))
        await world.erp.create(EffectsWorld.customer("2"))
        await world.run()
        await world.erp.delete(id)
        #expect(await world.run().end == .unchanged)
        world.advance(25 * 3600)
        #expect(await world.run().counters.uncoupled == 1)
        #expect(await world.crm.rows.count == 2)
    }

    @Test("a decision about a field that the plugin doesn't write ends its run, and nothing is written")
    func violation() async {
        await world.erp.create(EffectsWorld.customer("1"))
        let plugin = MirrorPlugin(.init(decide: { _ in .create(.crm, ["secret": "x"], key: []) }))
        guard case .failed(let problem) = await world.run(plugin).end else {
            Issue.record("the run went on")
            return
        }
        #expect(problem.code == .pluginViolation)
        #expect(await world.writes() == 0)
    }

    @Test("records that are already there are coupled by their number before anything is created")
    func matching() async {
        await world.erp.create(EffectsWorld.customer("1", name: "Adatum"))
        await world.crm.create(EffectsWorld.customer("1", name: "Adatum Corp"))
        await world.erp.create(EffectsWorld.customer("2"))
        #expect(await world.run().end == .complete)
        #expect(await world.crm.rows.count == 2)
        #expect(await world.records(.crm)["1"]?["name"] == "Adatum")
        #expect(await world.disagreements() == [])
    }

    @Test("two records that one partner could belong to are both left for a person")
    func ambiguity() async {
        await world.erp.create(EffectsWorld.customer("1", name: "Adatum"))
        await world.erp.create(EffectsWorld.customer("2", name: "Adatum"))
        await world.crm.create(EffectsWorld.customer("9", name: "Adatum"))
        let result = await world.run(MirrorPlugin(.init(matchesByName: true)))
        #expect(result.end == .partial)
        #expect(await world.writes() == 0)
        #expect(await world.store.asides.count == 3)
    }

    @Test("a plugin that dies while the host reads for it loses nothing, and the run goes on")
    func deathWhileReading() async {
        for number in 1...5 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        let result = await world.run(MirrorPlugin(.init(deathsWhileReading: 2, batch: 2)))
        #expect(result.end == .complete)
        #expect(await world.disagreements() == [])
    }

    @Test("a plugin that dies with pairs in hand gets them again, and none that it had decided")
    func restart() async {
        for number in 1...6 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        let result = await world.run(MirrorPlugin(.init(deaths: 3, batch: 2)))
        #expect(result.end == .complete)
        #expect(result.counters.inserted.crm == 6)
        #expect(await world.crm.ownWrites.count == 6)
        #expect(await world.disagreements() == [])
    }

    @Test("a plugin that stops short is asked to go on, and counts its batches from one again")
    func askedToGoOn() async {
        for number in 1...6 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        let plugin = MirrorPlugin(.init(batch: 2, stopsShort: true))
        #expect(await world.run(plugin).end == .complete)
        #expect(plugin.runs == 3)
        #expect(await world.crm.ownWrites.count == 6)
        #expect(await world.disagreements() == [])
        #expect(await world.store.open.isEmpty)
    }

    @Test("a plugin that ends its run without asking for a pair has failed, not completed", arguments: Effect.allKinds)
    func idlePlugin(_ effect: Effect) async {
        await world.erp.create(EffectsWorld.customer("1"))
        let end = await world.run(MirrorPlugin(.init(isIdle: true)), effect: effect).end
        #expect(end == .failed(Problem(.pluginViolation, ["undecided", "all"])))
        #expect(await world.store.feed(of: EffectsWorld.entity, side: .erp) == nil)
    }

    @Test("a create in doubt whose source no longer says what was sent waits until a person has it tried again")
    func unaskable() async throws {
        await world.erp.create(EffectsWorld.customer("0"))
        await world.run()
        let id = await world.crm.create(EffectsWorld.customer("1"))
        await world.erp.setFate { _ in .late }
        await world.run()
        await world.erp.setFate { _ in .answered }
        await world.erp.land()
        await world.crm.edit(id, ["number": "2", "name": "Another", "phone": "9"])
        world.advance(700)
        for _ in 1...2 { #expect(await world.run().end != .complete) }
        #expect(await world.erp.rows.count == 2)
        // So does what it made: whether it is that, nobody knows.
        #expect(await world.store.asides.values.map(\.cause).allSatisfy { $0 == .problem(Problem(.timeout)) })
        // The person saw that it must be made.
        _ = await world.store.requestRetry(of: EffectsWorld.entity, ids: [id], at: world.now)
        await world.run()
        #expect(await world.records(.erp)["2"]?["name"] == "Another")
        #expect(await world.store.open.isEmpty)
    }

    @Test(
        "an error that nobody foresaw is a fault of the host: it blocks nobody as misconfigured, and the log names its type"
    )
    func hostFault() async {
        struct Odd: Error { let value = "somebody's telephone" }
        let log = LogKeeper()
        var environment = world.environment()
        environment.crash = { point in if point == .beforeIntents { throw Odd() } }
        environment.logger = log.logger
        await world.erp.create(EffectsWorld.customer("1"))
        let result = await world.run(effects: EntityEffects(environment: environment, declarations: [:]))
        #expect(result.end == .failed(Problem(.hostFault)))
        #expect(UpstreamEnd(result.end) == .failed)
        #expect(log.lines.count == 1)
        #expect(log.lines.first?.contains("Odd") == true && log.lines.first?.contains("telephone") == false)
    }

    @Test("a verification settles nothing")
    func verificationSettlesNothing() async throws {
        await world.erp.create(EffectsWorld.customer("1"))
        await world.crm.setFate { _ in .landedUnanswered }
        world.crash(at: .afterReply)
        await world.run()
        world.crashNoMore()
        let commits = await world.store.commits
        _ = await world.run(mode: .verify)
        #expect(await world.store.commits == commits)
        #expect(await world.store.open.count == 1)
    }

    @Test("a record whose partner was deleted, and that is edited later, is created under another key")
    func generation() async throws {
        let id = await world.erp.create(EffectsWorld.customer("1"))
        await world.run()
        let first = try #require(await world.crm.rows.keys.first)
        await world.crm.delete(first)
        await world.run()
        await world.erp.edit(id, ["phone": "4"])
        #expect(await world.run().end == .complete)
        #expect(await world.crm.rows.keys.first != first)
        #expect(await world.store.couplings.map(\.generation) == [1])
    }

    @Test("what people named is looked at alone, and no feed moves")
    func selection() async {
        for number in 1...3 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        let plugin = MirrorPlugin(.init(naturalKey: true))
        let result = await world.run(plugin, mode: .selected, selection: ["2", "9"])
        #expect(result.end == .complete)
        #expect(result.unknownWords == ["9"])
        #expect(await world.records(.crm).keys.sorted() == ["2"])
        #expect(await world.store.feed(of: EffectsWorld.entity, side: .erp) == nil)
        #expect(await world.store.feed(of: EffectsWorld.entity, side: .crm) == nil)
    }

    @Test("a verification reports what is missing and what moved, and changes nothing")
    func verification() async throws {
        let ids = [
            await world.erp.create(EffectsWorld.customer("1")), await world.erp.create(EffectsWorld.customer("2")),
            await world.erp.create(EffectsWorld.customer("3")), await world.erp.create(EffectsWorld.customer("4")),
        ]
        await world.run()
        await world.erp.edit(ids[0], ["phone": "6"])
        await world.erp.delete(ids[1])
        let commits = await world.store.commits
        let result = await world.run(mode: .verify)
        let found = try #require(result.verification)
        #expect(found.moved == Sided(erp: 1, crm: 0))
        #expect(found.missing == Sided(erp: 1, crm: 0))
        #expect(result.counters.unchanged == 2)
        #expect(await world.store.commits == commits)
    }

    private var small: NomineeLimits {
        var limits = NomineeLimits()
        (limits.page, limits.batch) = (2, 3)
        return limits
    }
}

extension Effect {
    static let allKinds: [Effect] = [.write, .dryRun]
}

import Coordinator
import Foundation
import Model
import RemoteSystems
import SyncStore
import Testing

@Suite("A dry run")
struct DryRunTests {
    let world = EffectsWorld()

    @Test("a store that belongs to no environment yet belongs to none after a plan either")
    func unbound() async {
        await world.erp.create(EffectsWorld.customer("1"))
        let effects = EntityEffects(
            environment: world.environment(), declarations: [:], overlay: RunOverlay(budget: 1 << 20))
        _ = await world.run(effect: .dryRun, effects: effects)
        #expect(await world.store.identity().environment == nil)
        await world.run()
        #expect(await world.store.identity().environment != nil)
    }

    @Test("writes nothing anywhere, and predicts the run to the field")
    func predicts() async throws {
        let ids = [
            await world.erp.create(EffectsWorld.customer("1")), await world.erp.create(EffectsWorld.customer("2")),
        ]
        await world.run()
        await world.erp.edit(ids[0], ["name": "New", "credit": "7"])
        let partner = try #require(await world.crm.rows.first { $0.value.fields["number"] == "2" }?.key)
        await world.crm.edit(partner, ["phone": "8"])
        await world.erp.create(EffectsWorld.customer("3"))
        await world.crm.create(EffectsWorld.customer("4"))
        let writes = await world.writes()
        let commits = await world.store.commits

        let planned = try #require(await world.run(effect: .dryRun).plan)
        #expect(await world.writes() == writes)
        #expect(await world.store.commits == commits)

        let done = await world.run()
        #expect(done.counters == planned.counters)
        let expected = Dictionary(
            grouping: planned.entries.flatMap { entry in entry.changes.map { (entry, $0) } }
        ) { "\($0.1.side) \($0.0.ids[$0.1.side]?.text ?? "")" }
        // Each planned field is there; nothing else was written.
        for (key, changes) in expected where !key.hasPrefix("erp") || changes[0].0.operation == .update {
            let change = changes[0]
            let id = try #require(change.0.ids[change.1.side])
            let row = try #require(await world.remote(change.1.side).rows[id])
            for (_, field) in changes { #expect(row.fields[field.field] == field.after) }
        }
        #expect(await world.writes() - writes == planned.entries.filter { !$0.changes.isEmpty }.count)
        #expect(await world.disagreements() == [])
    }

    @Test(
        "foresees what settling finds after a host died, and leaves the store as it is",
        arguments: [CrashPoint.afterIntents, .afterReply])
    func foresees(_ point: CrashPoint) async throws {
        for number in 1...2 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        world.crash(at: point)
        await world.run()
        world.crashNoMore()
        world.advance(1_000)
        let (open, commits) = (await world.store.open, await world.store.commits)
        #expect(!open.isEmpty)
        let planned = try #require(await world.run(effect: .dryRun).plan)
        #expect(await world.store.open == open)
        #expect(await world.store.commits == commits)
        #expect(await world.run().counters == planned.counters)
        #expect(await world.disagreements() == [])
    }

    @Test("shows what is there now on a side that did not need to be read")
    func before() async throws {
        let id = await world.erp.create(EffectsWorld.customer("1", name: "Old"))
        await world.run()
        await world.erp.edit(id, ["name": "New"])
        let plan = try #require(await world.run(effect: .dryRun).plan)
        let change = try #require(plan.entries.first?.changes.first)
        #expect(change.before == "Old")
        #expect(change.after == "New")
    }

    @Test("finds out, as the run does, that a record which it would write to is not as the store knows it")
    func overtaken() async throws {
        let ids = [
            await world.erp.create(EffectsWorld.customer("1")), await world.erp.create(EffectsWorld.customer("2")),
        ]
        await world.run()
        // The ERP does not tell what was deleted.
        await world.erp.delete(ids[0])
        for (id, row) in await world.crm.rows {
            await world.crm.edit(id, ["phone": .text("8" + (row.fields["number"]?.text ?? ""))])
        }
        let planned = try #require(await world.run(effect: .dryRun).plan)
        let done = await world.run()
        #expect(planned.counters.uncoupled == 1)
        #expect(done.counters == planned.counters)
    }

    @Test("gives the same hash for the same plan, and another for another")
    func hash() async throws {
        let id = await world.erp.create(EffectsWorld.customer("1"))
        let first = try #require(await world.run(effect: .dryRun).planHash)
        #expect(await world.run(effect: .dryRun).planHash == first)
        await world.erp.edit(id, ["phone": "2"])
        #expect(await world.run(effect: .dryRun).planHash != first)
    }
}

@Suite("A guard")
struct GuardedRunTests {
    let world = EffectsWorld()

    @Test("stops a first run before its first create, until a person approves that plan")
    func firstRun() async throws {
        for number in 1...3 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        let stopped = await world.run(approval: .none)
        guard case .stopped(let problem) = stopped.end else {
            Issue.record("the run went on: \(stopped.end)")
            return
        }
        #expect(problem.code == .guardCreates)
        #expect(await world.writes() == 0)
        let hash = try #require(stopped.planHash)
        await world.store.approve(plan: hash, entity: EffectsWorld.entity, by: "Ada", at: world.now)
        #expect(await world.run(approval: .none).end == .complete)
        #expect(await world.disagreements() == [])
    }

    @Test("counts a record once that is decided again, since somebody wrote first")
    func decidedAgain() async throws {
        await world.erp.create(EffectsWorld.customer("1"))
        let partner = await world.crm.create(EffectsWorld.customer("1", name: "Other"))
        let hash = try #require(await world.run(approval: .none).planHash)
        await world.store.approve(plan: hash, entity: EffectsWorld.entity, by: "Ada", at: world.now)
        await world.crm.setBeforeWrite { crm in
            await crm.setBeforeWrite(nil)
            await crm.edit(partner, ["credit": "7"])
        }
        #expect(await world.run(approval: .none).end == .complete)
        #expect(await world.disagreements() == [])
    }

    @Test(
        "allows a run no more because it takes a second pass: what the first wrote unasked counts",
        arguments: [Effect.write, .dryRun])
    func passes(_ effect: Effect) async throws {
        var policy = GuardPolicy()
        policy.approvesFirstRun = false
        policy.creates = .init(count: 5, percent: 0)
        await world.erp.create(EffectsWorld.customer("0"))
        await world.run()
        for number in 1...4 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        let first = await world.run(effect: effect, approval: .none, policy: policy)
        #expect(first.unasked.creates.crm == 4)
        for number in 5...6 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        let second = await world.run(
            mode: .full, effect: effect, approval: .none, policy: policy, earlier: first.unasked)
        let more = effect == .write ? 2 : 6
        #expect(
            second.end
                == .stopped(Problem(.guardCreates, ["\(4 + more)", "5", effect == .write ? "5" : "1"], side: .crm)))
        #expect(await world.crm.rows.count == (effect == .write ? 5 : 1))
    }

    @Test("does not take the approval of one plan for that of another")
    func otherPlan() async throws {
        await world.erp.create(EffectsWorld.customer("1"))
        let hash = try #require(await world.run(approval: .none).planHash)
        await world.store.approve(plan: hash, entity: EffectsWorld.entity, by: "Ada", at: world.now)
        await world.erp.create(EffectsWorld.customer("2"))
        guard case .stopped = await world.run(approval: .none).end else {
            Issue.record("the run went on")
            return
        }
        #expect(await world.writes() == 0)
    }

    @Test("stops a run that would change more records than usual, before the first of them")
    func overwrites() async {
        var policy = GuardPolicy()
        policy.overwrites = .init(count: 5, percent: 20)
        var ids: [RecordID] = []
        for number in 1...10 { ids.append(await world.erp.create(EffectsWorld.customer("\(number)"))) }
        await world.run()
        let writes = await world.writes()
        for id in ids.prefix(6) { await world.erp.edit(id, ["phone": "9"]) }
        guard case .stopped(let problem) = await world.run(approval: .none, policy: policy).end else {
            Issue.record("the run went on")
            return
        }
        #expect(problem.code == .guardOverwrites)
        #expect(await world.writes() == writes)
    }

    @Test("stops a run that would delete more records than usual, before the first of them")
    func deletes() async {
        var policy = GuardPolicy()
        policy.deletes = .init(count: 1, percent: 1)
        var ids: [RecordID] = []
        for number in 1...4 { ids.append(await world.erp.create(EffectsWorld.customer("\(number)"))) }
        await world.run()
        for id in ids.prefix(2) { await world.erp.delete(id) }
        world.advance(25 * 3600)
        let result = await world.run(MirrorPlugin(.init(deletes: true)), approval: .none, policy: policy)
        guard case .stopped(let problem) = result.end else {
            Issue.record("the run went on")
            return
        }
        #expect(problem.code == .guardDeletes)
        #expect(await world.crm.rows.count == 4)
    }

    @Test("stops a full run that finds a side empty, and nothing is uncoupled")
    func emptyListing() async {
        for number in 1...3 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        await world.run()
        await world.crm.hideEverything()
        guard case .stopped(let problem) = await world.run(mode: .full, approval: .none).end else {
            Issue.record("the run went on")
            return
        }
        #expect(problem.code == .guardEmptyListing)
        #expect(await world.store.couplings.count == 3)
    }

    @Test("refuses another system than the one that the store belongs to")
    func environment() async {
        await world.erp.create(EffectsWorld.customer("1"))
        await world.run()
        await world.crm.rename("a copy")
        #expect(await world.run().end == .failed(Problem(.environmentChanged, side: .crm)))
    }

    @Test("compares everything afresh when the mapping changed, and writes nothing where both sides agree")
    func mapping() async {
        for number in 1...3 { await world.erp.create(EffectsWorld.customer("\(number)")) }
        await world.run()
        let writes = await world.writes()
        let plugin = MirrorPlugin(.init(fingerprint: "2"))
        #expect(await world.run(plugin).end == .complete)
        #expect(plugin.pairs.count == 3)
        #expect(await world.writes() == writes)
        let again = MirrorPlugin(.init(fingerprint: "2"))
        #expect(await world.run(again).end == .unchanged)
        #expect(again.pairs.isEmpty)
    }
}

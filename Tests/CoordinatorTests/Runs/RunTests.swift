import Coordinator
import Foundation
import JSON
import Model
import PluginProtocol
import RemoteSystems
import SyncStore
import Testing

@Suite("A run over several entities")
struct RunTests {
    let world = RunsWorld()

    @Test("a first run copies everything in the order of what needs what, and stores how each entity ended")
    func first() async throws {
        _ = await world.fill()
        let report = try await world.run()
        #expect(report.entities.map(\.name) == ["currencies", "customers", "contacts"])
        #expect(report.entities.map(\.result.counters.inserted.crm) == [1, 10, 10])
        #expect(report.outcome == .complete)
        #expect(await world.states().values.allSatisfy { $0 == .ended(.complete) })
        #expect(await world.store.finished == [report.run])
        #expect(report.run.text.count == 36)
    }

    @Test("a customer's primary contact is filled in by the same run, once the contact is coupled")
    func secondPass() async throws {
        _ = await world.fill()
        let report = try await world.run()
        #expect(await world.primaryContacts().count == 10)
        #expect(await world.primaryContacts()["C7"] == "K7")
        let customers = try #require(report.entities.first { $0.name == "customers" })
        #expect(customers.passes == 2)
        #expect(customers.result.end == .complete)
        #expect(customers.result.counters.inserted.crm == 10)
        #expect(customers.result.counters.modified.crm == 10)
        #expect(customers.result.counters.waiting == 0)
        #expect(await world.store.asides.isEmpty)
    }

    @Test("a dry run foresees that what waits in the store is woken by what it plans")
    func planWakesWhatWaits() async throws {
        _ = await world.fill()
        try await world.run()
        let dollar = await world.table("currencies", .erp).create(["number": "USD"])
        await world.table("customers", .erp).create([
            "number": "C11", "currency": .text(dollar.text), "phone": "1",
        ])
        await world.table("currencies", .crm).refuse { _ in Problem(.invalid) }
        try await world.run()
        await world.table("currencies", .crm).refuse(nil)
        await world.table("currencies", .erp).edit(dollar, ["name": "Dollar"])
        let planned = try await world.run(try world.request(effect: .dryRun))
        let done = try await world.run()
        #expect(done.entities.map(\.result.counters.inserted.crm) == [1, 1, 0])
        #expect(planned.entities.map(\.result.counters) == done.entities.map(\.result.counters))
    }

    @Test("a pair that waited and was edited since is decided once when its reference is there, by a plan and by a run")
    func waitedAndEdited() async throws {
        let customers = await world.fill(customers: 2)
        try await world.run()
        let dollar = await world.table("currencies", .erp).create(["number": "USD"])
        await world.table("customers", .erp).edit(customers[0], ["currency": .text(dollar.text)])
        await world.table("currencies", .crm).refuse { _ in Problem(.invalid) }
        try await world.run()
        #expect(await world.store.asides.count == 2)
        await world.table("currencies", .crm).refuse(nil)
        await world.table("currencies", .erp).edit(dollar, ["name": "Dollar"])
        await world.table("customers", .erp).edit(customers[0], ["phone": "2"])
        let planned = try await world.run(try world.request(effect: .dryRun))
        await world.crm.forgetRequests()
        let done = try await world.run()
        #expect(done.entities.map(\.result.counters.modified.crm) == [0, 1, 0])
        #expect(planned.entities.map(\.result.counters) == done.entities.map(\.result.counters))
        #expect(await world.crm.requests().filter { $0 == "write" }.count == 2)
    }

    @Test(
        "a pair that lacks a reference and was edited is written to once when the reference is there, by a plan and by a run",
        arguments: [RunMode.incremental, .full])
    func lacksAReference(_ mode: RunMode) async throws {
        let customers = await world.fill(customers: 2)
        world.drivers.onRun("contacts") { _ in throw PluginFailure(Problem(.pluginCrashed)) }
        try await world.run()
        world.drivers.onRun("contacts", nil)
        // The contacts arrive, and the customers that lack them are not looked at.
        try await world.run(try world.request("contacts"))
        let partners = await world.table("customers", .crm).rows
        let partner = try #require(partners.first { $0.value.fields["number"] == "C1" }?.key)
        await world.table("customers", .crm).edit(partner, ["phone": "2"])
        await world.table("customers", .erp).edit(customers[1], ["name": "Two"])
        let planned = try await world.run(try world.request("customers", mode: mode, effect: .dryRun))
        let done = try await world.run(try world.request("customers", mode: mode))
        #expect(done.entities.map(\.result.counters.modified) == [.init(erp: 1, crm: 2)])
        #expect(planned.entities.map(\.result.counters) == done.entities.map(\.result.counters))
        #expect(await world.primaryContacts() == ["C1": "K1", "C2": "K2"])
    }

    @Test("a dry run takes what goes on without its reference for agreed, and fills in the reference alone")
    func planFillsIn() async throws {
        let customers = await world.fill(customers: 2)
        try await world.run()
        let partners = await world.table("customers", .crm).rows
        let partner = try #require(partners.first { $0.value.fields["number"] == "C1" }?.key)
        let contact = await world.table("contacts", .crm).create(["number": "K9", "customer": .text(partner.text)])
        await world.table("customers", .crm).edit(partner, ["contact": .text(contact.text)])
        await world.table("customers", .erp).edit(customers[0], ["contact": .text(RecordID.zero.text)])
        let planned = try await world.run(try world.request(effect: .dryRun))
        let done = try await world.run()
        #expect(
            done.entities.map(\.result.counters.modified) == [
                .init(erp: 0, crm: 0), .init(erp: 1, crm: 0), .init(erp: 0, crm: 0),
            ])
        #expect(planned.entities.map(\.result.counters) == done.entities.map(\.result.counters))
    }

    @Test("a run after that finds nothing to do, starts no plugin, and costs a known handful")
    func idle() async throws {
        _ = await world.fill()
        try await world.run()
        // What the run wrote itself comes back once as an echo.
        try await world.run()
        for side in Side.allCases { await world.remote(side).forgetRequests() }
        world.drivers.forgetStarts()
        await world.store.forgetWrites()
        let report = try await world.run()
        #expect(report.entities.map(\.result.end) == [.unchanged, .unchanged, .unchanged])
        #expect(world.drivers.starts == [])
        // One identity a system, one page a feed.
        #expect(await world.erp.requests() == ["identity", "page", "page", "page"])
        #expect(await world.crm.requests() == ["identity", "page", "page", "page"])
        // The run, an end state for each, and the end of the run.
        #expect(await world.store.writes.sorted() == ["begin", "finish", "update", "update", "update"])
    }

    @Test("a plugin that fails ends its own entity, and blocks what was never complete")
    func failure() async throws {
        _ = await world.fill()
        world.drivers.onRun("customers") { _ in throw PluginFailure(Problem(.pluginCrashed)) }
        let report = try await world.run()
        #expect(
            report.entities.map(\.result.end)
                == [.complete, .failed(Problem(.pluginCrashed)), .blocked(by: "customers")])
        #expect(report.outcome == .failed)
        #expect(report.outcome.exitCode == 4)
        #expect(report.left == ["customers", "contacts"])
        #expect(await world.states()["contacts"] == .ended(.blocked(by: "customers")))
        world.drivers.onRun("customers", nil)
        let retried = try await world.run(try world.request("retry"))
        #expect(retried.entities.map(\.name) == ["customers", "contacts"])
        #expect(retried.outcome == .complete)
    }

    @Test("what was carried out before an entity failed stays counted, in the report and in the store")
    func failsLate() async throws {
        _ = await world.fill()
        await world.table("customers", .crm).refuse { write in
            write.fields["number"] == "C7" ? Problem(.permission, ["customers"], side: .crm) : nil
        }
        let report = try await world.run()
        let customers = try #require(report.entities.first { $0.name == "customers" }?.result)
        #expect(customers.end == .failed(Problem(.permission, ["customers"], side: .crm)))
        let made = await world.table("customers", .crm).rows.count
        #expect(made > 0 && customers.counters.inserted.crm == made)
        #expect(customers.directions.crm?.code == .permission)
        #expect(await world.store.latestJobs().first { $0.entity == "customers" }?.counters.inserted.crm == made)
    }

    @Test("after a complete run, what refers to a failed entity runs as far as its references resolve")
    func degraded() async throws {
        _ = await world.fill()
        try await world.run()
        world.drivers.onRun("customers") { _ in throw PluginFailure(Problem(.pluginCrashed)) }
        let euro = try #require(await world.table("currencies", .erp).rows.keys.first)
        let new = await world.table("customers", .erp).create(["number": "C99", "currency": .text(euro.text)])
        let old = try #require(
            await world.table("customers", .erp).rows.first { $0.value.fields["number"] == "C1" }?.key)
        await world.table("contacts", .erp).create(["number": "K98", "customer": .text(old.text)])
        await world.table("contacts", .erp).create(["number": "K99", "customer": .text(new.text)])
        let report = try await world.run()
        let contacts = try #require(report.entities.first { $0.name == "contacts" })
        #expect(contacts.degraded == ["customers"])
        #expect(contacts.result.end == .partial)
        #expect(contacts.result.counters.inserted.crm == 1)
        #expect(contacts.result.counters.waiting == 1)
        world.drivers.onRun("customers", nil)
        try await world.run()
        #expect(await world.table("contacts", .crm).rows.count == 12)
    }

    @Test("records that refer to an entity that is switched off are a fault of the configuration, not a wait for each")
    func absentTwin() async throws {
        let world = RunsWorld()
        let euro = await world.table("currencies", .erp).create(["number": "EUR"])
        _ = await world.table("prices", .erp).create(["number": "P1", "currency": .text(euro.text)])
        let lacking = Problem(.invalidConfiguration, ["needsEntity", "currencies"])
        let alone = try await world.runner(["prices"]).run(world.request())
        #expect(alone.entities.map(\.result.end) == [.failed(lacking)])
        #expect(await world.table("prices", .crm).rows.isEmpty)
        await #expect(throws: RemoteFailure(lacking)) {
            try await world.runner(["prices"]).describe(RunsWorld.plugin("prices"), config: .object([]))
        }
        let both = try await world.runner(["currencies", "prices"]).run(world.request())
        #expect(both.entities.map(\.result.end) == [.complete, .complete])
        #expect(await world.table("prices", .crm).rows.count == 1)
    }

    @Test(
        "what is coupled with an entity that was switched off later goes on, and what refers to something new there waits"
    )
    func switchedOffLater() async throws {
        let world = RunsWorld()
        let euro = await world.table("currencies", .erp).create(["number": "EUR"])
        let first = await world.table("prices", .erp).create(["number": "P1", "currency": .text(euro.text)])
        _ = try await world.runner(["currencies", "prices"]).run(world.request())
        let dollar = await world.table("currencies", .erp).create(["number": "USD"])
        await world.table("prices", .erp).edit(first, ["name": "Gold"])
        _ = await world.table("prices", .erp).create(["number": "P2", "currency": .text(euro.text)])
        _ = await world.table("prices", .erp).create(["number": "P3", "currency": .text(dollar.text)])
        let alone = try await world.runner(["prices"]).run(world.request())
        #expect(alone.entities.map(\.result.end) == [.partial])
        #expect(alone.entities.map(\.result.counters.waiting) == [1])
        let there = await world.table("prices", .crm).rows.values.map { $0.fields["number"]?.text }
        #expect(Set(there) == ["P1", "P2"])
        #expect(await world.table("prices", .crm).rows.values.contains { $0.fields["name"] == "Gold" })
        _ = try await world.runner(["currencies", "prices"]).run(world.request())
        #expect(await world.table("prices", .crm).rows.count == 3)
    }

    @Test("a figure that moved while its record kept its stamp crosses in the next run, by the rows that moved it")
    func movements() async throws {
        let world = RunsWorld()
        func run() async throws -> EntityResult? {
            try await world.runner(["items"]).run(world.request()).entities.first?.result
        }
        func figures() async -> [String: String] {
            let rows = await world.table("items", .crm).rows.values.map(\.fields)
            return Dictionary(rows.map { ($0["number"]?.text ?? "", $0["phone"]?.text ?? "") }) { $1 }
        }
        let first = await world.table("items", .erp).create(["number": "I1", "phone": "5"])
        let second = await world.table("items", .erp).create(["number": "I2", "phone": "7"])
        _ = try await run()
        await world.table("items", .erp).drift(first, ["phone": "4"])
        await world.table("items", .erp).drift(second, ["phone": "6"])
        #expect(try await run()?.end == .unchanged)
        _ = await world.table("moves", .erp).create(["number": "I1"])
        _ = await world.table("moves", .erp).create(["number": "I1"])
        _ = await world.table("moves", .erp).create(["number": "of nothing that is synchronized"])
        await world.erp.forgetRequests()
        #expect(try await run()?.counters.modified.crm == 1)
        #expect(await figures() == ["I1": "4", "I2": "7"])
        let requests = await world.erp.requests()
        #expect(!requests.contains("count") && requests.filter { $0 == "find" }.count == 2)
        // What was read is not asked for again.
        await world.erp.forgetRequests()
        #expect(try await run()?.end == .unchanged)
        #expect(await !world.erp.requests().contains("find"))
        // A complete listing sees every figure.
        _ = try await world.runner(["items"]).run(world.request(mode: .full))
        #expect(await figures() == ["I1": "4", "I2": "6"])
    }

    @Test("a plugin that can't be used is a named problem of its own entity")
    func fault() async throws {
        _ = await world.fill()
        let fault = PluginFault(folder: "/plugins/contacts", entity: "contacts", .noManifest)
        let report = try await world.runner(["currencies", "customers"], faults: [fault]).run(try world.request())
        let ends = Dictionary(report.entities.map { ($0.name, $0.result.end) }) { $1 }
        #expect(ends["contacts"] == .failed(Problem(.invalidConfiguration, ["noManifest", "/plugins/contacts"])))
        #expect(ends["customers"] == .complete)
    }

    @Test(
        "a first run that nobody approved stops before its first write, and one approval of exactly that plan lets it go"
    )
    func approval() async throws {
        _ = await world.fill()
        let asked = try await world.run(try world.request("currencies", approval: .none))
        let stopped = try #require(asked.entities.first?.result)
        #expect(stopped.end == .stopped(Problem(.guardCreates, ["1", "0", "0"], side: .crm)))
        #expect(asked.outcome.exitCode == 3)
        #expect(await world.table("currencies", .crm).rows.isEmpty)
        let hash = try #require(stopped.planHash)
        #expect(await world.store.latestJobs().first?.planHash == hash)

        let wrong = try await world.run(
            try world.request("currencies", approval: .plans(["another"], by: "anna")))
        #expect(wrong.outcome == .needsPerson)
        #expect(wrong.unusedApprovals == ["another"])
        let right = try await world.run(try world.request("currencies", approval: .plans([hash], by: "anna")))
        #expect(right.outcome == .complete)
        #expect(right.unusedApprovals == [])
        #expect(await world.table("currencies", .crm).rows.count == 1)
    }

    @Test("a later pass that a guard stops offers its own plan, not the one that was approved")
    func laterPass() {
        var approved = EntityResult(end: .complete)
        approved.planHash = "first"
        var stopped = EntityResult(end: .stopped(Problem(.guardCreates, ["1", "0", "0"], side: .crm)))
        stopped.planHash = "second"
        #expect(approved.followed(by: stopped).planHash == "second")
        #expect(approved.followed(by: EntityResult(end: .complete)).planHash == nil)
        // Of a dry run, the first pass is approved: the second is of what it will have done.
        approved.plan = PlanReport(entity: "customers")
        #expect(approved.followed(by: stopped).planHash == "first")
    }

    @Test(
        "what one pass of an entity wrote counts for the guard of the next, in a run whose passes are real ones",
        arguments: [(limit: 5, isStopped: true), (7, false)])
    func guardOverPasses(_ limit: Int, isStopped: Bool) async throws {
        let (customers, contacts) = (world.table("customers", .erp), world.table("contacts", .erp))
        let euro = await world.table("currencies", .erp).create(["number": "EUR"])
        var ids: [RecordID] = []
        for number in 1...7 {
            ids.append(
                await customers.create(["number": .text("C\(number)"), "currency": .text(euro.text), "phone": "1"]))
        }
        try await world.run()
        // Four are edited; three get a new contact, which is filled in once that is coupled.
        let (edited, awaiting) = (ids.prefix(4), Array(ids.dropFirst(4)))
        for id in edited { await customers.edit(id, ["phone": "2"]) }
        for id in awaiting {
            let contact = await contacts.create(["number": .text("K" + id.text), "customer": .text(id.text)])
            await customers.edit(id, ["contact": .text(contact.text)])
        }
        // Between the two passes, somebody edits those three as well.
        world.drivers.onRun("contacts") { _ in for id in awaiting { await customers.edit(id, ["phone": "3"]) } }
        var policy = GuardPolicy()
        policy.overwrites = .init(count: limit, percent: 0)
        let report = try await world.runner(policy: policy).run(try world.request(approval: .none))
        let entity = try #require(report.entities.first { $0.name == "customers" })
        #expect(entity.passes == 2)
        let stop = EndState.stopped(Problem(.guardOverwrites, ["7", "5", "7"], side: .crm))
        #expect(entity.result.end == (isStopped ? stop : .complete))
        let phones = await world.table("customers", .crm).all.compactMap { $0["phone"]?.text }.sorted()
        #expect(phones == (isStopped ? ["1", "1", "1", "2", "2", "2", "2"] : ["2", "2", "2", "2", "3", "3", "3"]))
    }

    @Test("the systems are asked once a run who they are, and other ones than before are never written to")
    func environment() async throws {
        _ = await world.fill()
        try await world.run()
        #expect(world.erp.identityRequests == 1)
        #expect(world.crm.identityRequests == 1)
        world.crm.rename("a copy")
        let euro = try #require(await world.table("currencies", .erp).rows.keys.first)
        await world.table("currencies", .erp).edit(euro, ["phone": "2"])
        let writes = await world.table("currencies", .crm).ownWrites.count
        let report = try await world.run()
        let problem = Problem(.environmentChanged, side: .crm)
        #expect(report.entities.map(\.result.end) == [.failed(problem), .blocked(by: "currencies"), .failed(problem)])
        #expect(report.outcome == .needsPerson)
        #expect(await world.table("currencies", .crm).ownWrites.count == writes)
    }

    @Test("jobs that a host which died left running are closed, and the report says whose they were")
    func abandoned() async throws {
        _ = await world.fill()
        let run = RunID("dead")
        await world.store.begin(
            RunRecord(
                id: run, mode: .incremental, effect: .write, startedAt: world.now, selection: "",
                entities: ["currencies"]))
        var job = JobRecord(run: run, entity: "currencies", state: .running(degraded: []))
        job.counters.unchanged = 1
        await world.store.update(job)
        let report = try await world.run()
        #expect(report.abandoned == ["currencies"])
        #expect(await world.store.jobs.first { $0.run == run }?.state == .crashed)
    }

    @Test("writes that a host left open are settled before any plugin is asked, also of entities that are not selected")
    func settles() async throws {
        _ = await world.fill()
        try await world.run()
        let customer = try #require(
            await world.table("customers", .erp).rows.first { $0.value.fields["number"] == "C1" }?.key)
        await world.table("customers", .erp).edit(customer, ["phone": "2"])
        await world.table("customers", .crm).setFate { _ in .landedUnanswered }
        try await world.run(try world.request("customers"))
        #expect(await world.store.open.count == 1)
        await world.table("customers", .crm).setFate { _ in .answered }
        world.advance(3600)
        try await world.run(try world.request("currencies"))
        #expect(await world.store.open.isEmpty)
    }

    @Test(
        "a run that a person stops finishes its batch, stores what is left, and the next run completes it without a twin"
    )
    func cancelled() async throws {
        _ = await world.fill()
        let runner = world.runner()
        let request = try world.request(width: 1)
        let started = AsyncStream.makeStream(of: Void.self)
        let stopped = AsyncStream.makeStream(of: Void.self)
        await world.table("customers", .crm).setBeforeWrite { _ in
            started.continuation.yield()
            for await _ in stopped.stream { break }
        }
        let running = Task { try await runner.run(request) }
        for await _ in started.stream { break }
        running.cancel()
        stopped.continuation.yield()
        stopped.continuation.finish()
        let report = try await running.value
        #expect(report.entities.map(\.result.end) == [.complete, .cancelled, .notStarted])
        #expect(report.outcome.exitCode == 130)
        #expect(report.left == ["customers", "contacts"])
        // The batch that was on its way when the person stopped the run is settled.
        #expect(await world.table("customers", .crm).rows.count == 4)
        #expect(await world.store.open.isEmpty)
        #expect(report.entities[1].result.counters.inserted.crm == 4)
        #expect(await world.states()["contacts"] == .ended(.notStarted))
        #expect(await world.store.finished.count == 1)
        await world.table("customers", .crm).setBeforeWrite(nil)
        #expect(try await world.run().outcome == .complete)
        #expect(await world.table("customers", .crm).rows.count == 10)
        #expect(await world.primaryContacts().count == 10)
    }

    @Test("a misspelt selection is refused before anything is asked or stored")
    func misspelt() async throws {
        let known = ["contacts", "currencies", "customers"]
        await #expect(throws: PlanError.unknownEntity("custmers", nearest: "customers", known: known)) {
            try await world.run(try world.request("custmers"))
        }
        #expect(await world.store.writes == [])
        #expect(await world.erp.requests() == [])
    }

    @Test("entities that don't need each other run side by side")
    func sideBySide() async throws {
        let (met, meeting) = AsyncStream.makeStream(of: Void.self)
        for entity in ["items", "terms"] as [EntityName] {
            await world.table(entity, .erp).create(["number": "1"])
            // Each waits until the other has come as well.
            world.drivers.onRun(entity) { _ in
                meeting.yield()
                if entity == "items" { for await _ in met.prefix(2) {} }
            }
        }
        let report = try await world.runner(["items", "terms"]).run(try world.request())
        #expect(report.outcome == .complete)
    }
}

@Suite("A dry run over several entities")
struct DryRunsTests {
    let world = RunsWorld()

    @Test("predicts what the run then does, to the field, and writes and stores nothing")
    func predicts() async throws {
        _ = await world.fill()
        let planned = try await world.run(try world.request(effect: .dryRun, approval: .none))
        #expect(await world.table("customers", .crm).rows.isEmpty)
        #expect(await world.store.jobs.isEmpty)
        #expect(await world.store.couplings.isEmpty)
        let done = try await world.run()
        #expect(planned.entities.map(\.name) == done.entities.map(\.name))
        for (plan, result) in zip(planned.entities, done.entities) {
            #expect(plan.result.counters == result.result.counters, "\(plan.name)")
            #expect(plan.passes == result.passes, "\(plan.name)")
        }
        // The contact that a customer gets in the second pass is the one that the plan named.
        let customers = try #require(planned.entities.first { $0.name == "customers" }?.result.plan)
        let filled = customers.entries.filter { $0.operation == .update }
        #expect(filled.count == 10)
        let rows = await world.table("customers", .crm).rows
        for entry in filled {
            let id = try #require(entry.ids.crm)
            #expect(entry.changes.map(\.field) == ["contact"])
            #expect(rows[id]?.fields["contact"] == entry.changes.first?.after)
        }
    }

    @Test("an approval that a plan would need is named, and the entities after it are planned as if it were given")
    func verdicts() async throws {
        _ = await world.fill()
        let planned = try await world.run(try world.request(effect: .dryRun, approval: .none))
        #expect(planned.outcome == .needsPerson)
        #expect(planned.entities.allSatisfy { $0.result.planHash != nil && $0.degraded.isEmpty })
        #expect(planned.entities.map(\.result.counters.waiting) == [0, 0, 0])
    }

    @Test(
        "a plan of more than is remembered says how much it lacks, and can't be approved; a run that is stopped still can"
    )
    func unforeseen() async throws {
        _ = await world.fill()
        var limits = NomineeLimits()
        limits.planBytes = 0
        let runner = world.runner(limits: limits)
        let planned = try await runner.run(try world.request(effect: .dryRun, approval: .none))
        // The customers' primary contacts come to be coupled after them.
        #expect(planned.entities.map(\.name) == ["currencies", "customers", "contacts"])
        #expect(planned.entities.map(\.result.plan?.unforeseen) == [0, 10, 0])
        #expect(planned.entities.map { $0.result.plan?.hash == nil } == [false, true, false])
        #expect(planned.entities.map { $0.result.planHash == nil } == [false, true, false])
        try await world.run(try world.request("currencies"))
        let stopped = try await runner.run(try world.request("customers", approval: .none))
        #expect(stopped.entities.first?.result.planHash != nil)
    }

    @Test("all that a record may hold is in a plan as it would be written")
    func packed() {
        var packer = FieldPacker()
        let fields: Fields = [
            "text": "Søren", "empty": "", "null": .null, "yes": .boolean(true), "no": .boolean(false),
            "least": .integer(.min), "most": .integer(.max), "minus": .integer(-1),
        ]
        let others: Fields = ["minus": .text("x"), "text": .null]
        let (one, two) = (packer.pack(fields), packer.pack(others))
        #expect(packer.unpack(one) == fields)
        #expect(packer.unpack(two) == others)
        #expect(packer.value(of: "most", in: one) == .integer(.max))
        #expect(packer.value(of: "most", in: two) == nil)
        #expect(packer.value(of: "unheard", in: one) == nil)
    }
}

@Suite("The progress of a run")
struct ProgressTests {
    let world = RunsWorld()

    @Test("the last snapshot holds how each entity ended, and what was asked for it")
    func last() async throws {
        _ = await world.fill()
        let (snapshots, continuation) = AsyncStream.makeStream(
            of: RunSnapshot.self, bufferingPolicy: .bufferingNewest(1))
        let report = try await world.runner().run(try world.request(), progress: continuation)
        var last: RunSnapshot?
        for await snapshot in snapshots { last = snapshot }
        let lines = try #require(last?.lines)
        #expect(lines.map(\.entity) == report.entities.map(\.name))
        #expect(lines.map(\.state) == report.entities.map { .ended($0.result.end) })
        #expect(lines.map(\.counters) == report.entities.map(\.result.counters))
        #expect(lines.map(\.pass) == [1, 2, 1])
        #expect(lines.allSatisfy { $0.requests.erp > 0 && $0.requests.crm > 0 })
    }

    @Test("a change of state is told at once, progress in between ten times a second at most")
    func coalesced() async throws {
        _ = await world.fill(customers: 400)
        let (snapshots, continuation) = AsyncStream.makeStream(of: RunSnapshot.self)
        _ = try await world.runner().run(try world.request(), progress: continuation)
        var told: [RunSnapshot] = []
        for await snapshot in snapshots { told.append(snapshot) }
        let changes = zip(told, told.dropFirst()).filter { before, after in
            before.lines.map(\.state) != after.lines.map(\.state)
                || before.lines.map(\.phase) != after.lines.map(\.phase)
        }
        let seconds = try #require(told.last).at.timeIntervalSince(try #require(told.first).at)
        #expect(told.count <= changes.count + Int(seconds * 10) + 2)
        #expect(told.contains { $0.lines.contains { $0.rate != nil && $0.timeLeft != nil } })
    }

    @Test("another process sees a long run move in the store, once a second at most")
    func stored() async throws {
        _ = await world.fill(customers: 400)
        let report = try await world.run(try world.request("currencies", "customers"))
        let updates = await world.store.writes.filter { $0 == "update" }.count
        let seconds = report.endedAt.timeIntervalSince(report.startedAt)
        #expect(updates >= 2)
        #expect(updates <= 4 + Int(seconds) * 2)
    }
}

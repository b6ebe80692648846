import Coordinator
import Foundation
import Model
import SyncStore
import TestSupport
import Testing

/// A whole host, over three entities that refer to each other, dies at every instant at which others could tell the difference:
/// before and after each transaction of its store, and before, during and after each request that writes.
///
/// Then another host takes over.
@Suite("A host that is killed at any instant of a run")
struct HostDeathTests {
    /// What the two systems are like when the run begins.
    enum Start: CaseIterable, Sendable { case firstRun, anotherDay }

    /// What becomes of the request that is under way at that instant.
    enum Fate: CaseIterable, Sendable { case landed, lost, late, halfLanded, halfLate }

    @Test(
        "leaves nothing that the next run doesn't finish: each record once, both systems as if it had lived",
        arguments: Start.allCases)
    func dies(_ start: Start) async throws {
        let whole = try await Undisturbed(start)
        for step in 1...whole.steps {
            for fate in whole.isSending(step) ? Fate.allCases : [.landed] {
                let world = try await Self.world(start)
                #expect(try await !Self.kill(world, at: step, fate))
                let found = try await Self.findings(in: world, whole)
                #expect(found == [], "\(start), dead at step \(step) of \(whole.steps), what was under way \(fate)")
            }
        }
    }

    @Test("takes nothing back of what people did while it was dead", arguments: Start.allCases)
    func peopleGoOn(_ start: Start) async throws {
        let whole = try await Undisturbed(start)
        for step in 1...whole.steps {
            for fate in whole.isSending(step) ? Fate.allCases : [.landed] {
                let world = try await Self.world(start)
                try await Self.kill(world, at: step, fate)
                let notes = await OfficeDay(world: world).goOn()
                let found = try await Self.findings(in: world, whole, notes: notes)
                #expect(found == [], "\(start), dead at step \(step) of \(whole.steps), what was under way \(fate)")
            }
        }
    }

    @Test("may be followed by another that is killed while it recovers", arguments: Start.allCases)
    func diesAgain(_ start: Start) async throws {
        let whole = try await Undisturbed(start)
        // Every pair of instants takes minutes; a pattern of them goes through both runs.
        let stride = Self.isLong ? 1 : 17
        for (number, step) in Swift.stride(from: 1, through: whole.steps, by: stride).enumerated() {
            let fate = Fate.allCases[number % Fate.allCases.count]
            for second in Swift.stride(from: 1 + number % stride, through: whole.steps, by: stride) {
                let world = try await Self.world(start)
                try await Self.kill(world, at: step, fate)
                try await Self.kill(world, at: second, Fate.allCases[second % Fate.allCases.count])
                let found = try await Self.findings(in: world, whole)
                #expect(found == [], "\(start), dead at step \(step), \(fate), and at step \(second)")
            }
        }
    }

    @Test(
        "lives on when one request is not answered, and the next run finishes what it left", arguments: Start.allCases)
    func unanswered(_ start: Start) async throws {
        let whole = try await Undisturbed(start)
        let fates: [LedgerRemote.Fate] = [.landedUnanswered, .lost, .late, .unavailable]
        for side in Side.allCases {
            for request in 1...whole.sentAt[side].count {
                for fate in Self.isLong ? fates : [fates[request % fates.count]] {
                    let world = try await Self.world(start)
                    world.remote(side).fail(request, fate)
                    _ = try await world.run()
                    let found = try await Self.findings(in: world, whole)
                    #expect(found == [], "\(start), request \(request) to the \(side) \(fate)")
                }
            }
        }
    }

    @Test("with the store that a company uses, too", arguments: Start.allCases)
    func onDisk(_ start: Start) async throws {
        let whole = try await Undisturbed(start)
        for step in Swift.stride(from: 1, through: whole.steps, by: Self.isLong ? 1 : 17) {
            let folder = NSTemporaryDirectory() + "couplet-death-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let store = try SQLiteStore.open(at: folder + "/store.sqlite")
            let world = try await Self.world(start, durable: store)
            try await Self.kill(world, at: step, Fate.allCases[step % Fate.allCases.count])
            let found = try await Self.findings(in: world, whole)
            #expect(found == [], "\(start), dead at step \(step) of \(whole.steps)")
            try store.close()
        }
    }

    @Test("what was under way when it died counts in the job that did it: all jobs together are what was done")
    func counted() async throws {
        let whole = RunsWorld()
        _ = await whole.fill()
        whole.life.begin()
        try await whole.run(try whole.request(width: 1))
        for step in 1...whole.life.steps where Self.isLong || step % 3 == 0 {
            let folder = NSTemporaryDirectory() + "couplet-count-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let store = try SQLiteStore.open(at: folder + "/store.sqlite")
            let world = RunsWorld(durable: store)
            _ = await world.fill()
            world.life.begin()
            try await Self.kill(world, at: step, .landed)
            var runs = Set(try await store.jobs(of: nil).map(\.run))
            world.advance(1_000)
            for _ in 1...2 { runs.insert(try await world.run().run) }
            var inserted: [EntityName: Int] = [:]
            for run in runs {
                for job in try await store.jobs(of: run) {
                    inserted[job.entity, default: 0] += job.counters.inserted.crm
                }
            }
            #expect(inserted == ["currencies": 1, "customers": 10, "contacts": 10], "dead at step \(step)")
            try store.close()
        }
    }

    // MARK: one world

    private static let isLong = ProcessInfo.processInfo.environment["COUPLET_TEST_DEPTH"] == "long"

    private static func world(_ start: Start, durable: (any SyncStore)? = nil) async throws -> RunsWorld {
        let world = RunsWorld(durable: durable)
        let day = OfficeDay(world: world)
        await day.foundCompany()
        if start == .anotherDay {
            for _ in 1...2 { try await world.run() }
            await day.pass()
        }
        for side in Side.allCases { world.remote(side).forgetSendings() }
        world.life.begin()
        return world
    }

    /// A run of a host that dies at a step, and whether it lived to its end after all; one entity after the other, so that the steps are the same every time.
    @discardableResult
    private static func kill(_ world: RunsWorld, at step: Int, _ fate: Fate) async throws -> Bool {
        for side in Side.allCases {
            world.remote(side).interrupt { number in
                switch fate {
                case .landed: .landedUnanswered
                case .lost: .lost
                case .late: .late
                case .halfLanded: number % 2 == 1 ? .landedUnanswered : .lost
                case .halfLate: number % 2 == 1 ? .late : .landedUnanswered
                }
            }
        }
        world.life.begin(last: step)
        // How the dead one's run ended is nobody's business.
        _ = try? await world.run(try world.request(width: 1))
        let wasAlive = !world.life.isOver
        world.life.begin()
        return wasAlive
    }

    /// What is wrong after the hosts that follow: one at once, while requests of the dead one may still land, and some later.
    private static func findings(in world: RunsWorld, _ whole: Undisturbed, notes: [String] = []) async throws
        -> [String]
    {
        let day = OfficeDay(world: world)
        try await world.run()
        for side in Side.allCases { await world.remote(side).land() }
        world.advance(1_000)
        for _ in 1...2 { try await world.run() }
        var found: [String] = []
        let rested = await day.picture()
        let last = try await world.run()
        let picture = await day.picture()
        if picture != rested { found.append("it doesn't rest") }
        found += OfficeDay.disagreements(in: picture)
        found += picture.map(OfficeDay.withoutNote).difference(from: whole.picture).map { "\($0)" }
        found += notes.filter { note in !picture.contains { OfficeDay.hasNote(note, $0) } }.map { "lost: \($0)" }
        found += await day.creates().difference(from: whole.creates).map { "\($0)" }
        for entity in last.entities where entity.result.end != .unchanged {
            found.append("\(entity.name) ends \(entity.result.end)")
        }
        let store: any SyncStore = world.durable ?? world.store
        found += try await store.openIntents().map { "open: \($0)" }
        found += try await store.asides(of: nil, limit: 100).map { "set aside: \($0.entity) \($0.subject) \($0.cause)" }
        return found
    }

    /// The run of a host that nothing happens to, and what it leads to.
    private struct Undisturbed {
        var steps: Int
        var sentAt: Sided<[Int]>
        var picture: [String]
        var creates: [String]

        init(_ start: Start) async throws {
            let world = try await HostDeathTests.world(start)
            try await world.run(try world.request(width: 1))
            steps = world.life.steps
            sentAt = Sided { world.remote($0).sentAt }
            for _ in 1...2 { try await world.run() }
            picture = await OfficeDay(world: world).picture()
            creates = await OfficeDay(world: world).creates()
            #expect(OfficeDay.disagreements(in: picture) == [])
        }

        func isSending(_ step: Int) -> Bool { Side.allCases.contains { sentAt[$0].contains(step) } }
    }
}

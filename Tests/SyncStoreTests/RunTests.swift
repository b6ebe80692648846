import Foundation
import GRDB
import Model
import Testing

@testable import SyncStore

@Suite("Runs and jobs in the store")
struct RunTests {
    private let folder: TemporaryFolder
    private let store: SQLiteStore
    private static let time = Date(timeIntervalSince1970: 1_800_000_000)

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore.open(at: folder.store, now: { Self.time })
    }

    @Test("every entity of a plan has a job, in the order of the plan")
    func planned() async throws {
        try await store.begin(run("run-1", ["salespeople", "customers"]))
        let jobs = try await store.jobs(of: nil)
        #expect(jobs.map(\.entity) == ["salespeople", "customers"])
        #expect(jobs.allSatisfy { $0.state == .planned })
    }

    @Test(
        "every state comes back as it was stored",
        arguments: [
            JobRecord.State.running(degraded: ["currencies"]), .running(degraded: []), .crashed, .planned,
            .ended(.complete), .ended(.partial), .ended(.unchanged), .ended(.notStarted), .ended(.cancelled),
            .ended(.blocked(by: "currencies")), .ended(.failed(Problem(.signIn, ["x"], side: .crm))),
            .ended(.stopped(Problem(.guardDeletes, ["12", "10"]))),
        ])
    func states(_ state: JobRecord.State) async throws {
        try await store.begin(run("run-1", ["customers"]))
        var job = JobRecord(run: RunID("run-1"), entity: "customers", state: state)
        job.counters.inserted.crm = 7
        job.counters.skipped = 2
        job.counters.conflicts = 1
        job.directions.erp = Problem(.permission, field: "name")
        job.done = 5
        job.total = 9
        job.requests = Sided(erp: 3, crm: 4)
        job.startedAt = Self.time
        job.endedAt = Self.time.addingTimeInterval(1.5)
        job.planHash = "abc"
        try await store.update(job)
        #expect(try await store.jobs(of: RunID("run-1")) == [job])
        #expect(try await store.latestJobs() == [job])
    }

    @Test("the latest job of each entity is shown, whichever run it was of")
    func latest() async throws {
        try await store.begin(run("run-1", ["customers", "items"]))
        try await store.begin(run("run-2", ["items"]))
        let jobs = try await store.latestJobs()
        #expect(jobs.map(\.entity) == ["customers", "items"])
        #expect(jobs.map(\.run.text) == ["run-1", "run-2"])
    }

    @Test("what a commit counted is kept when the host dies before it says so")
    func counters() async throws {
        try await store.begin(run("run-1", ["customers"]))
        var commit = EffectCommit(run: RunID("run-1"), entity: "customers", batch: 1, at: Self.time)
        commit.counters.inserted.crm = 3
        _ = try await store.commit(commit)
        _ = try await store.commit(commit)
        #expect(try await store.latestJobs().first?.counters.inserted.crm == 6)
    }

    @Test("jobs that a dead host left running are crashed, those that had not begun not started")
    func abandoned() async throws {
        try await store.begin(run("run-1", ["currencies", "customers", "items"]))
        try await store.update(JobRecord(run: RunID("run-1"), entity: "currencies", state: .ended(.complete)))
        try await store.update(JobRecord(run: RunID("run-1"), entity: "customers", state: .running(degraded: [])))
        let closed = try await store.closeAbandonedJobs(at: Self.time)
        #expect(closed.map(\.entity) == ["customers"])
        #expect(
            try await store.latestJobs().map(\.state) == [.ended(.complete), .crashed, .ended(.notStarted)])
        #expect(try await store.closeAbandonedJobs(at: Self.time).isEmpty)
    }

    @Test("every change of a job's state is kept, a change of its counters is none")
    func changes() async throws {
        try await store.begin(run("run-1", ["customers"]))
        var job = JobRecord(run: RunID("run-1"), entity: "customers", state: .running(degraded: []))
        try await store.update(job)
        job.done = 10
        try await store.update(job)
        job.state = .ended(.complete)
        try await store.update(job)
        let states = try await store.read { try String.fetchAll($0, sql: "SELECT state FROM job_change ORDER BY id") }
        #expect(states == ["planned", "running", "complete"])
    }

    @Test("jobs of long ago go, though entities that ran even longer ago keep their latest")
    func jobsBesideOlder() async throws {
        var day = Self.time
        for number in 1...20 {
            // Five entities ran once, each in a run of its own; the others are of one that runs all the time.
            let entity = try #require(EntityName(number <= 5 ? "once\(number)" : "customers"))
            var record = run("run-\(number)", [entity])
            record.startedAt = day
            try await store.begin(record)
            try await store.finish(run: record.id, at: day)
            day += 40 * 86_400
        }
        #expect(try await store.latestJobs().count == 6)
        let left = try await store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM job") }
        #expect(left == 7, "the latest of each entity, and the last run of the month")
    }

    @Test("the health of a plugin is kept, and cleared")
    func health() async throws {
        let health = PluginHealth(
            crashes: [Self.time, Self.time.addingTimeInterval(2)], failedRuns: 2,
            quarantine: Problem(.pluginQuarantined, ["3"]), digest: "d")
        try await store.keepPluginHealth(health, of: "customers")
        #expect(try await store.pluginHealth(of: "customers") == health)
        try await store.keepPluginHealth(nil, of: "customers")
        #expect(try await store.pluginHealth(of: "customers") == nil)
    }

    @Test("old history goes a few lines at a time, the new stays")
    func oldHistory() async throws {
        for day in 0..<5 {
            var commit = EffectCommit(
                run: RunID("run-1"), entity: "customers", batch: day,
                at: Self.time.addingTimeInterval(TimeInterval(day) * 40 * 86_400))
            commit.history = [
                HistoryEntry(
                    run: commit.run, entity: commit.entity, at: commit.at, ids: Sided(erp: RecordID("e"), crm: nil),
                    operation: .waited, reason: Reason("day", ["\(day)"]))
            ]
            _ = try await store.commit(commit)
        }
        let left = try await store.history(of: "customers", id: RecordID("e"), limit: 99)
        #expect(left.map(\.reason.arguments) == [["4"], ["3"], ["2"]])
    }

    @Test("jobs of old runs go, the latest of each entity stays")
    func oldJobs() async throws {
        for number in 0..<4 {
            let start = Self.time.addingTimeInterval(TimeInterval(number) * 40 * 86_400)
            let entities: [EntityName] = number == 0 ? ["items", "customers"] : ["customers"]
            try await store.begin(run("run-\(number)", entities, at: start))
            try await store.finish(run: RunID("run-\(number)"), at: start)
        }
        #expect(try await store.jobs(of: RunID("run-0")).map(\.entity) == ["items"])
        #expect(try await store.jobs(of: RunID("run-1")).isEmpty)
        #expect(try await store.latestJobs().map(\.run.text) == ["run-3", "run-0"])
    }

    private func run(_ id: String, _ entities: [EntityName], at time: Date = Self.time) -> RunRecord {
        RunRecord(
            id: RunID(id), mode: .incremental, effect: .write, startedAt: time, selection: "", entities: entities)
    }
}

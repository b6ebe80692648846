#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import GRDB
import JSON
import Model

/// How a job stands in its row.
struct JobRow {
    private let job: JobRecord
    private var state: String
    private var degraded: [EntityName] = []
    private var problem: Problem?
    private var blockedBy: EntityName?

    init(_ job: JobRecord) {
        self.job = job
        switch job.state {
        case .planned: state = "planned"
        case .crashed: state = "crashed"
        case .running(let missing):
            state = "running"
            degraded = missing
        case .ended(.complete): state = "complete"
        case .ended(.partial): state = "partial"
        case .ended(.unchanged): state = "unchanged"
        case .ended(.notStarted): state = "notStarted"
        case .ended(.cancelled): state = "cancelled"
        case .ended(.stopped(let why)):
            state = "stopped"
            problem = why
        case .ended(.failed(let why)):
            state = "failed"
            problem = why
        case .ended(.blocked(let by)):
            state = "blocked"
            blockedBy = by
        }
    }

    // MARK: writing

    /// Stores the job in place of what was known of it, and notes when its state is another than before.
    func store(in database: Database, run: Int64, position: Int?, at time: Date) throws {
        let entity = try database.entity(making: job.entity)
        let before = try String.fetchOne(
            database.cachedStatement(sql: "SELECT state FROM job WHERE run = ? AND entity = ?"),
            arguments: [run, entity])
        try database.cachedStatement(sql: Self.upsert).execute(
            arguments: [
                run, entity, position ?? 0, state, JSON.text(degraded.map(\.text)), StoredProblem.text(problem),
                blockedBy?.text, StoredProblem.text(job.directions.erp), StoredProblem.text(job.directions.crm),
            ] + StatementArguments(CounterColumns.values(job.counters)) + [
                job.done, job.total, job.requests.erp, job.requests.crm, job.startedAt?.stored, job.endedAt?.stored,
                job.planHash,
            ])
        guard before != state else { return }
        try database.cachedStatement(sql: "INSERT INTO job_change (run, entity, at, state) VALUES (?, ?, ?, ?)")
            .execute(arguments: [run, entity, time.stored, state])
    }

    private static let written =
        ["state", "degraded", "problem", "blocked_by", "erp_problem", "crm_problem"] + CounterColumns.names
        + ["done", "total", "erp_requests", "crm_requests", "started_at", "ended_at", "plan_hash"]

    private static let upsert = """
        INSERT INTO job (run, entity, position, \(written.joined(separator: ", ")))
        VALUES (\(Array(repeating: "?", count: written.count + 3).joined(separator: ", ")))
        ON CONFLICT (run, entity) DO UPDATE SET
        \(written.map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
        """

    // MARK: reading

    /// The columns of a job with the names of its run and entity.
    static let columns = (["run.name", "entity.name"] + written.map { "job.\($0)" }).joined(separator: ", ")

    static func job(_ row: Row) throws -> JobRecord {
        var job = JobRecord(run: RunID(row[0]), entity: try EntityName(stored: row[1]), state: try state(row))
        job.directions = Sided(erp: try StoredProblem.problem(row[6]), crm: try StoredProblem.problem(row[7]))
        job.counters = CounterColumns.counters(row, at: 8)
        let rest = 8 + CounterColumns.names.count
        job.done = row[rest]
        job.total = row[rest + 1]
        job.requests = Sided(erp: row[rest + 2], crm: row[rest + 3])
        job.startedAt = row.optionalDate(rest + 4)
        job.endedAt = row.optionalDate(rest + 5)
        job.planHash = row[rest + 6]
        return job
    }

    private static func state(_ row: Row) throws -> JobRecord.State {
        switch row[2] as String {
        case "planned": return .planned
        case "crashed": return .crashed
        case "running":
            let names = try JSON.decode([String].self, from: row[3] as String)
            return .running(degraded: try names.map { try EntityName(stored: $0) })
        case "complete": return .ended(.complete)
        case "partial": return .ended(.partial)
        case "unchanged": return .ended(.unchanged)
        case "notStarted": return .ended(.notStarted)
        case "cancelled": return .ended(.cancelled)
        case "stopped":
            guard let problem = try StoredProblem.problem(row[4]) else { throw UnreadableRow() }
            return .ended(.stopped(problem))
        case "failed":
            guard let problem = try StoredProblem.problem(row[4]) else { throw UnreadableRow() }
            return .ended(.failed(problem))
        case "blocked": return .ended(.blocked(by: try EntityName(stored: row[5])))
        default: throw UnreadableRow()
        }
    }
}

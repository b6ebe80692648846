#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif
import GRDB
package import Model

extension SQLiteStore {
    package func begin(_ run: RunRecord) async throws {
        try await write(.write) { [retention] database in
            try database.prune(jobs: retention, upTo: run.startedAt)
            try database.cachedStatement(
                sql: """
                    INSERT INTO run (name, mode, effect, selection, started_at) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (name) DO UPDATE SET mode = excluded.mode, effect = excluded.effect,
                        selection = excluded.selection, started_at = excluded.started_at
                    """
            ).execute(
                arguments: [
                    run.id.text, run.mode.rawValue, run.effect.rawValue, run.selection, run.startedAt.stored,
                ])
            let row = try database.run(making: run.id)
            for (position, entity) in run.entities.enumerated() {
                let job = JobRecord(run: run.id, entity: entity, state: .planned)
                try JobRow(job).store(in: database, run: row, position: position, at: run.startedAt)
            }
        }
    }

    package func update(_ job: JobRecord) async throws {
        try await write(.write) { [now] database in
            try JobRow(job).store(in: database, run: try database.run(making: job.run), position: nil, at: now())
        }
    }

    package func finish(run: RunID, at: Date) async throws {
        try await write(.write) { database in
            let row = try database.run(making: run)
            try database.cachedStatement(sql: "UPDATE run SET ended_at = ? WHERE id = ?")
                .execute(arguments: [at.stored, row])
        }
    }

    package func latestJobs() async throws -> [JobRecord] {
        try await read { database in
            let sql = """
                SELECT \(JobRow.columns) FROM entity JOIN job ON job.entity = entity.id JOIN run ON run.id = job.run
                WHERE job.run = (SELECT max(latest.run) FROM job AS latest WHERE latest.entity = entity.id)
                ORDER BY entity.name
                """
            return try database.cachedStatement(sql: sql).map([]) { try JobRow.job($0) }
        }
    }

    package func jobs(of run: RunID?) async throws -> [JobRecord] {
        try await read { database in
            let sql = """
                SELECT \(JobRow.columns) FROM job JOIN run ON run.id = job.run JOIN entity ON entity.id = job.entity
                WHERE job.run = CASE WHEN ?1 IS NULL THEN (SELECT max(id) FROM run WHERE mode IS NOT NULL)
                    ELSE (SELECT id FROM run WHERE name = ?1) END
                ORDER BY job.position, entity.name
                """
            return try database.cachedStatement(sql: sql).map([run?.text]) { try JobRow.job($0) }
        }
    }

    /// What had not begun is stored as not started, beside the crashed jobs, which are returned.
    package func closeAbandonedJobs(at: Date) async throws -> [JobRecord] {
        let abandoned = try await read { database in
            let sql = """
                SELECT \(JobRow.columns) FROM job JOIN run ON run.id = job.run JOIN entity ON entity.id = job.entity
                WHERE run.ended_at IS NULL AND job.state IN ('planned', 'running') ORDER BY job.run, job.position
                """
            return try database.cachedStatement(sql: sql).map([]) { try JobRow.job($0) }
        }
        guard !abandoned.isEmpty else { return [] }
        return try await write(.write) { database in
            let closed = abandoned.map { job in
                var job = job
                job.state = job.state == .planned ? .ended(.notStarted) : .crashed
                job.endedAt = at
                return job
            }
            for job in closed {
                try JobRow(job).store(in: database, run: try database.run(making: job.run), position: nil, at: at)
            }
            try database.execute(
                sql: "UPDATE run SET ended_at = ? WHERE ended_at IS NULL AND mode IS NOT NULL", arguments: [at.stored])
            return closed.filter { $0.state == .crashed }
        }
    }
}

extension Database {
    /// Forgets the jobs of old runs, and later the runs themselves, a few each time.
    fileprivate func prune(jobs retention: Retention, upTo now: Date) throws {
        try cachedStatement(
            sql: """
                DELETE FROM job WHERE run IN (
                    SELECT id FROM run WHERE ended_at < ? AND EXISTS (SELECT 1 FROM job AS old WHERE old.run = run.id
                        AND old.run < (SELECT max(latest.run) FROM job AS latest WHERE latest.entity = old.entity))
                    ORDER BY id LIMIT 4)
                    AND run < (SELECT max(latest.run) FROM job AS latest WHERE latest.entity = job.entity)
                """
        ).execute(arguments: [now.addingTimeInterval(-retention.jobs).stored])
        // A month longer than the history that names them.
        try cachedStatement(
            sql: """
                DELETE FROM run WHERE id IN (
                    SELECT id FROM run WHERE ended_at < ? AND NOT EXISTS (SELECT 1 FROM job WHERE job.run = run.id)
                        AND NOT EXISTS (SELECT 1 FROM intent_batch WHERE intent_batch.run = run.id)
                    ORDER BY id LIMIT 4)
                """
        ).execute(arguments: [now.addingTimeInterval(-retention.history - 30 * 86_400).stored])
    }
}

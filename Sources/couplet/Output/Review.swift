import Model
import SyncStore

/// The review of a synchronization in the words that administrators of the incumbent know: a line per entity.
struct Review {
    /// *Job Queue Entry Status*: where the job of an entity stands.
    enum QueueStatus: String, CaseIterable, Sendable {
        case ready, inProcess, finished, error, onHold, waiting
    }

    /// How one direction ended: what the incumbent calls the job status of a table, to and from.
    enum DirectionStatus: String, CaseIterable, Sendable {
        case blank, inProcess, success, error
    }

    struct Line {
        var entity: EntityName
        var queue: QueueStatus
        /// Towards the integration table, that is from the ERP to the CRM.
        var to: DirectionStatus
        /// From the integration table, that is from the CRM to the ERP.
        var from: DirectionStatus
        var job: JobRecord
    }

    var lines: [Line]
    /// How many documents of each entity have totals that differ.
    var unequal: [EntityName: Int]

    init(jobs: [JobRecord], unequal: [UnequalTotals] = []) {
        self.unequal = Dictionary(grouping: unequal, by: \.entity).mapValues(\.count)
        lines = jobs.map { job in
            Line(
                entity: job.entity, queue: Self.queue(of: job.state), to: Self.direction(.crm, of: job),
                from: Self.direction(.erp, of: job), job: job)
        }
    }

    static func queue(of state: JobRecord.State) -> QueueStatus {
        switch state {
        case .planned: .ready
        case .running: .inProcess
        case .crashed: .error
        case .ended(.complete), .ended(.partial), .ended(.unchanged): .finished
        case .ended(.stopped), .ended(.cancelled): .onHold
        case .ended(.failed): .error
        case .ended(.blocked), .ended(.notStarted): .waiting
        }
    }

    static func direction(_ side: Side, of job: JobRecord) -> DirectionStatus {
        switch job.state {
        case .planned, .ended(.blocked), .ended(.notStarted): .blank
        case .running: .inProcess
        case .crashed, .ended(.failed), .ended(.stopped): .error
        case .ended(.complete), .ended(.partial), .ended(.unchanged), .ended(.cancelled):
            job.directions[side] == nil ? .success : .error
        }
    }
}

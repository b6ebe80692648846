import GRDB
import Synchronization

/// Two earlier states of the data: the one that stale reads see, and the one that takes its place when it is old enough.
struct Replica: Sendable {
    /// What is read.
    var shown: DatabaseQueue
    /// What is shown next.
    var pending: DatabaseQueue
    /// When the pending state was the present one.
    var copied: Moment
}

extension Engine {
    /// The data as it was a while ago; `nil` when no fault makes reads of the system stale.
    @inline(never)
    func replicaDatabase(_ system: SandboxSystem) throws -> DatabaseQueue? {
        guard let lag = faults.staleness(system: system) else {
            replicas.withLock { $0[system] = nil }
            return nil
        }
        let now = clock.now
        if let current = replicas.withLock({ $0[system] }), now.milliseconds - current.copied.milliseconds < lag {
            return current.shown
        }
        let copy = try copyOfData()
        return replicas.withLock { replicas in
            let next = Replica(shown: replicas[system]?.pending ?? copy, pending: copy, copied: now)
            replicas[system] = next
            return next.shown
        }
    }

    private func copyOfData() throws -> DatabaseQueue {
        let copy = try DatabaseQueue(configuration: Collation.configuration())
        try database.backup(to: copy)
        return copy
    }
}

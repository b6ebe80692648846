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
    /// The data as it was a while ago; `nil` when no fault makes reads stale.
    func replicaDatabase(_ system: SandboxSystem) throws -> DatabaseQueue? {
        guard let lag = faults.staleness(system: system) else {
            replica.withLock { $0 = nil }
            return nil
        }
        let now = clock.now
        if let current = replica.withLock({ $0 }), now.milliseconds - current.copied.milliseconds < lag {
            return current.shown
        }
        let copy = try copyOfData()
        return replica.withLock { replica in
            let next = Replica(shown: replica?.pending ?? copy, pending: copy, copied: now)
            replica = next
            return next.shown
        }
    }

    private func copyOfData() throws -> DatabaseQueue {
        let copy = try DatabaseQueue(configuration: Collation.configuration())
        try database.backup(to: copy)
        return copy
    }
}

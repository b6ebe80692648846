import GRDB
import Synchronization

extension Engine {
    /// Keeps the data as they are, the ledger included, for `restoreSnapshot`.
    @inline(never)
    package func keepSnapshot() async throws {
        let copy = try DatabaseQueue(configuration: Collation.configuration())
        try database.backup(to: copy)
        snapshot.withLock { $0 = copy }
    }

    /// Makes the data what they were when the snapshot was kept; says whether there is one.
    ///
    /// Versions go on upwards.
    @inline(never)
    package func restoreSnapshot() async throws -> Bool {
        guard let kept = snapshot.withLock({ $0 }) else { return false }
        try kept.backup(to: database)
        replicas.withLock { $0 = [:] }
        try reloadOptions()
        return true
    }
}

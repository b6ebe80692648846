import Synchronization

/// What the oracles found, across the boundary of a thread.
final class Findings: Sendable {
    private let found = Mutex<[String]>([])
    var all: [String] { found.withLock { $0 } }
    func set(_ findings: [String]) { found.withLock { $0 = findings } }
}

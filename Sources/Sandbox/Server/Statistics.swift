import Synchronization

/// How many requests each service got, and what it answered.
final class Statistics: Sendable {
    /// The counts of one listener.
    struct Counts: Sendable, Hashable {
        /// Requests.
        var requests = 0
        /// Requests by method.
        var methods: [String: Int] = [:]
        /// Answers by status.
        var statuses: [Int: Int] = [:]
        /// Bytes of the bodies that came.
        var bytesIn = 0
        /// Bytes of the bodies that went.
        var bytesOut = 0
        /// Connections that were closed without an answer.
        var dropped = 0
    }

    private let counts = Mutex<[SandboxListener: Counts]>([:])

    /// Counts a request and its answer.
    @inline(never)
    func count(_ listener: SandboxListener, method: String, bytes: Int, answer: HTTPAnswer) {
        counts.withLock { counts in
            var entry = counts[listener] ?? Counts()
            entry.requests += 1
            entry.methods[method, default: 0] += 1
            entry.bytesIn += bytes
            if answer.isDropped {
                entry.dropped += 1
            } else {
                entry.statuses[answer.status, default: 0] += 1
                entry.bytesOut += answer.body.count
            }
            counts[listener] = entry
        }
    }

    /// The counts so far.
    @inline(never)
    var all: [SandboxListener: Counts] { counts.withLock { $0 } }

    /// Begins to count anew.
    @inline(never)
    func reset() { counts.withLock { $0 = [:] } }
}

import Synchronization

/// Requests whose answer went out before they were carried out.
final class LateLandings: Sendable {
    private struct Landing: Sendable {
        var due: Moment
        var carryOut: @Sendable () async -> Void
    }

    private let landings = Mutex<[Landing]>([])

    /// Keeps a request until it is due.
    @inline(never)
    func keep(until due: Moment, _ carryOut: @escaping @Sendable () async -> Void) {
        landings.withLock { $0.append(Landing(due: due, carryOut: carryOut)) }
    }

    /// Carries out what is due, in the order in which it is.
    func settle(now: Moment) async {
        for landing in take(until: now) { await landing.carryOut() }
    }

    @inline(never)
    private func take(until now: Moment) -> [Landing] {
        landings.withLock { landings in
            let due = landings.filter { $0.due <= now }.sorted { $0.due < $1.due }
            landings.removeAll { $0.due <= now }
            return due
        }
    }

    /// How many are kept.
    @inline(never)
    var count: Int { landings.withLock { $0.count } }
}

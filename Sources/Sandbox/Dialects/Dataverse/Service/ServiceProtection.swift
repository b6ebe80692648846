import Synchronization

/// What is left of each client's allowance, for the headers that say so.
///
/// <https://learn.microsoft.com/power-apps/developer/data-platform/api-limits>
final class ServiceProtection: Sendable {
    private static let window: Int64 = 300
    private static let requests = 6000

    private let clock: SandboxClock
    private let counts = Mutex<[String: [Int64: Int]]>([:])

    init(_ clock: SandboxClock) { self.clock = clock }

    /// Counts a request.
    @inline(never)
    func note(_ client: String) {
        let second = clock.now.milliseconds / 1000
        counts.withLock { counts in
            counts[client, default: [:]][second, default: 0] += 1
            guard counts[client, default: [:]].count > 2 * Int(Self.window) else { return }
            counts[client] = counts[client, default: [:]].filter { $0.key > second - Self.window }
        }
    }

    /// The headers of an answer.
    @inline(never)
    func headers(_ client: String) -> [(name: String, value: String)] {
        let second = clock.now.milliseconds / 1000
        let used = counts.withLock { counts in
            counts[client, default: [:]].reduce(0) { $0 + ($1.key > second - Self.window ? $1.value : 0) }
        }
        return [
            ("x-ms-ratelimit-burst-remaining-xrm-requests", "\(max(0, Self.requests - used))"),
            ("x-ms-ratelimit-time-remaining-xrm-requests", "1,200.00"),
        ]
    }
}

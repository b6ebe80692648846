import Model
import Synchronization

/// Knows how long a system has not answered, so that the patience with it is one for all requests.
///
/// The first request that gets no answer waits as long as the patience lasts; those that come after it don't begin again.
struct Outage: Sendable {
    /// How long those who come right after the last failure are told the same without asking.
    static let memory: Duration = .seconds(15)
    /// How long the first answer of all may take: a wrong address is likelier than a long reading.
    static let firstAnswer: Duration = .seconds(60)

    /// Whether the system has ever answered.
    private(set) var wasReached = false
    private var since: Duration?
    private var verdict: (failure: RemoteFailure, until: Duration)?

    /// Creates what is known before the first request: nothing.
    init() {}

    /// An answer came.
    mutating func ended() { (wasReached, since, verdict) = (true, nil, nil) }

    /// A request that began at `start` got no answer; how long the outage has lasted.
    ///
    /// With a system that has answered before it begins with the first failure: until then the request may have waited for its turn.
    mutating func met(by start: Duration, at now: Duration) -> Duration {
        let began = wasReached ? since ?? now : min(since ?? start, start)
        since = began
        return now - began
    }

    /// Whoever met it gave up.
    mutating func gaveUp(_ failure: RemoteFailure, at now: Duration) { verdict = (failure, now + Self.memory) }

    /// What a request that begins now is told at once; `nil` when it is to be sent.
    func refusal(at now: Duration) -> RemoteFailure? {
        guard let verdict, now < verdict.until else { return nil }
        return verdict.failure
    }

    /// The longest time that a request may take now.
    func timeout(of request: HTTPRequest) -> Duration {
        wasReached || request.method != .get ? request.timeout : min(request.timeout, Self.firstAnswer)
    }
}

/// The outage that all requests to one system share.
final class SharedOutage: Sendable {
    private let state = Mutex(Outage())

    /// The outage as it is now.
    @inline(never)
    var now: Outage { state.withLock { $0 } }

    /// Changes it.
    @inline(never)
    func update<Value: Sendable>(_ change: (inout Outage) -> Value) -> Value { state.withLock { change(&$0) } }
}

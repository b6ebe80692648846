/// A clock, as times since a start: what a machine of states can reckon with.
public struct Timeline: Sendable {
    private let elapsed: @Sendable () -> Duration
    private let wait: @Sendable (Duration) async throws -> Void

    /// Starts now, on a clock.
    public init(_ clock: some Clock<Duration>) {
        let origin = clock.now
        elapsed = { origin.duration(to: clock.now) }
        wait = { try await clock.sleep(until: origin.advanced(by: $0), tolerance: nil) }
    }

    /// The time since the start.
    public var now: Duration { elapsed() }

    /// Waits until a time since the start; throws when cancelled.
    public func sleep(until time: Duration) async throws { try await wait(time) }
}

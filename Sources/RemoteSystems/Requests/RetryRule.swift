import Model

/// How long a client goes on trying what passes.
package struct Patience: Sendable, Hashable {
    /// With a server that asks to come back later.
    package var throttled: Duration
    /// With a server that is not available, or can't be reached.
    package var unavailable: Duration
    /// With a server that could not be reached once yet: its address may be wrong.
    package var firstContact: Duration

    /// Creates a patience.
    ///
    /// The window of the rate limits is five minutes, so that a server asks for no more.
    package init(
        throttled: Duration = .seconds(900), unavailable: Duration = .seconds(90), firstContact: Duration = .seconds(15)
    ) {
        self.throttled = throttled
        self.unavailable = unavailable
        self.firstContact = min(firstContact, unavailable)
    }

    /// How long what passes is borne with.
    func limit(for code: ProblemCode, wasReached: Bool) -> Duration {
        switch code {
        case .throttled: throttled
        case .connection where !wasReached: firstContact
        default: unavailable
        }
    }
}

/// Decides how long to wait before a request is sent again, or that it isn't.
struct RetryRule: Sendable {
    let patience: Patience

    private static let first: Duration = .milliseconds(500)
    private static let longest: Duration = .seconds(30)

    /// The pause before an attempt (the second is 1), or `nil` to give up.
    ///
    /// What the server asked for is waited for, when it is within the patience. Otherwise the pause doubles each time, from half
    /// of it to all of it as chance has it, so that clients don't come back together.
    func pause(
        before attempt: Int, after code: ProblemCode, asked: Duration?, spent: Duration, chance: Double,
        wasReached: Bool = true
    ) -> Duration? {
        let doubled = min(Self.longest, Self.first * (1 << min(attempt - 1, 10)))
        let jittered = doubled / 2 + Duration.milliseconds(Int64(chance * Double((doubled / 2).milliseconds)))
        let pause = max(asked ?? .zero, jittered)
        return spent + pause <= patience.limit(for: code, wasReached: wasReached) ? pause : nil
    }
}

extension Duration {
    /// The duration in milliseconds, cut off.
    var milliseconds: Int64 {
        let parts = components
        return parts.seconds * 1_000 + parts.attoseconds / 1_000_000_000_000_000
    }
}

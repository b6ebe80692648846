/// What a dialect works with.
package struct DialectEnvironment: Sendable {
    /// The tables of both systems.
    package var engine: Engine
    /// The time.
    package var clock: SandboxClock
    /// The switches that a dialect looks at itself: stale reads.
    package var faults: Faults
    /// The organisation: its tenant, its company, its users.
    package var organization: Organization
    /// What sends the notifications of webhooks.
    package var post: any NotificationPost

    /// Creates an environment.
    package init(
        engine: Engine, clock: SandboxClock, faults: Faults, organization: Organization,
        post: (any NotificationPost)? = nil
    ) {
        self.post = post ?? HTTPNotificationPost()
        self.engine = engine
        self.clock = clock
        self.faults = faults
        self.organization = organization
    }
}

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

    /// Creates an environment.
    package init(engine: Engine, clock: SandboxClock, faults: Faults, organization: Organization) {
        self.engine = engine
        self.clock = clock
        self.faults = faults
        self.organization = organization
    }
}

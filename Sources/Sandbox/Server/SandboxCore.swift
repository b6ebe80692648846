/// Both services without their sockets: the engine, the dialects, the reception.
package struct SandboxCore: Sendable {
    /// The data.
    package let engine: Engine
    /// Who did what.
    package let ledger: Ledger
    /// The switches of the faults.
    package let faults: Faults
    /// The time.
    package let clock: SandboxClock
    /// Whom the sandbox belongs to.
    package let organization: Organization
    /// What answers requests.
    package let reception: Reception
    let addresses: Addresses

    /// Sets the services up, and fills the company if its tables are empty.
    package init(_ options: SandboxOptions) async throws {
        clock = options.clock ?? .running()
        organization = options.organization
        faults = Faults(clock: clock, seed: options.seed)
        engine = try Engine(
            library: try options.library ?? .bundled(), file: options.data, clock: clock, faults: faults,
            seed: options.seed)
        ledger = Ledger(engine)
        let addresses = Addresses()
        self.addresses = addresses
        let environment = DialectEnvironment(
            engine: engine, clock: clock, faults: faults, organization: options.organization,
            post: options.post)
        reception = Reception(
            environment: environment, dialects: try Self.dialects(environment), limits: options.limits,
            audiences: { addresses.audiences }, authority: { addresses.authority(options.organization) })
        if options.isFilled { try await CompanyFiller(environment).fill(records: options.records, seed: options.seed) }
        for fault in options.faults { faults.set(fault) }
    }

    /// The dialects of both services.
    private static func dialects(_ environment: DialectEnvironment) throws -> [any Dialect] {
        [BusinessCentralDialect(environment), try DataverseDialect(environment)]
    }
}

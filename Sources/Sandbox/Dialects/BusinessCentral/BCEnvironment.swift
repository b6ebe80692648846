/// What a handler works with besides its operation.
struct BCEnvironment {
    let organization: Organization
    /// Which tables refer to which.
    let links: BCLinks
    /// The switches that a handler looks at itself.
    let faults: Faults?
    /// What operations share.
    let memory = BCMemory()
}

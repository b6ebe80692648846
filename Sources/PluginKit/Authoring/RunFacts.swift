/// What holds for a whole run, and all that a hook may know besides the records.
public struct RunFacts: Sendable, Hashable {
    /// The time that counts as now, RFC 3339 in UTC; a plugin asks no clock.
    public let now: String
    /// Where chance comes from; a plugin asks no other source.
    public let seed: Int64
    /// What a person configured.
    public let configuration: Configuration
    /// What the records that the batch refers to are coupled with.
    public let references: ResolvedReferences

    /// Puts together what holds for a run.
    public init(
        now: String, seed: Int64 = 0, configuration: Configuration = .empty,
        references: ResolvedReferences = ResolvedReferences()
    ) {
        self.now = now
        self.seed = seed
        self.configuration = configuration
        self.references = references
    }
}

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
    /// What the plugin keeps in the host, by name: `EntityPlugin.keeps` says what, `keep(after:about:in:)` changes it.
    public let kept: [String: String]
    /// Where a hook says something for the host's log.
    public let log: PluginLog
    private let found: [Lookup: [Lookup.Record]]

    /// Puts together what holds for a run.
    public init(
        now: String, seed: Int64 = 0, configuration: Configuration = .empty,
        references: ResolvedReferences = ResolvedReferences(), kept: [String: String] = [:],
        found: [Lookup: [Lookup.Record]] = [:], log: PluginLog = PluginLog()
    ) {
        self.now = now
        self.seed = seed
        self.configuration = configuration
        self.references = references
        self.kept = kept
        self.found = found
        self.log = log
    }

    /// What a lookup found; none when there is no such record.
    ///
    /// `nil` when it was not asked for, or nobody could be asked: when a person wants to know what would happen to one
    /// record, outside of a run.
    public func found(_ lookup: Lookup) -> [Lookup.Record]? { found[lookup] }
}

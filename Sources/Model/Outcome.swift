/// What became of one decision.
public enum Outcome: Sendable, Hashable {
    /// It was carried out; the store and both systems agree.
    case done
    /// Nothing was to be done.
    case unchanged
    /// It would be carried out (dry run).
    case planned
    /// It waits for another record to be coupled.
    case waiting(RecordReference)
    /// It is set aside, with the reason; retried when its cause changes.
    case setAside(Problem)
    /// A guard stopped it, and the entity with it.
    case guarded(Problem)
    /// Whether the write took effect is not known; it is settled before anything else happens to the record.
    case inDoubt
}

/// The counters of an entity's run, in the incumbent's own words.
public struct Counters: Sendable, Hashable {
    /// Records created on a side.
    public var inserted = Sided(erp: 0, crm: 0)
    /// Records changed on a side.
    public var modified = Sided(erp: 0, crm: 0)
    /// Records deleted on a side.
    public var deleted = Sided(erp: 0, crm: 0)
    /// Pairs that were looked at and needed no write.
    public var unchanged = 0
    /// Pairs that were newly coupled.
    public var coupled = 0
    /// Couplings that were ended.
    public var uncoupled = 0
    /// Pairs that wait for another record.
    public var waiting = 0
    /// Pairs that are set aside: they failed, or a person must decide.
    public var failed = 0
    /// Records that the entity's filter leaves out.
    public var skipped = 0
    /// Pairs with a conflict that a person must resolve; part of `failed`.
    public var conflicts = 0

    /// Creates counters of zero.
    public init() {}
}

/// How the run of one entity ended, as stored.
///
/// Every entity of a plan has one.
public enum EndState: Sendable, Hashable {
    /// All is settled.
    case complete
    /// The run went through; some records wait or are set aside.
    case partial
    /// Nothing had changed; no process was started.
    case unchanged
    /// A guard stopped it; a person approves the plan or raises the limit.
    case stopped(Problem)
    /// It failed.
    case failed(Problem)
    /// What it needs has not completed, or is misconfigured.
    case blocked(by: EntityName)
    /// A person stopped the run first.
    case notStarted
    /// A person stopped the run while it was going on.
    case cancelled
}

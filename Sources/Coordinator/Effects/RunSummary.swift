import Model

/// Where the run of an entity stands when its plugin has answered.
struct RunSummary: Sendable {
    /// What was done.
    var counters: Counters
    /// The latest problem of records that were set aside, by the side that could not be written.
    var directions: Sided<Problem?>
    /// The writes that were counted, with those of earlier passes.
    var tally: WriteTally
    /// Entities whose records waited for what was coupled.
    var wakes: Set<EntityName>
    /// What ended the run before its time.
    var stop: Problem?
    /// What the host ran into.
    var failure: (any Error)?
    /// Pairs that were handed out and never decided.
    var undecided: Int
    /// Whether something is left for the next run.
    var holds: Bool

    /// The end state of a run that went through.
    func end(isIdle: Bool) -> EndState {
        if isIdle { return counters.failed + counters.waiting > 0 ? .partial : .unchanged }
        return counters.failed + counters.waiting > 0 || holds ? .partial : .complete
    }
}

extension EntityRun {
    /// Where the run stands.
    func summary() -> RunSummary {
        RunSummary(
            counters: counters, directions: directions, tally: tally, wakes: wakes, stop: stop,
            failure: failure, undecided: handedOut.count, holds: holds)
    }
}

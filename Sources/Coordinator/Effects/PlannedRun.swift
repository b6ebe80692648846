import Model

/// What a dry pass came to: a plan, or the end of the run.
struct PlannedRun: Sendable {
    /// The plan; `nil` when the run ended before there was one.
    var report: PlanReport?
    /// How the run ended without a plan.
    var end: EndState?
    /// Entities whose records waited for what is planned.
    var wakes: Set<EntityName> = []

    /// The result of a run that was to be no more than a plan.
    func result(_ unknown: [String]) -> EntityResult {
        guard let report else { return EntityResult(end: end ?? .complete) }
        let waits = report.counters.failed + report.counters.waiting > 0
        var result = EntityResult(end: report.verdict.map { .stopped($0) } ?? (waits ? .partial : .complete))
        if report.verdict == nil, report.entries.isEmpty, report.omitted == 0 { result.end = .unchanged }
        result.counters = report.counters
        result.plan = report
        result.planHash = report.hash
        if report.verdict == nil { result.unasked = report.tally }
        result.unknownWords = unknown
        result.wakes = wakes
        return result
    }
}

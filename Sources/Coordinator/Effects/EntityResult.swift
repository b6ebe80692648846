package import Model

/// What the run of one entity came to.
package struct EntityResult: Sendable {
    /// How it ended.
    package var end: EndState
    /// What was counted; of a dry run, what would be.
    package var counters = Counters()
    /// The latest problem of records that were set aside, by the side that could not be written.
    package var directions: Sided<Problem?> = Sided(erp: nil, crm: nil)
    /// The plan: of a dry run, or of a run that a guard stopped.
    package var plan: PlanReport?
    /// The plan's hash, when a guard asks for approval of it.
    package var planHash: String?
    /// The hashes of the plans that it carried out since a person approved them.
    package var approved: Set<String> = []
    /// The writes that this pass and those before it made, or would make, without a person's word.
    package var unasked = WriteTally()
    /// Entities whose records waited for what this run coupled.
    package var wakes: Set<EntityName> = []
    /// What a verification found.
    package var verification: Verification?
    /// Words of the selection that nothing was found by.
    package var unknownWords: [String] = []

    /// Creates a result.
    package init(end: EndState) { self.end = end }

    /// The result of a run that was followed by another pass.
    package func followed(by next: EntityResult) -> EntityResult {
        var whole = next
        whole.counters = counters.adding(next.counters)
        whole.directions = Sided { next.directions[$0] ?? directions[$0] }
        whole.plan = plan.map { $0.followed(by: next.plan) } ?? next.plan
        // Of a dry run, a person approves the first pass. Of a run, the pass that was stopped.
        whole.planHash = plan == nil ? next.planHash : planHash
        if let plan = whole.plan, plan.unforeseen > 0, plan.hash == nil { whole.planHash = nil }
        whole.approved = approved.union(next.approved)
        whole.wakes = wakes.union(next.wakes)
        whole.unknownWords = unknownWords
        switch (end, next.end) {
        case (.unchanged, .unchanged): whole.end = .unchanged
        // Of a dry run: what would be asked for is asked for.
        case (.stopped, .complete), (.stopped, .unchanged), (.stopped, .partial): whole.end = end
        case (_, .complete), (_, .unchanged), (_, .partial):
            let isLeft = whole.counters.failed + whole.counters.waiting > 0
            whole.end = isLeft || next.end == .partial ? .partial : .complete
        case (_, .stopped), (_, .failed), (_, .blocked), (_, .notStarted), (_, .cancelled): break
        }
        return whole
    }
}

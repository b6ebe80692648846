/// The limits past which a run stops before its first write and asks a person.
package struct GuardPolicy: Sendable, Hashable {
    /// The larger of a number and a share.
    package struct Limit: Sendable, Hashable {
        /// A number that is always allowed.
        package var count: Int
        /// A share of the whole that is allowed, in percent.
        package var percent: Int

        /// Creates a limit.
        package init(count: Int, percent: Int) {
            self.count = count
            self.percent = percent
        }

        /// How many are allowed of a whole.
        package func allowance(of whole: Int) -> Int { max(count, whole * percent / 100) }
    }

    /// Records deleted on a side, of the couplings.
    package var deletes = Limit(count: 10, percent: 1)
    /// Coupled records changed on a side, also when their coupling ends, of the couplings.
    package var overwrites = Limit(count: 50, percent: 20)
    /// Records created on a side, of the couplings, when the entity has completed a run before.
    package var creates = Limit(count: 100, percent: 20)
    /// Whether any create of an entity's first run needs an approved plan.
    package var approvesFirstRun = true
    /// Coupled pairs that an incremental run finds changed, of the couplings.
    package var changed = Limit(count: 50, percent: 80)

    /// Creates the default limits.
    package init() {}
}

/// What a person agreed to beforehand.
package enum Approval: Sendable, Hashable {
    /// Nothing: what a guard stops is asked for.
    case none
    /// Whatever this run comes to: said at the start, by a person who wants this run.
    case everything
    /// The plans with these hashes, by this person: nothing else that a guard stops.
    case plans(Set<String>, by: String)

    /// The hashes of the plans that were agreed to.
    package var hashes: Set<String> {
        if case .plans(let hashes, _) = self { hashes } else { [] }
    }
}

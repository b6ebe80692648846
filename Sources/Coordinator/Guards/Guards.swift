package import Model

/// The guards: what a run is about to do, against what it may do unasked.
///
/// Pure.
package struct Guards: Sendable {
    /// Something that a run found or is about to do.
    package enum Situation: Sendable, Hashable {
        /// So many records would be deleted on a side, in all of the run.
        case deletes(Side, Int)
        /// So many coupled records would be changed on a side, in all of the run.
        case overwrites(Side, Int)
        /// So many records would be created on a side, in all of the run.
        case creates(Side, Int)
        /// So many uncoupled records would be changed on a side, since they were found to belong to a record of the other.
        case adoptions(Side, Int)
        /// A complete listing of a side had no record in it.
        case emptyListing(Side)
        /// So many coupled pairs differ from their base in an incremental run.
        case changed(Int)
        /// The systems are not those that the store belongs to.
        case otherEnvironment(Side)
        /// The mapping is not the one that the bases were made with.
        case otherMapping
    }

    /// What a guard says.
    package enum Verdict: Sendable, Hashable {
        /// Go on.
        case pass
        /// Compare everything afresh before anything is written.
        case rebase
        /// Stop before the first such write, until a person approves the plan or raises the limit.
        case ask(Problem)
        /// Stop; no approval helps, the configuration is wrong.
        case refuse(Problem)
    }

    /// The limits.
    package var policy: GuardPolicy
    /// The couplings that the entity had when the run began.
    package var couplings: Int
    /// Whether the entity has never completed a run.
    package var isFirstRun: Bool

    /// Creates the guards of an entity's run.
    package init(policy: GuardPolicy, couplings: Int, isFirstRun: Bool) {
        self.policy = policy
        self.couplings = couplings
        self.isFirstRun = isFirstRun
    }

    /// The table: what each guard says of each situation.
    package func verdict(on situation: Situation) -> Verdict {
        switch situation {
        // Too many records would vanish.
        case .deletes(let side, let count): limit(policy.deletes, count, .guardDeletes, side)
        // A wrong mapping or a mass import would roll over the other side.
        case .overwrites(let side, let count): limit(policy.overwrites, count, .guardOverwrites, side)
        // The first copy of an entity is looked at by a person.
        case .creates(let side, let count) where isFirstRun:
            policy.approvesFirstRun && count > 0 ? ask(.guardCreates, count, 0, side) : .pass
        // A lost store or a copied company would make everything twice.
        case .creates(let side, let count): limit(policy.creates, count, .guardCreates, side)
        // So is the first time that found partners are written to.
        case .adoptions(let side, let count) where isFirstRun:
            policy.approvesFirstRun && count > 0 ? ask(.guardOverwrites, count, 0, side) : .pass
        case .adoptions(let side, let count): limit(policy.overwrites, count, .guardOverwrites, side)
        // Nothing is coupled, so nothing can be missed.
        case .emptyListing where couplings == 0: .pass
        // A permission was lost, or another company is looked at: nobody deletes the last record of all.
        case .emptyListing(let side): ask(.guardEmptyListing, couplings, 0, side)
        // A clock, a restore or a migration touched every record.
        case .changed(let count): limit(policy.changed, count, .guardClock, nil)
        // A copy of a system must never be taken for the system.
        case .otherEnvironment(let side): .refuse(Problem(.environmentChanged, side: side))
        // What «unchanged» means has changed.
        case .otherMapping: couplings == 0 ? .pass : .rebase
        }
    }

    private func limit(_ limit: GuardPolicy.Limit, _ count: Int, _ code: ProblemCode, _ side: Side?) -> Verdict {
        let allowed = limit.allowance(of: couplings)
        return count > allowed ? ask(code, count, allowed, side) : .pass
    }

    private func ask(_ code: ProblemCode, _ count: Int, _ allowed: Int, _ side: Side?) -> Verdict {
        .ask(Problem(code, ["\(count)", "\(allowed)", "\(couplings)"], side: side))
    }
}

package import Model

/// How far the run of an entity is.
package struct RunProgress: Sendable, Hashable {
    /// What a run does, in the order in which it does it.
    package enum Phase: String, Sendable, Hashable, CaseIterable {
        /// It settles what was left open, and reads what changed.
        case reading
        /// It lists a side completely.
        case listing
        /// A guard might stop it: its plan is made first.
        case planning
        /// The plugin decides, and the host carries out.
        case deciding
        /// It compares ids and versions.
        case verifying
    }

    /// What the run does.
    package var phase: Phase
    /// What was done so far.
    package var counters: Counters
    /// Pairs that were settled.
    package var done: Int
    /// Pairs expected, where known.
    package var total: Int?

    /// Creates it.
    package init(_ phase: Phase, counters: Counters = Counters(), done: Int = 0, total: Int? = nil) {
        self.phase = phase
        self.counters = counters
        self.done = done
        self.total = total
    }
}

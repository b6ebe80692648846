import Model

extension Counters {
    /// Adds what a batch, or a pass, came to.
    mutating func add(_ other: Counters) {
        for side in Side.allCases {
            inserted[side] += other.inserted[side]
            modified[side] += other.modified[side]
            deleted[side] += other.deleted[side]
        }
        unchanged += other.unchanged
        coupled += other.coupled
        uncoupled += other.uncoupled
        waiting += other.waiting
        failed += other.failed
        skipped += other.skipped
        conflicts += other.conflicts
    }

    /// The sum of both.
    func adding(_ other: Counters) -> Counters {
        var sum = self
        sum.add(other)
        return sum
    }
}

package import Model

/// The writes of a run, counted: those decided so far, or those that may come at most.
package struct WriteTally: Sendable, Hashable {
    /// Records created on a side.
    package var creates = Sided(erp: 0, crm: 0)
    /// Coupled records changed on a side.
    package var overwrites = Sided(erp: 0, crm: 0)
    /// Records changed on a side because they were found to belong to a record of the other.
    package var adoptions = Sided(erp: 0, crm: 0)
    /// Records, and lines of documents that stay, deleted on a side.
    package var deletes = Sided(erp: 0, crm: 0)

    /// Creates a tally of nothing.
    package init() {}

    /// Counts a decision about a pair, and notes with the pair what it was counted as.
    mutating func count(_ decision: Decision, _ nominee: inout Nominee) {
        // What was left out until now is filled in: that rolls over nothing.
        if nominee.isAwaited { return }
        var decided = WriteTally()
        decided.count(decision.action, isCoupled: nominee.coupling != nil)
        // The lines of a document that are gone are gone as any record: it is no matter that the document stays.
        for side in Side.allCases {
            decided.deletes[side] += decision.lines[side].count { if case .delete = $0 { true } else { false } }
        }
        add(decided.anew(after: nominee.counted))
        nominee.counted.add(decided)
    }

    /// What of a decision about a pair is not counted yet when earlier ones were: a create where there was none before, more deletes than
    /// there were, a change of a record that no decision was to write to.
    package func anew(after counted: WriteTally) -> WriteTally {
        var rest = self
        for side in Side.allCases {
            let isWritten = counted.creates[side] + counted.overwrites[side] + counted.adoptions[side] > 0
            if counted.creates[side] > 0 { rest.creates[side] = 0 }
            rest.deletes[side] = max(0, rest.deletes[side] - counted.deletes[side])
            if isWritten { (rest.overwrites[side], rest.adoptions[side]) = (0, 0) }
        }
        return rest
    }

    /// Adds another count.
    mutating func add(_ other: WriteTally) {
        for count in [\WriteTally.creates, \.overwrites, \.adoptions, \.deletes] {
            for side in Side.allCases { self[keyPath: count][side] += other[keyPath: count][side] }
        }
    }

    /// The sum of both.
    func adding(_ other: WriteTally) -> WriteTally {
        var sum = self
        sum.add(other)
        return sum
    }

    /// Counts a decision about a pair, coupled or not.
    package mutating func count(_ action: Decision.Action, isCoupled: Bool) {
        switch action {
        case .create(let side, _, _): creates[side] += 1
        case .update(let side, _): countUpdate(side, isCoupled)
        case .updateBoth: for side in Side.allCases { countUpdate(side, isCoupled) }
        case .delete(let side): deletes[side] += 1
        case .uncouple(let fields): for side in Side.allCases where !fields[side].isEmpty { overwrites[side] += 1 }
        case .none, .couple, .setAside, .wait: break
        }
    }

    private mutating func countUpdate(_ side: Side, _ isCoupled: Bool) {
        if isCoupled { overwrites[side] += 1 } else { adoptions[side] += 1 }
    }

    /// Counts the most that could be decided about a nominee.
    mutating func expect(_ nominee: Nominee) {
        if nominee.isAwaited { return }
        for side in Side.allCases {
            let other = side.opposite
            switch (nominee.sides[side].presence, nominee.coupling != nil) {
            case (.present, true) where nominee.sides[side].isChanged:
                overwrites[other] += 1
                // How many of its lines are gone shows when they are looked at: some may be.
                if nominee.sides[side].hasOtherLines { deletes[other] += 1 }
            case (.deleted, true):
                deletes[other] += 1
                overwrites[other] += 1
                creates[side] += 1
            case (.present, false) where nominee.sides[other].presence == .absent: creates[other] += 1
            case (.present, false): adoptions[other] += 1
            // Its coupling may end, and its partner be blocked or freed before.
            case (.outOfScope, true): for side in Side.allCases { overwrites[side] += 1 }
            case (.present, true), (.outOfScope, false), (.absent, _), (.deleted, false): break
            }
        }
    }

    /// The situations that the guards are asked about, the gravest first.
    package var situations: [Guards.Situation] {
        Side.allCases.map { .deletes($0, deletes[$0]) } + Side.allCases.map { .creates($0, creates[$0]) }
            + Side.allCases.map { .adoptions($0, adoptions[$0]) }
            + Side.allCases.map { .overwrites($0, overwrites[$0]) }
    }

    /// The counts that are above the other's; those that are not are nothing.
    package func exceeding(_ other: WriteTally) -> WriteTally {
        var excess = WriteTally()
        for count in [\WriteTally.creates, \.overwrites, \.adoptions, \.deletes] {
            for side in Side.allCases where self[keyPath: count][side] > other[keyPath: count][side] {
                excess[keyPath: count][side] = self[keyPath: count][side]
            }
        }
        return excess
    }
}

extension Guards {
    /// The first problem that a tally meets; `nil` when every guard lets it pass.
    package func problem(with tally: WriteTally) -> Problem? {
        for situation in tally.situations {
            switch verdict(on: situation) {
            case .pass, .rebase: continue
            case .ask(let problem), .refuse(let problem): return problem
            }
        }
        return nil
    }
}

import Model

/// One thing that happens in a history.
///
/// `place` is where its own chance comes from, so that leaving out another action does not change this one.
package struct Action: Sendable, CustomStringConvertible {
    /// What can happen.
    enum Kind: Sendable, Hashable {
        /// A person makes a record, or two make the same on both sides.
        case make
        /// Two people make the same, one on each side.
        case meet
        /// A person edits a record, or two edit the same field on both sides.
        case edit
        /// People edit every record, on one side each.
        case editEach
        /// A person deletes a record.
        case delete
        /// A host runs, and dies at a step; what is under way meets a fate.
        case death(step: Int?, CutFate)
        /// A host runs, and things go wrong.
        case run
        /// A host runs undisturbed, after a dry run that predicts it.
        case rehearse
        /// A host runs under guards that let little pass.
        case guarded
        /// Time passes.
        case wait
        /// A system forgets the positions of its feeds.
        case forget
        /// Everything calms down, and is judged.
        case rest
    }

    var kind: Kind
    var place: UInt64

    package var description: String { "\(kind) (\(place))" }
}

extension Action {
    /// The actions of a seed, in order.
    static func all(of seed: UInt64) -> [Action] {
        var random = SeededRandom(seed, at: 3)
        var kinds = [Kind](repeating: .make, count: random.number(3...6))
        // Two thirds begin with two systems in step.
        kinds.append(random.once(in: 3) ? .run : .rest)
        for _ in 0..<random.number(4...28) {
            switch random.number(0...99) {
            case ..<44: kinds.append(.edit)
            case ..<54: kinds.append(.make)
            case ..<59: kinds.append(.delete)
            case ..<85: kinds.append(.run)
            case ..<88: kinds.append(.rehearse)
            case ..<91: kinds.append(.guarded)
            case ..<94: kinds.append(.wait)
            case ..<96: kinds.append(.forget)
            default: kinds.append(.rest)
            }
        }
        return kinds.enumerated().map { Action(kind: $1, place: UInt64($0 + 16)) }
    }

    /// A day in which people do something of everything that makes Couplet write, and at its end a run whose host dies at a step.
    ///
    /// Then people go on while no host lives: whoever wrote something down wrongly gives an edit away.
    static func day(_ seed: UInt64, deadAt step: Int?, _ fate: CutFate) -> [Action] {
        let founding = [Kind](repeating: .make, count: 12) + [.rest]
        let work: [Kind] = [
            .edit, .make, .edit, .meet, .make, .edit, .delete, .make, .edit, .make, .edit, .delete, .make, .edit,
        ]
        let kinds = founding + work + work + [.death(step: step, fate), .editEach]
        return kinds.enumerated().map { Action(kind: $1, place: UInt64($0 + 16)) }
    }
}

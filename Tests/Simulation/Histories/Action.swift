import Model

/// One thing that happens in a history.
///
/// `place` is where its own chance comes from, so that leaving out another action does not change this one.
package struct Action: Sendable, CustomStringConvertible {
    /// What can happen.
    enum Kind: Sendable, Hashable {
        /// A person makes a record, or two make the same on both sides.
        case make
        /// A person edits a record, or two edit the same field on both sides.
        case edit
        /// A person deletes a record.
        case delete
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
        var kinds = [Kind](repeating: .make, count: random.number(3...6)) + [.run]
        for _ in 0..<random.scale(upTo: 32) {
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
}

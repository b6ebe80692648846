import Model

/// Whether a decision fits the state of its pair: the rules by which the host refuses a batch.
enum DecisionFit {
    /// What doesn't fit; `nil` when all does.
    static func misfit(_ action: Decision.Action, _ pair: RecordPair) -> String? {
        switch action {
        case .none, .setAside, .wait:
            return nil
        case .create(let side, _, let key):
            if pair.sides[side.opposite].presence != .present { return "creates from a record that is not there" }
            switch pair.sides[side].presence {
            case .present, .outOfScope: return "creates a record that is there"
            case .absent, .deleted: break
            }
            if pair.match?.ambiguous.isEmpty == false { return "creates while others may be the same record" }
            let lacking = key.filter { action.fields(on: side)[$0] == nil }
            return lacking.isEmpty ? nil : "names a key that it does not set: \(lacking.joined(separator: ", "))"
        case .update(let side, _):
            if pair.match?.ambiguous.isEmpty == false { return "writes while others may be the same record" }
            // What left the scope on one side may be told to the other: an inactive account blocks its customer.
            let isOther = pair.isCoupled && pair.sides[side.opposite].presence == .outOfScope
            let fits = bothPresent(pair) || isOther && pair.sides[side].presence == .present
            return fits ? nil : "writes to a record that is not there"
        case .updateBoth:
            if pair.match?.ambiguous.isEmpty == false { return "writes while others may be the same record" }
            return bothPresent(pair) ? nil : "writes to a record that is not there"
        case .delete(let side):
            if !pair.isCoupled { return "deletes what is not coupled" }
            return pair.sides[side].presence == .present ? nil : "deletes a record that is not there"
        case .couple:
            if pair.isCoupled { return "couples what is coupled" }
            return bothPresent(pair) ? nil : "couples a record that is not there"
        case .uncouple(let fields):
            if !pair.isCoupled { return "uncouples what is not coupled" }
            for side in Side.allCases where !fields[side].isEmpty {
                switch pair.sides[side].presence {
                case .present, .outOfScope: break
                case .deleted, .absent: return "writes to a record that is not there"
                }
            }
            return nil
        }
    }

    /// A coupled record that left the filter is still there: its partner may be told.
    private static func bothPresent(_ pair: RecordPair) -> Bool {
        Side.allCases.allSatisfy { side in
            let presence = pair.sides[side].presence
            return presence == .present || pair.isCoupled && presence == .outOfScope
        }
    }
}

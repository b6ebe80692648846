import Model

/// A pair as it is when a decision was carried out and both records were read again.
enum SettledPair {
    /// The pair afterwards; `nil` when the decision writes nothing.
    static func pair(after decision: Decision, _ pair: RecordPair, _ sample: Sample) -> RecordPair? {
        let wasCoupled = pair.isCoupled
        var pair = pair
        switch decision.action {
        case .create(let side, let fields, _):
            pair.sides[side] = SideState(
                presence: .present, id: RecordID("new"), fields: blank(sample.records[side].first))
            write(fields, to: side, &pair)
        case .update(let side, let fields): write(fields, to: side, &pair)
        case .updateBoth(let fields): for side in Side.allCases { write(fields[side], to: side, &pair) }
        case .none, .delete, .couple, .uncouple, .setAside, .wait: return nil
        }
        pair.isCoupled = true
        pair.match = nil
        SettledLines.write(decision, to: &pair, sample)
        for side in Side.allCases {
            // What nobody wrote and nobody changed is not in question.
            let written = decision.action.fields(on: side).names
            switch pair.sides[side].change {
            case .fields(let names) where wasCoupled: pair.sides[side].change = .fields(names + written)
            case .fields, .unknown:
                let isSource = decision.action.fields(on: side).isEmpty
                pair.sides[side].change = .fields(isSource ? pair.sides[side].fields.names : written)
            }
        }
        return pair
    }

    private static func write(_ fields: Fields, to side: Side, _ pair: inout RecordPair) {
        for field in fields where pair.sides[side].fields[field.name] != nil {
            pair.sides[side].fields[field.name] = field.value
        }
    }

    private static func blank(_ record: Fields?) -> Fields {
        Fields(record?.map { Fields.Element($0.name, .null) } ?? [])
    }
}

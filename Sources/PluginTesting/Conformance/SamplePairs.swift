import Model

/// Every state that a pair may be in, with the records of a sample.
struct SamplePairs {
    private let sample: Sample
    private var number = 0
    private(set) var all: [RecordPair] = []

    init(_ sample: Sample) {
        self.sample = sample
        guard sample.records.erp.count > 1, sample.records.crm.count > 1 else { return }
        add(false, present(.erp, 0), .absent)
        add(false, .absent, present(.crm, 1))
        add(false, present(.erp, 0), present(.crm, 0), match: RecordPair.Match(rule: "key"))
        add(false, present(.erp, 0), present(.crm, 1), match: RecordPair.Match(rule: "key"))
        add(
            false, present(.erp, 0), .absent,
            match: RecordPair.Match(rule: "name", ambiguous: ["a", "b"].map { RecordID($0) }))
        add(true, present(.erp, 0, changed: []), present(.crm, 0, changed: []))
        for name in sample.records.erp[0].names {
            add(true, present(.erp, 1, changed: [name]), present(.crm, 0, changed: []))
        }
        for name in sample.records.crm[0].names {
            add(true, present(.erp, 0, changed: []), present(.crm, 1, changed: [name]))
        }
        add(
            true, present(.erp, 1, changed: sample.records.erp[0].names),
            present(.crm, 0, changed: sample.records.crm[0].names))
        for side in Side.allCases { addGone(side) }
    }

    private mutating func addGone(_ side: Side) {
        let there = present(side.opposite, 0, changed: [])
        for presence in [SideState.Presence.deleted, .outOfScope] {
            let gone = SideState(presence: presence, id: id(side, 0), change: .fields([]))
            add(true, side == .erp ? gone : there, side == .erp ? there : gone)
        }
    }

    private mutating func add(_ isCoupled: Bool, _ erp: SideState, _ crm: SideState, match: RecordPair.Match? = nil) {
        number += 1
        all.append(
            RecordPair(
                id: RecordPair.ID(number), isCoupled: isCoupled, sides: Sided(erp: erp, crm: crm), match: match,
                cause: .selected))
    }

    private func present(_ side: Side, _ place: Int, changed: [FieldName]? = nil) -> SideState {
        SideState(
            presence: .present, id: id(side, place), fields: sample.records[side][place],
            change: changed.map { .fields($0) } ?? .unknown)
    }

    private func id(_ side: Side, _ place: Int) -> RecordID { RecordID("\(side.rawValue)-\(place)") }
}

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

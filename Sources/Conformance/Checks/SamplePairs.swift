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
        addDocuments()
    }

    /// Documents with their lines, in every state that these may be in.
    private mutating func addDocuments() {
        guard let lines = sample.lines, lines.records.erp.count > 1, lines.records.crm.count > 1 else { return }
        add(false, document(.erp, [line(.erp, 0), line(.erp, 1)], changed: nil), .absent)
        add(false, .absent, document(.crm, [line(.crm, 0), line(.crm, 1)], changed: nil))
        // They meet for the first time.
        add(
            false, document(.erp, [line(.erp, 0)], changed: nil), document(.crm, [line(.crm, 0)], changed: nil),
            match: RecordPair.Match(rule: "key"))
        let coupled = Sided { side in [coupledLine(side, 0), coupledLine(side, 1)] }
        add(true, document(.erp, coupled.erp), document(.crm, coupled.crm))
        for side in Side.allCases {
            var edited = coupled
            // What the second line says, in the first.
            edited[side][0].fields = lines.records[side][1]
            edited[side][0].change = .fields(lines.records[side][1].names)
            add(true, document(.erp, edited.erp), document(.crm, edited.crm))
            var more = coupled
            more[side].append(line(side, 1, as: "\(side.rawValue)-line-new"))
            add(true, document(.erp, more.erp), document(.crm, more.crm))
            var fewer = coupled
            fewer[side].removeLast()
            add(true, document(.erp, fewer.erp), document(.crm, fewer.crm))
        }
    }

    private func document(_ side: Side, _ lines: [LineState], changed: [FieldName]? = []) -> SideState {
        var state = present(side, 0, changed: changed)
        state.lines = lines
        return state
    }

    private func line(_ side: Side, _ place: Int, as id: String? = nil) -> LineState {
        LineState(
            id: RecordID(id ?? "\(side.rawValue)-line-\(place)"),
            fields: sample.lines?.records[side][place] ?? Fields(), change: .unknown)
    }

    private func coupledLine(_ side: Side, _ place: Int) -> LineState {
        var line = line(side, place)
        line.partner = RecordID("\(side.opposite.rawValue)-line-\(place)")
        line.change = .fields([])
        return line
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

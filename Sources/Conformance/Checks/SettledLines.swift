import Model

/// The lines of a pair as they are when a decision was carried out and both documents were read again.
enum SettledLines {
    /// Carries out what a decision says of the lines.
    static func write(_ decision: Decision, to pair: inout RecordPair, _ sample: Sample) {
        guard let lines = sample.lines else { return }
        for side in Side.allCases {
            for (number, write) in decision.lines[side].enumerated() {
                carryOut(write, as: RecordID("\(side.rawValue)-made-\(number)"), on: side, &pair, lines)
            }
        }
        // What was compared anew is all that either side holds.
        for side in Side.allCases {
            for place in pair.sides[side].lines.indices {
                pair.sides[side].lines[place].change = .fields(pair.sides[side].lines[place].fields.names)
            }
        }
    }

    private static func carryOut(
        _ write: LineWrite, as made: RecordID, on side: Side, _ pair: inout RecordPair, _ lines: SampleLines
    ) {
        switch write {
        case .create(let source, let fields):
            var line = LineState(
                id: made, partner: source,
                fields: Fields(lines.records[side].first?.map { Fields.Element($0.name, .null) } ?? []))
            put(fields, into: &line.fields)
            pair.sides[side].lines.append(line)
            tie(source, to: made, on: side.opposite, &pair)
        case .update(let id, let fields):
            for place in pair.sides[side].lines.indices where pair.sides[side].lines[place].id == id {
                put(fields, into: &pair.sides[side].lines[place].fields)
            }
        case .delete(let id): pair.sides[side].lines.removeAll { $0.id == id }
        case .leave: break
        case .couple(let id, let other):
            tie(id, to: other, on: side, &pair)
            tie(other, to: id, on: side.opposite, &pair)
        }
    }

    private static func tie(_ id: RecordID, to partner: RecordID, on side: Side, _ pair: inout RecordPair) {
        for place in pair.sides[side].lines.indices where pair.sides[side].lines[place].id == id {
            pair.sides[side].lines[place].partner = partner
        }
    }

    private static func put(_ new: Fields, into fields: inout Fields) {
        for field in new { fields[field.name] = field.value }
    }
}

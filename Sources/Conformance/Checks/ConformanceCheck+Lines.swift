import Model
import PluginProtocol

extension ConformanceCheck {
    /// What is written of the lines of a document.
    mutating func checkLines(_ decision: Decision, _ pair: RecordPair) {
        if let detail = LineFit.misfit(decision, pair) { broke(.decisionFits, "pair \(pair.id): \(detail)") }
        for side in Side.allCases {
            for field in decision.lines[side].flatMap(\.fields) where !isDescribedOfLines(field.name, on: side) {
                broke(
                    .writesWhatIsDescribed,
                    "writes \(side.rawValue).\(field.name) of a line, which it never described")
            }
        }
    }

    private func isDescribedOfLines(_ field: FieldName, on side: Side) -> Bool {
        description?.lines?.fields.contains { mapped in
            mapped.direction.writes(to: side) && (side == .erp ? mapped.erp : mapped.crm) == field
        } ?? false
    }
}

extension RecordPair {
    /// Whether any line is not as both sides last agreed on it.
    var hasLineEdits: Bool {
        Side.allCases.contains { side in
            let there = Set(sides[side.opposite].lines.map(\.id))
            return sides[side].lines.contains { line in
                line.change != .fields([]) || line.partner.map { !there.contains($0) } ?? true
            }
        }
    }
}

extension LineWrite {
    /// What is written; nothing by a deletion.
    fileprivate var fields: Fields {
        switch self {
        case .create(_, let fields), .update(_, let fields): fields
        case .delete, .leave, .couple: Fields()
        }
    }
}

import Model

/// Whether what a decision says of lines fits the lines of its pair.
enum LineFit {
    /// What doesn't fit; `nil` when all does.
    static func misfit(_ decision: Decision, _ pair: RecordPair) -> String? {
        guard decision.lines != Sided(erp: [], crm: []) else { return nil }
        switch decision.action {
        case .create, .update, .updateBoth: break
        case .none, .delete, .couple, .uncouple, .setAside, .wait: return "writes lines, and not their document"
        }
        for side in Side.allCases {
            if let detail = misfit(decision.lines[side], on: side, pair) { return detail }
        }
        return nil
    }

    private static func misfit(_ writes: [LineWrite], on side: Side, _ pair: RecordPair) -> String? {
        let own = Dictionary(pair.sides[side].lines.map { ($0.id, $0) }) { first, _ in first }
        let others = Dictionary(pair.sides[side.opposite].lines.map { ($0.id, $0) }) { first, _ in first }
        var seen: Set<RecordID> = []
        for write in writes {
            switch write {
            case .create(let source, _):
                guard let line = others[source] else { return "makes a line from one that is not there" }
                if let partner = line.partner, own[partner] != nil { return "makes a line that is there" }
                if !seen.insert(source).inserted { return "makes a line twice" }
            case .update(let id, _), .delete(let id):
                if own[id] == nil { return "writes to a line that is not there" }
                if !seen.insert(id).inserted { return "writes to a line twice" }
            }
        }
        return nil
    }
}

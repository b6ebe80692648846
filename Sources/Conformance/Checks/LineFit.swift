import Model

/// Whether what a decision says of lines fits the lines of its pair.
enum LineFit {
    /// What doesn't fit; `nil` when all does.
    static func misfit(_ decision: Decision, _ pair: RecordPair) -> String? {
        let writes = decision.lines
        switch decision.action {
        case .create(let side, _, _):
            let named = Set(writes[side].compactMap(\.source))
            let forgotten = pair.sides[side.opposite].lines.contains { !named.contains($0.id) }
            // What is left out on purpose is told from what was forgotten.
            if forgotten { return "makes a document and names not every line of it" }
        case .update, .updateBoth: break
        case .none, .couple:
            guard Side.allCases.allSatisfy({ writes[$0].allSatisfy(\.isCoupling) }) else {
                return "writes lines, and not their document"
            }
        case .delete, .uncouple, .setAside, .wait:
            guard writes == Sided(erp: [], crm: []) else { return "writes lines, and not their document" }
        }
        for side in Side.allCases {
            if let detail = misfit(writes[side], on: side, pair) { return detail }
        }
        return nil
    }

    private static func misfit(_ writes: [LineWrite], on side: Side, _ pair: RecordPair) -> String? {
        let own = Dictionary(pair.sides[side].lines.map { ($0.id, $0) }) { first, _ in first }
        let others = Dictionary(pair.sides[side.opposite].lines.map { ($0.id, $0) }) { first, _ in first }
        var seen: Set<RecordID> = []
        for write in writes {
            switch write {
            case .create(let source, _), .leave(let source):
                guard let line = others[source] else { return "makes a line from one that is not there" }
                if let partner = line.partner, own[partner] != nil { return "makes a line that is there" }
            case .update(let id, _), .delete(let id):
                if own[id] == nil { return "writes to a line that is not there" }
            case .couple(let id, let other):
                guard let line = own[id], let partner = others[other] else { return "couples a line that is not there" }
                if line.partner != nil || partner.partner != nil { return "couples a line that is coupled" }
            }
            for id in write.names where !seen.insert(id).inserted { return "names a line twice" }
        }
        return nil
    }
}

extension LineWrite {
    /// The line of the other side that becomes one, or nothing.
    fileprivate var source: RecordID? {
        switch self {
        case .create(let source, _), .leave(let source): source
        case .update, .delete, .couple: nil
        }
    }

    fileprivate var isCoupling: Bool {
        switch self {
        case .couple: true
        case .create, .update, .delete, .leave: false
        }
    }

    /// The lines that it is about.
    fileprivate var names: [RecordID] {
        switch self {
        case .create(let source, _), .leave(let source): [source]
        case .update(let id, _), .delete(let id): [id]
        case .couple(let id, let other): [id, other]
        }
    }
}

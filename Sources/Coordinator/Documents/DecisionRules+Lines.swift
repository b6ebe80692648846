import Model

extension DecisionRules {
    /// What is wrong with what a decision says of lines.
    func lineViolation(of decision: Decision, about nominee: Nominee) -> Violation? {
        guard let shape = shape.lines, let lines = nominee.lines else {
            return decision.lines.erp.isEmpty && decision.lines.crm.isEmpty ? nil : .hasNoLines
        }
        let isMentioned = Side.allCases.contains { !decision.lines[$0].isEmpty }
        switch decision.action {
        case .create(let side, _, _):
            guard decision.lines[side].areNew, decision.lines[side.opposite].isEmpty else { return .unknownLine(side) }
        case .update, .updateBoth:
            // Were one of two writes carried out, nobody could say what of the lines is agreed.
            guard Side.allCases.contains(where: { decision.lines[$0].areCoupledOnly }) else { return .linesOnBothSides }
        case .none, .couple:
            guard Side.allCases.allSatisfy({ decision.lines[$0].areCoupledOnly }) else { return .hasNoLines }
        case .delete, .uncouple, .setAside, .wait: return isMentioned ? .hasNoLines : nil
        }
        let alone = Sided { side in Self.alone(lines, on: side) }
        var document: RecordID?
        if case .create(.erp, _, _) = decision.action { document = nominee.sides.crm.id }
        var open = Sided(erp: Set(lines.erp.map(\.id)), crm: Set(lines.crm.map(\.id)))
        for side in Side.allCases {
            for write in decision.lines[side] {
                // A line that comes from no line, but from the document itself: what its freight comes to.
                if case .create(let source, let fields) = write, source == document {
                    if let violation = unwritable(fields, shape, side) { return violation }
                    continue
                }
                if let violation = violation(of: write, on: side, shape, alone, &open) { return violation }
            }
        }
        // A line that was forgotten would be missing in the document for good.
        if case .create(let side, _, _) = decision.action, !open[side.opposite].isEmpty {
            return .unnamedLine(side.opposite)
        }
        return nil
    }

    /// The lines of a side that are nobody's partners among those of the other side.
    private static func alone(_ lines: Sided<[LineState]>, on side: Side) -> Set<RecordID> {
        let others = Set(lines[side.opposite].map(\.id))
        return Set(lines[side].filter { $0.partner.map { !others.contains($0) } ?? true }.map(\.id))
    }

    /// What is wrong with one write; each line of either side is named once.
    private func violation(
        of write: LineWrite, on side: Side, _ shape: LineShape, _ alone: Sided<Set<RecordID>>,
        _ open: inout Sided<Set<RecordID>>
    ) -> Violation? {
        let origin = side.opposite
        switch write {
        // A line becomes one line.
        case .create(let source, let fields):
            guard alone[origin].contains(source), open[origin].remove(source) != nil else { return .unknownLine(side) }
            return unwritable(fields, shape, side)
        case .leave(let source):
            return alone[origin].contains(source) && open[origin].remove(source) != nil ? nil : .unknownLine(side)
        case .update(let id, let fields):
            // What is written comes from its partner.
            guard !alone[side].contains(id), open[side].remove(id) != nil else { return .unknownLine(side) }
            return unwritable(fields, shape, side)
        case .delete(let id): return open[side].remove(id) != nil ? nil : .unknownLine(side)
        case .couple(let id, let partner):
            guard alone[side].contains(id), alone[origin].contains(partner), open[side].remove(id) != nil,
                open[origin].remove(partner) != nil
            else { return .unknownLine(side) }
            return nil
        }
    }

    private func unwritable(_ fields: Fields, _ shape: LineShape, _ side: Side) -> Violation? {
        fields.first { !shape.mayBeWritten($0.name, on: side) }.map { .unknownField($0.name, side) }
    }
}

extension [LineWrite] {
    /// Whether they say what becomes of the lines of another document, and nothing else.
    fileprivate var areNew: Bool {
        allSatisfy { write in
            switch write {
            case .create, .leave: true
            case .update, .delete, .couple: false
            }
        }
    }

    /// Whether nothing is written by them.
    fileprivate var areCoupledOnly: Bool { allSatisfy(\.isMerelyCoupled) }
}

extension LineWrite {
    /// Whether nothing is written.
    var isMerelyCoupled: Bool {
        switch self {
        case .couple, .leave: true
        case .create, .update, .delete: false
        }
    }
}

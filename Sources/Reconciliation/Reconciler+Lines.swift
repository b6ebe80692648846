import Model

extension Reconciler {
    /// What conflicts and reasons call the lines of a document: they are one field group.
    public static let lineGroup = "lines"

    /// Every reference of the lines of a pair.
    func lineReferences(in pair: RecordPair) -> [RecordReference] {
        alone(pair).flatMap { line in lineRules.flatMap { $0.references(in: line) } }
    }

    /// Every field of a partner that the lines of a pair need.
    func lineSteps(in pair: RecordPair) -> [ResolvedReferences.Step] {
        alone(pair).flatMap { line in lineRules.flatMap { $0.steps(in: line) } }
    }

    /// What becomes of the lines, together with what was decided about their document.
    ///
    /// What holds a line back holds the document back: it lands whole or not at all.
    func decideLines(
        with decision: Decision, _ pair: RecordPair, _ references: ResolvedReferences
    ) -> Decision {
        switch decision.action {
        case .create(let side, _, _): return createLines(on: side, with: decision, pair, references)
        case .none, .couple, .update, .updateBoth:
            guard pair.sides.erp.presence == .present, pair.sides.crm.presence == .present else { return decision }
            return mergeLines(with: decision, pair, references)
        case .delete, .uncouple, .setAside, .wait: return decision
        }
    }

    private func createLines(
        on side: Side, with decision: Decision, _ pair: RecordPair, _ references: ResolvedReferences
    ) -> Decision {
        var decision = decision
        for line in pair.sides[side.opposite].lines {
            switch creation(of: line, on: side, pair, references) {
            case .write(let write): decision.lines[side].append(write)
            case .nothing: decision.lines[side].append(.leave(from: line.id))
            case .stop(let stop): return Decision(pair: pair.id, action: stop.action, reason: stop.reason)
            }
        }
        return decision
    }

    /// What is to be done about one line.
    private enum LineVerdict {
        case nothing
        case write(LineWrite)
        case stop(Stop)
    }

    private func creation(
        of line: LineState, on side: Side, _ pair: RecordPair, _ references: ResolvedReferences
    ) -> LineVerdict {
        guard let rules = lineRules.first else { return .nothing }
        let made = rules.create(on: side, rules.completed(Self.pair(of: line, on: side.opposite, in: pair)), references)
        switch made.action {
        case .create(_, let fields, _): return .write(.create(from: line.id, fields))
        case .none: return .nothing
        case .update, .updateBoth, .delete, .couple, .uncouple, .setAside, .wait:
            return .stop(Stop(action: made.action, reason: made.reason))
        }
    }

    // MARK: both documents are there

    private func mergeLines(
        with decision: Decision, _ pair: RecordPair, _ references: ResolvedReferences
    ) -> Decision {
        // What nobody coupled yet, and is the same on both sides, is not written: orders that were in both systems before, or that a person
        // coupled.
        let equals = equalLines(in: pair, references)
        let paired = Sided(erp: Set(equals.map(\.erp)), crm: Set(equals.map(\.crm)))
        guard canTell(pair, equals: equals.count) else { return lineConflict(pair) }
        var writes = Sided<[LineWrite]>(erp: [], crm: [])
        for side in Side.allCases {
            let there = Dictionary(pair.sides[side.opposite].lines.map { ($0.id, $0) }) { first, _ in first }
            for line in pair.sides[side].lines where !paired[side].contains(line.id) {
                let partner = line.partner.flatMap { there[$0] }
                let stop: Stop?
                if let partner {
                    // Each two are looked at once.
                    stop = side == .erp ? merge(Sided(erp: line, crm: partner), pair, references, &writes) : nil
                } else {
                    stop = lone(line, on: side, pair, references, &writes)
                }
                if let stop { return Decision(pair: pair.id, action: stop.action, reason: stop.reason) }
            }
        }
        guard writes.erp.isEmpty || writes.crm.isEmpty else { return lineConflict(pair) }
        // All of its lines are gone, and it is there: a permission was lost, or a view shows none. Nobody empties a document unasked.
        for side in Side.allCases where pair.sides[side.opposite].lines.isEmpty && !writes[side].isEmpty {
            return lineConflict(pair)
        }
        var decision = decision.writing(lines: writes)
        decision.lines.crm += equals.map { .couple($0.crm, with: $0.erp) }
        return decision
    }

    /// Whether it can be said which line belongs to which, or to none.
    ///
    /// Two documents that meet for the first time, with other lines, say nothing of it; nor do coupled ones of which no line ever was,
    /// where both have lines of their own: the lines of one may be those of the other, edited.
    private func canTell(_ pair: RecordPair, equals: Int) -> Bool {
        let open = Side.allCases.filter { pair.sides[$0].lines.count > equals }
        guard pair.isCoupled else { return open.isEmpty }
        return open.count < 2
            || Side.allCases.contains { side in pair.sides[side].lines.contains { $0.partner != nil } }
    }

    /// The lines that no coupling ties, or none to a line that is there, and that say the same, each with the first such line of the other
    /// side from its own place on.
    ///
    /// A line that was deleted, and that somebody entered anew, has another identity.
    private func equalLines(in pair: RecordPair, _ references: ResolvedReferences) -> [Sided<RecordID>] {
        guard let rules = lineRules.first else { return [] }
        let open = Sided { side in
            let others = Set(pair.sides[side.opposite].lines.map(\.id))
            return pair.sides[side].lines.filter { $0.partner.map { !others.contains($0) } ?? true }
        }
        var free = Set(open.crm.indices)
        var equals: [Sided<RecordID>] = []
        for (place, line) in open.erp.enumerated() where !free.isEmpty {
            func isEqual(_ other: Int) -> Bool {
                free.contains(other) && rules.areEqual(Sided(erp: line, crm: open.crm[other]), pair, references)
            }
            let found =
                open.crm.indices.dropFirst(place).first(where: isEqual) ?? open.crm.indices.first(where: isEqual)
            guard let found else { continue }
            free.remove(found)
            equals.append(Sided(erp: line.id, crm: open.crm[found].id))
        }
        return equals
    }

    /// Whether two lines that nobody coupled are of the same, and have nothing to tell each other.
    private func areEqual(_ lines: Sided<LineState>, _ pair: RecordPair, _ references: ResolvedReferences) -> Bool {
        // Of what was never coupled nobody knows what changed: the contents decide.
        let both = RecordPair(
            id: pair.id, isCoupled: false,
            sides: Sided { SideState(presence: .present, id: lines[$0].id, fields: lines[$0].fields) },
            cause: pair.cause)
        let whole = completed(both)
        guard case .couple = merge(whole, references).action else { return false }
        return areOfTheSame(whole, references)
    }

    /// Whether two lines are of the same thing: a field that names it says so on both sides, and none that is written into new lines alone
    /// says otherwise.
    ///
    /// That quantity and price are the same says nothing: freight at 10.00 is no bell at 10.00.
    private func areOfTheSame(_ pair: RecordPair, _ references: ResolvedReferences) -> Bool {
        var isNamed = false
        for rule in groups.flatMap(\.rules) {
            let values = Sided { pair.sides[$0].fields[rule.fields[$0]] ?? .null }
            if rule.isOnInsertOnly, !rule.agree(values, references) { return false }
            isNamed = isNamed || rule.namesTheSame(values, references)
        }
        return isNamed
    }

    private func lineConflict(_ pair: RecordPair) -> Decision {
        Decision(
            pair: pair.id, action: .setAside(Problem(.conflict, [Self.lineGroup])),
            reason: Reason("conflict", [Self.lineGroup]))
    }

    /// A line without a partner: new, or the other one was deleted.
    private func lone(
        _ line: LineState, on side: Side, _ pair: RecordPair, _ references: ResolvedReferences,
        _ writes: inout Sided<[LineWrite]>
    ) -> Stop? {
        guard line.partner != nil else {
            switch creation(of: line, on: side.opposite, pair, references) {
            case .write(let write): writes[side.opposite].append(write)
            case .nothing: break
            case .stop(let stop): return stop
            }
            return nil
        }
        let edited = lineRules.flatMap { $0.travellingEdits(of: line, on: side) }
        guard edited.isEmpty else {
            return Stop(
                action: .setAside(Problem(.conflict, [Self.lineGroup])), reason: Reason("conflict", [Self.lineGroup]))
        }
        // Where nothing of a line crosses to this side, its deletion doesn't either.
        if lineRules.contains(where: { !$0.travelling[side].isEmpty }) { writes[side].append(.delete(line.id)) }
        return nil
    }

    private func travellingEdits(of line: LineState, on side: Side) -> [FieldName] {
        guard case .fields(let changed) = line.change else { return [] }
        let names = Set(travelling[side.opposite].filter { !$0.rule.isOnInsertOnly }.map { $0.rule.fields[side] })
        return changed.filter(names.contains)
    }

    private func merge(
        _ lines: Sided<LineState>, _ pair: RecordPair, _ references: ResolvedReferences,
        _ writes: inout Sided<[LineWrite]>
    ) -> Stop? {
        guard let rules = lineRules.first else { return nil }
        let both = RecordPair(
            id: pair.id, isCoupled: true, sides: Sided { Self.state(of: lines[$0]) }, cause: pair.cause)
        let merged = rules.merge(rules.completed(both), references)
        func write(_ fields: Fields, to side: Side) {
            if !fields.isEmpty { writes[side].append(.update(lines[side].id, fields)) }
        }
        switch merged.action {
        case .none, .couple: break
        case .update(let side, let fields): write(fields, to: side)
        case .updateBoth(let fields): for side in Side.allCases { write(fields[side], to: side) }
        case .setAside(let problem) where problem.code == .conflict:
            return Stop(
                action: .setAside(Problem(.conflict, [Self.lineGroup])), reason: Reason("conflict", [Self.lineGroup]))
        case .setAside, .wait, .create, .delete, .uncouple: return Stop(action: merged.action, reason: merged.reason)
        }
        return nil
    }

    // MARK: lines as records

    private func alone(_ pair: RecordPair) -> [RecordPair] {
        Side.allCases.flatMap { side in pair.sides[side].lines.map { Self.pair(of: $0, on: side, in: pair) } }
    }

    /// A line for itself, as a pair of which one side is there.
    private static func pair(of line: LineState, on side: Side, in pair: RecordPair) -> RecordPair {
        var sides = Sided(erp: SideState.absent, crm: SideState.absent)
        sides[side] = state(of: line)
        return RecordPair(id: pair.id, isCoupled: false, sides: sides, cause: pair.cause)
    }

    private static func state(of line: LineState) -> SideState {
        SideState(presence: .present, id: line.id, fields: line.fields, change: line.change)
    }
}

extension Decision {
    /// The decision about a document whose lines are written as well, on one side.
    fileprivate func writing(lines: Sided<[LineWrite]>) -> Decision {
        guard let side = Side.allCases.first(where: { !lines[$0].isEmpty }) else { return self }
        var decision = self
        decision.lines = lines
        switch action {
        case .none, .couple:
            decision.action = .update(side, Fields())
            decision.reason = Reason(side == .crm ? "changedInERP" : "changedInCRM", [Reconciler.lineGroup])
        case .update(let other, let fields) where other != side:
            var both = Sided(erp: Fields(), crm: Fields())
            both[other] = fields
            decision.action = .updateBoth(both)
        case .update, .updateBoth, .create, .delete, .uncouple, .setAside, .wait: break
        }
        return decision
    }
}

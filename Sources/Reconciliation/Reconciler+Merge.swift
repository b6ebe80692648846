import Model

extension Reconciler {
    /// What a merge has found out so far.
    struct Merge {
        /// What is written.
        var writes = Sided(erp: Fields(), crm: Fields())
        /// The groups that a person must decide.
        var conflicts: [String] = []
        /// The groups that a policy decided.
        var settled: [SettledConflict] = []
        /// The groups that travel.
        var carried: [String] = []
        /// The groups that somebody edited on the side that does not own them.
        var ignored: [String] = []
        /// The records that weak references point to and that are not coupled.
        var leftOut: [RecordReference] = []
    }

    /// Both records are there: group by group, what changed on one side crosses to the other.
    func merge(_ pair: RecordPair, _ references: ResolvedReferences) -> Decision {
        var merge = Merge()
        for group in groups {
            if let stop = settle(group, pair, references, &merge) {
                return Decision(pair: pair.id, action: stop.action, reason: stop.reason)
            }
        }
        guard merge.conflicts.isEmpty else { return conflict(merge, pair) }
        keepConstants(pair, &merge.writes)
        return Decision(
            pair: pair.id, action: action(merge.writes, pair), reason: reason(merge, pair), settled: merge.settled,
            leftOut: merge.leftOut)
    }

    /// Decides one group, and carries what travels.
    private func settle(
        _ group: FieldGroup, _ pair: RecordPair, _ references: ResolvedReferences, _ merge: inout Merge
    ) -> Stop? {
        switch Comparison.verdict(changes(of: group, in: pair), agrees: { agree(group, pair, references) }) {
        case .none:
            if let side = late(group, pair, references) { return carry(group, from: side, pair, references, &merge) }
            // What was noted about an earlier decision ends with this one, also where the reference is still not coupled.
            if pair.isLookedAtAgain { noteLeftOut(group, pair, references, &merge) }
            if wasEditedInVain(group, pair) { merge.ignored.append(group.name) }
            return nil
        case .rebase:
            noteLeftOut(group, pair, references, &merge)
            return carryOwned(group, by: .erp, pair, references, &merge)
                ?? carryOwned(group, by: .crm, pair, references, &merge)
        case .carry(let side):
            if wasEditedInVain(group, pair), !agree(group, pair, references) {
                merge.settled.append(SettledConflict(group: group.name, winner: side))
            }
            return carry(group, from: side, pair, references, &merge)
        case .firstMeeting:
            guard let winner = firstWinner(of: group, pair) else {
                merge.conflicts.append(group.name)
                return nil
            }
            return carry(group, wonBy: winner, pair, references, &merge)
        case .conflict:
            guard let winner = group.owner ?? Comparison.winner(group.policy, latest: map.latest(pair)) else {
                merge.conflicts.append(group.name)
                return nil
            }
            merge.settled.append(SettledConflict(group: group.name, winner: winner))
            return carry(group, wonBy: winner, pair, references, &merge)
        }
    }

    /// Carries what the winner has, and what the other side owns: that is not disputed.
    private func carry(
        _ group: FieldGroup, wonBy winner: Side, _ pair: RecordPair, _ references: ResolvedReferences,
        _ merge: inout Merge
    ) -> Stop? {
        carry(group, from: winner, pair, references, &merge)
            ?? carryOwned(group, by: winner.opposite, pair, references, &merge)
    }

    /// The two sides agree, and be it that one is empty since the record that the other refers to is not coupled yet.
    private func noteLeftOut(
        _ group: FieldGroup, _ pair: RecordPair, _ references: ResolvedReferences, _ merge: inout Merge
    ) {
        for side in Side.allCases {
            for rule in group.rules where rule.direction.writes(to: side.opposite) && !rule.isOnInsertOnly {
                let value = pair.sides[side].fields[rule.fields[side]] ?? .null
                if let record = rule.leftOut(value, from: side, references) { merge.leftOut.append(record) }
            }
        }
    }

    /// Of a group in which some fields travel both ways: what a side owns, and changed, crosses whoever wins the rest.
    private func carryOwned(
        _ group: FieldGroup, by side: Side, _ pair: RecordPair, _ references: ResolvedReferences, _ merge: inout Merge
    ) -> Stop? {
        guard group.isMixed else { return nil }
        let rules = group.rules.filter { rule in
            guard rule.direction != .both, rule.direction.writes(to: side.opposite) else { return false }
            guard pair.cause != .verify, case .fields(let names) = pair.sides[side].change else { return true }
            return names.contains(rule.fields[side])
        }
        let owned = FieldGroup(name: group.name, policy: group.policy, rules: rules)
        return carry(owned, from: side, pair, references, &merge)
    }

    /// What is known of each side of a group.
    ///
    /// An edit that can't travel is no change: it is the other side's business.
    private func changes(of group: FieldGroup, in pair: RecordPair) -> Sided<GroupChange> {
        let changes = edits(of: group, in: pair)
        // Compared afresh, since the map changed: of what nobody edited the contents decide.
        guard pair.cause == .verify, changes.erp == .unchanged, changes.crm == .unchanged else { return changes }
        return Sided(erp: .unknown, crm: .unknown)
    }

    /// What somebody edited of each side of a group.
    private func edits(of group: FieldGroup, in pair: RecordPair) -> Sided<GroupChange> {
        Sided { side in
            guard case .fields(let names) = pair.sides[side].change else { return .unknown }
            guard !names.isEmpty else { return .unchanged }
            let isChanged = group.rules.contains { rule in
                !rule.isOnInsertOnly && rule.direction.writes(to: side.opposite) && names.contains(rule.fields[side])
            }
            return isChanged ? .changed : .unchanged
        }
    }

    /// Whether somebody edited a field on the side that it does not travel from.
    private func wasEditedInVain(_ group: FieldGroup, _ pair: RecordPair) -> Bool {
        Side.allCases.contains { side in
            guard case .fields(let names) = pair.sides[side].change, !names.isEmpty else { return false }
            return group.rules.contains { rule in
                !rule.direction.writes(to: side.opposite) && names.contains(rule.fields[side])
            }
        }
    }

    /// The side whose reference was left out, since its record was not coupled, and can be written now: nothing changed, and yet the sides differ.
    private func late(_ group: FieldGroup, _ pair: RecordPair, _ references: ResolvedReferences) -> Side? {
        guard pair.isLookedAtAgain else { return nil }
        for rule in group.rules {
            guard case .reference(let reference) = rule.kind, reference.whenMissing != .wait,
                let erp = pair.sides.erp.fields[rule.fields.erp], let crm = pair.sides.crm.fields[rule.fields.crm],
                !rule.agree(Sided(erp: erp, crm: crm), references)
            else { continue }
            switch (rule.isEmpty(erp, on: .erp), rule.isEmpty(crm, on: .crm)) {
            case (false, true): return .erp
            case (true, false): return .crm
            case (false, false), (true, true): if let owner = group.owner { return owner }
            }
        }
        return nil
    }

    /// Whether the two sides agree on a group; on what travels both ways, where something does.
    private func agree(_ group: FieldGroup, _ pair: RecordPair, _ references: ResolvedReferences) -> Bool {
        group.rules.allSatisfy { rule in
            rule.isOnInsertOnly || group.isMixed && rule.direction != .both
                || rule.agree(Sided { pair.sides[$0].fields[rule.fields[$0]] ?? .null }, references)
        }
    }

    /// The first meeting of two records: an owned group is its owner's; a side that is empty throughout gives way; else the map's rule holds.
    private func firstWinner(of group: FieldGroup, _ pair: RecordPair) -> Side? {
        if let owner = group.owner { return owner }
        let isEmpty = Sided { side in
            group.rules.allSatisfy { rule in
                pair.sides[side].fields[rule.fields[side]].map { rule.isEmpty($0, on: side) } ?? true
            }
        }
        if isEmpty.erp != isEmpty.crm { return isEmpty.erp ? .crm : .erp }
        switch map.whenFirstCoupled {
        case .erpWins: return .erp
        case .crmWins: return .crm
        case .manual: return nil
        }
    }

    /// Writes the values of a group to the other side, those that differ there.
    private func carry(
        _ group: FieldGroup, from source: Side, _ pair: RecordPair, _ references: ResolvedReferences,
        _ merge: inout Merge
    ) -> Stop? {
        let target = source.opposite
        var isCarried = false
        for rule in group.rules where rule.direction.writes(to: target) && !rule.isOnInsertOnly {
            guard let value = pair.sides[source].fields[rule.fields[source]] else { continue }
            if let record = rule.leftOut(value, from: source, references) { merge.leftOut.append(record) }
            let present = pair.sides[target].fields[rule.fields[target]]
            if let present,
                rule.agree(
                    source == .erp ? Sided(erp: value, crm: present) : Sided(erp: present, crm: value), references)
            {
                continue
            }
            if rule.isRequired, rule.isEmpty(value, on: source) { return Self.isEmpty(rule, on: source) }
            switch rule.transfer(value, from: source, references) {
            case .keep: break
            case .wait(let reference): return Self.waits(for: reference)
            case .problem(let problem):
                return Stop(action: .setAside(problem), reason: Reason("cannotCross", [group.name]))
            case .value(let mapped):
                merge.writes[target].append(rule.fields[target], mapped)
                isCarried = true
            }
        }
        if isCarried, merge.carried.last != group.name { merge.carried.append(group.name) }
        return nil
    }

    private func keepConstants(_ pair: RecordPair, _ writes: inout Sided<Fields>) {
        for constant in constants where constant.when == .always {
            if let present = pair.sides[constant.side].fields[constant.field], present != constant.value {
                writes[constant.side][constant.field] = constant.value
            }
        }
    }

    /// A person must decide: nothing of the pair is written, and what else would have crossed is named, so that nobody misses it.
    private func conflict(_ merge: Merge, _ pair: RecordPair) -> Decision {
        let reason =
            merge.carried.isEmpty
            ? Reason("conflict", [Self.list(merge.conflicts)])
            : Reason("conflictHolds", [Self.list(merge.conflicts), Self.list(merge.carried)])
        return Decision(pair: pair.id, action: .setAside(Problem(.conflict, merge.conflicts)), reason: reason)
    }

    private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }

    private func action(_ writes: Sided<Fields>, _ pair: RecordPair) -> Decision.Action {
        switch (writes.erp.isEmpty, writes.crm.isEmpty) {
        case (true, true): pair.isCoupled ? .none : .couple
        case (false, true): .update(.erp, writes.erp)
        case (true, false): .update(.crm, writes.crm)
        case (false, false): .updateBoth(writes)
        }
    }

    private func reason(_ merge: Merge, _ pair: RecordPair) -> Reason {
        if let match = pair.match, !pair.isCoupled { return Reason("matched", [match.rule]) }
        return switch (merge.writes.erp.isEmpty, merge.writes.crm.isEmpty) {
        case (true, true): merge.ignored.isEmpty ? Reason("same") : Reason("notCarried", merge.ignored)
        case (false, true): Reason("changedInCRM", merge.carried)
        case (true, false): Reason("changedInERP", merge.carried)
        case (false, false): Reason("merged", merge.carried)
        }
    }
}

extension RecordPair {
    /// Whether the pair was nominated though perhaps nothing changed: what it waited for is there, or a person asked.
    fileprivate var isLookedAtAgain: Bool {
        switch cause {
        case .referenceReady, .selected, .retry: true
        case .erpChanged, .crmChanged, .both, .verify: false
        }
    }
}

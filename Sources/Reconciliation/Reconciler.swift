public import Model

/// Decides what is to be done about a pair: a pure function of the pair, the map, and how references were resolved.
public struct Reconciler: Sendable {
    /// What happens to the partner of a deleted record.
    public enum Deletion: String, Sendable, Hashable, CaseIterable {
        /// The coupling ends, the partner stays.
        case uncouple
        /// The partner is deleted too, unless it was edited since.
        case delete
    }

    /// The map.
    public let map: FieldMap
    /// What happens to the partner of a deleted record.
    public let deletion: Deletion
    private let groups: [FieldGroup]

    /// Creates a reconciler for a map.
    public init(map: FieldMap, deletion: Deletion = .uncouple) {
        self.map = map
        self.deletion = deletion
        groups = map.groups
    }

    /// Every reference whose resolution the decision about a pair may need.
    public func references(in pair: RecordPair) -> [RecordReference] {
        groups.flatMap { group in
            group.rules.flatMap { rule in
                Side.allCases.compactMap { side in
                    pair.sides[side].fields[rule.fields[side]].flatMap { rule.reference(of: $0, on: side) }
                }
            }
        }
    }

    /// What is to be done about a pair.
    ///
    /// `latest` is the side that was modified later, when that is clear.
    public func decide(_ pair: RecordPair, _ references: ResolvedReferences, latest: Side? = nil) -> Decision {
        func decision(_ action: Decision.Action, _ code: String, _ arguments: [String] = []) -> Decision {
            Decision(pair: pair.id, action: action, reason: Reason(code, arguments))
        }
        if let match = pair.match, !match.ambiguous.isEmpty {
            return decision(.setAside(Problem(.ambiguousMatch, [match.rule, "\(match.ambiguous.count)"])), "ambiguous")
        }
        switch (pair.sides.erp.presence, pair.sides.crm.presence) {
        case (.present, .present): return merge(pair, references, latest: latest)
        case (.present, .absent): return create(on: .crm, pair, references)
        case (.absent, .present): return create(on: .erp, pair, references)
        case (.deleted, .present): return partnerGone(on: .erp, pair)
        case (.present, .deleted): return partnerGone(on: .crm, pair)
        case (.deleted, _): return decision(.uncouple, "deletedInERP")
        case (_, .deleted): return decision(.uncouple, "deletedInCRM")
        case (.outOfScope, _), (_, .outOfScope): return decision(.none, "outOfScope")
        case (.absent, .absent): return decision(.none, "nothingThere")
        }
    }

    // MARK: creating

    private func create(on side: Side, _ pair: RecordPair, _ references: ResolvedReferences) -> Decision {
        guard map.creates[side] else {
            return Decision(pair: pair.id, action: .none, reason: Reason("notCreated", [side.rawValue]))
        }
        var fields = Fields()
        for rule in groups.flatMap(\.rules) where rule.direction.writes(to: side) {
            let value = pair.sides[side.opposite].fields[rule.fields[side.opposite]] ?? .null
            if rule.isRequired && value.isEmpty {
                let problem = Problem(.required, field: rule.fields[side.opposite], side: side.opposite)
                return Decision(pair: pair.id, action: .setAside(problem), reason: Reason("requiredIsEmpty"))
            }
            switch rule.transfer(value, from: side.opposite, references) {
            case .value(let value): if !value.isEmpty { fields[rule.fields[side]] = value }
            case .keep: break
            case .wait(let reference):
                return Decision(
                    pair: pair.id, action: .wait(reference), reason: Reason("waits", [reference.entity.text]))
            case .problem(let problem):
                return Decision(pair: pair.id, action: .setAside(problem), reason: Reason("cannotCross"))
            }
        }
        for constant in map.constants where constant.side == side { fields[constant.field] = constant.value }
        let key = map.naturalKey[side].filter { fields[$0]?.isEmpty == false }
        return Decision(
            pair: pair.id, action: .create(side, fields, key: key.count == map.naturalKey[side].count ? key : []),
            reason: Reason("onlyIn" + side.opposite.rawValue.uppercased()))
    }

    // MARK: deleting

    private func partnerGone(on side: Side, _ pair: RecordPair) -> Decision {
        let code = "deletedIn" + side.rawValue.uppercased()
        let wasEdited = pair.sides[side.opposite].change != .fields([])
        switch deletion {
        case .delete where !wasEdited:
            return Decision(pair: pair.id, action: .delete(side.opposite), reason: Reason(code))
        case .delete, .uncouple:
            return Decision(pair: pair.id, action: .uncouple, reason: Reason(code))
        }
    }

    // MARK: merging

    private func merge(_ pair: RecordPair, _ references: ResolvedReferences, latest: Side?) -> Decision {
        var writes = Sided(erp: Fields(), crm: Fields())
        var conflicts: [String] = []
        var settled: [SettledConflict] = []
        var carried: [String] = []
        for group in groups {
            let source: Side?
            switch Comparison.verdict(changes(of: group, in: pair), agrees: { agree(group, pair, references) }) {
            case .none, .rebase: source = nil
            case .carry(let side): source = side
            case .firstMeeting:
                source = firstWinner(of: group, pair)
                if source == nil { conflicts.append(group.name) }
            case .conflict:
                source = conflictWinner(of: group, latest: latest)
                if let source {
                    settled.append(SettledConflict(group: group.name, winner: source))
                } else {
                    conflicts.append(group.name)
                }
            }
            guard let source else { continue }
            let before = writes[source.opposite].count
            if let stop = carry(group, from: source, pair, references, into: &writes[source.opposite]) {
                return Decision(pair: pair.id, action: stop, reason: Reason("cannotCross", [group.name]))
            }
            if writes[source.opposite].count > before { carried.append(group.name) }
        }
        keepConstants(pair, &writes)
        guard conflicts.isEmpty else {
            return Decision(
                pair: pair.id, action: .setAside(Problem(.conflict, conflicts)), reason: Reason("conflict", conflicts))
        }
        return Decision(
            pair: pair.id, action: action(writes, pair), reason: reason(writes, carried, pair), settled: settled)
    }

    private func changes(of group: FieldGroup, in pair: RecordPair) -> Sided<GroupChange> {
        Sided { side in
            switch pair.sides[side].change {
            case .unknown: .unknown
            case .fields(let names): group.rules.contains { names.contains($0.fields[side]) } ? .changed : .unchanged
            }
        }
    }

    private func agree(_ group: FieldGroup, _ pair: RecordPair, _ references: ResolvedReferences) -> Bool {
        group.rules.filter { !$0.isOnInsertOnly }.allSatisfy { rule in
            let values = Sided { side in pair.sides[side].fields[rule.fields[side]] ?? .null }
            return rule.agree(values, references)
        }
    }

    /// The first meeting of two records: a side that is empty throughout the group gives way; else the map's rule holds.
    private func firstWinner(of group: FieldGroup, _ pair: RecordPair) -> Side? {
        let directions = group.rules.map(\.direction)
        if directions.allSatisfy({ $0 == .toCRM }) { return .erp }
        if directions.allSatisfy({ $0 == .toERP }) { return .crm }
        let isEmpty = Sided { side in
            group.rules.allSatisfy { pair.sides[side].fields[$0.fields[side]]?.isEmpty ?? true }
        }
        if isEmpty.erp != isEmpty.crm { return isEmpty.erp ? .crm : .erp }
        switch map.whenFirstCoupled {
        case .erpWins: return .erp
        case .crmWins: return .crm
        case .manual: return nil
        }
    }

    /// A group that travels one way only has one owner: his values stay, and there is nothing to ask.
    private func conflictWinner(of group: FieldGroup, latest: Side?) -> Side? {
        let directions = group.rules.map(\.direction)
        if directions.allSatisfy({ $0 == .toCRM }) { return .erp }
        if directions.allSatisfy({ $0 == .toERP }) { return .crm }
        return Comparison.winner(group.policy, latest: latest)
    }

    private func carry(
        _ group: FieldGroup, from source: Side, _ pair: RecordPair, _ references: ResolvedReferences,
        into fields: inout Fields
    ) -> Decision.Action? {
        let target = source.opposite
        for rule in group.rules where rule.direction.writes(to: target) && !rule.isOnInsertOnly {
            guard let value = pair.sides[source].fields[rule.fields[source]] else { continue }
            switch rule.transfer(value, from: source, references) {
            case .keep: break
            case .wait(let reference): return .wait(reference)
            case .problem(let problem): return .setAside(problem)
            case .value(let mapped):
                if let present = pair.sides[target].fields[rule.fields[target]],
                    rule.agree(
                        source == .erp ? Sided(erp: value, crm: present) : Sided(erp: present, crm: value), references)
                {
                    break
                }
                fields[rule.fields[target]] = mapped
            }
        }
        return nil
    }

    private func keepConstants(_ pair: RecordPair, _ writes: inout Sided<Fields>) {
        for constant in map.constants where constant.when == .always {
            if let present = pair.sides[constant.side].fields[constant.field], present != constant.value {
                writes[constant.side][constant.field] = constant.value
            }
        }
    }

    private func action(_ writes: Sided<Fields>, _ pair: RecordPair) -> Decision.Action {
        switch (writes.erp.isEmpty, writes.crm.isEmpty) {
        case (true, true): pair.isCoupled ? .none : .couple
        case (false, true): .update(.erp, writes.erp)
        case (true, false): .update(.crm, writes.crm)
        case (false, false): .updateBoth(writes)
        }
    }

    private func reason(_ writes: Sided<Fields>, _ carried: [String], _ pair: RecordPair) -> Reason {
        if let match = pair.match, !pair.isCoupled { return Reason("matched", [match.rule]) }
        return switch (writes.erp.isEmpty, writes.crm.isEmpty) {
        case (true, true): Reason("same")
        case (false, true): Reason("changedInCRM", carried)
        case (true, false): Reason("changedInERP", carried)
        case (false, false): Reason("merged", carried)
        }
    }
}

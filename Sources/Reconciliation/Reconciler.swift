public import Model

/// Decides what is to be done about a pair: a pure function of the pair, the map, and how references were resolved.
public struct Reconciler: Sendable {
    /// What happens to the partner of a deleted record.
    public enum Deletion: String, Sendable, Hashable, CaseIterable {
        /// The coupling ends, the partner stays.
        case uncouple
        /// The partner is deleted too, unless it was edited since.
        case delete
        /// The coupling ends, and the partner is made inactive, unless it was edited since.
        case deactivate
    }

    /// What a plugin computes of its own: the value of a field of one side from the fields of the other; `nil` when there is none.
    public typealias Computation = @Sendable (FieldName, Fields) -> FieldValue?

    /// The map.
    public let map: FieldMap
    /// What happens to the partner of a deleted record.
    public let deletion: Deletion
    /// The value of fields that the plugin computes.
    let computation: Computation
    /// The groups of the map, with what is asked of them again and again.
    let groups: [FieldGroup]
    /// The fields of the map that follow from others.
    let computed: [ComputedField]
    /// The constants of the map.
    let constants: [FieldMap.Constant]
    /// A rule, and the place that its source has in a record.
    struct Placed: Sendable {
        var rule: FieldRule
        var place: Int
    }

    /// The rules by the side that they write to.
    let travelling: Sided<[Placed]>
    /// The rules of references, each with its place on both sides.
    private let referring: Sided<[Placed]>
    /// Whether a reference stands for a field of the partner.
    private let usesSteps: Bool
    /// What decides about a line of a document; empty, or one.
    let lineRules: [Reconciler]

    /// Creates a reconciler for a map; for documents also for the map of their lines.
    public init(
        map: FieldMap, lines: FieldMap? = nil, deletion: Deletion = .uncouple,
        computation: @escaping Computation = { _, _ in nil }
    ) {
        lineRules = lines.map { [Reconciler(map: $0, computation: computation)] } ?? []
        self.map = map
        self.deletion = deletion
        self.computation = computation
        groups = map.groups
        computed = map.computed
        constants = map.constants
        let reads = Sided { map.reads(on: $0) }
        let rules = map.groups.flatMap(\.rules)
        let travelling = Sided { side in
            rules.filter { $0.direction.writes(to: side) }.map { rule in
                Placed(rule: rule, place: reads[side.opposite].firstIndex(of: rule.fields[side.opposite]) ?? 0)
            }
        }
        self.travelling = travelling
        referring = Sided { side in
            travelling[side.opposite].filter { if case .reference = $0.rule.kind { true } else { false } }
        }
        usesSteps = rules.contains {
            if case .reference(let reference) = $0.kind { reference.via != nil } else { false }
        }
    }

    /// Every reference whose resolution the decision about a pair may need.
    public func references(in pair: RecordPair) -> [RecordReference] {
        let pair = completed(pair)
        var found: [RecordReference] = []
        for side in Side.allCases where !pair.sides[side].fields.isEmpty {
            for rule in referring[side] {
                guard let value = pair.sides[side].fields.value(of: rule.rule.fields[side], near: rule.place),
                    let reference = rule.rule.reference(of: value, on: side)
                else { continue }
                found.append(reference)
            }
        }
        return lineRules.isEmpty ? found : found + lineReferences(in: pair)
    }

    /// Every field of a partner that the decision about a pair needs.
    public func steps(in pair: RecordPair) -> [ResolvedReferences.Step] {
        let more = lineRules.isEmpty ? [] : lineSteps(in: pair)
        guard usesSteps else { return more }
        let pair = completed(pair)
        let isInsert = pair.sides.crm.presence == .absent || pair.sides.crm.presence == .deleted
        return more
            + referring.erp.compactMap { rule in
                guard case .reference(let reference) = rule.rule.kind, let field = reference.via,
                    isInsert || !rule.rule.isOnInsertOnly,
                    let value = pair.sides.erp.fields[rule.rule.fields.erp],
                    let target = rule.rule.reference(of: value, on: .erp)
                else { return nil }
                return ResolvedReferences.Step(target, field)
            }
    }

    /// What is to be done about a pair.
    public func decide(_ pair: RecordPair, _ references: ResolvedReferences) -> Decision {
        let decision = decideRecord(pair, references)
        return lineRules.isEmpty ? decision : decideLines(with: decision, pair, references)
    }

    private func decideRecord(_ pair: RecordPair, _ references: ResolvedReferences) -> Decision {
        if let match = pair.match, !match.ambiguous.isEmpty {
            let problem = Problem(.ambiguousMatch, [match.rule, "\(match.ambiguous.count)"])
            return Decision(pair: pair.id, action: .setAside(problem), reason: Reason("ambiguous", [match.rule]))
        }
        func decision(_ action: Decision.Action, _ code: String) -> Decision {
            Decision(pair: pair.id, action: action, reason: Reason(code))
        }
        switch (pair.sides.erp.presence, pair.sides.crm.presence) {
        case (.present, .present): return merge(completed(pair), references)
        case (.present, .absent): return create(on: .crm, completed(pair), references)
        case (.absent, .present): return create(on: .erp, completed(pair), references)
        case (.deleted, .present): return partnerGone(on: .erp, completed(pair), references)
        case (.present, .deleted): return partnerGone(on: .crm, completed(pair), references)
        case (.deleted, let crm): return decision(parted(.crm, crm), "deletedInERP")
        case (let erp, .deleted): return decision(parted(.erp, erp), "deletedInCRM")
        case (.outOfScope, _), (_, .outOfScope): return decision(.none, "outOfScope")
        case (.absent, .absent): return decision(.none, "nothingThere")
        }
    }

    /// One of the two was deleted: the partner follows only if the map says so and nobody edited it since.
    ///
    /// An edit of what travels both ways, and that has yet to cross, beats the deletion: the deleted one is made anew, where the map makes
    /// any there.
    private func partnerGone(on side: Side, _ pair: RecordPair, _ references: ResolvedReferences) -> Decision {
        let partner = side.opposite
        let edited = sharedEdits(of: pair, on: partner)
        if !edited.isEmpty, map.creates[side] {
            var decision = create(on: side, pair, references)
            if case .create = decision.action { decision.reason = Reason("editBeatsDeletion", edited) }
            return decision
        }
        let wasEdited = pair.sides[partner].change != .fields([])
        let action: Decision.Action =
            switch deletion {
            case .delete where !wasEdited: .delete(partner)
            case .deactivate where !wasEdited: uncoupling(partner, map.inactive[partner])
            case .uncouple, .delete, .deactivate: uncoupling(partner)
            }
        return Decision(pair: pair.id, action: action, reason: Reason("deletedIn" + side.rawValue.uppercased()))
    }

    /// The fields edited on a side that both sides share: they travel both ways, and not only into a new record.
    ///
    /// What travels one way is a copy of what its system keeps or computes (a stock, a balance): that it moved on says nothing about whether
    /// anybody still wants the copy that a person deleted.
    private func sharedEdits(of pair: RecordPair, on side: Side) -> [FieldName] {
        guard case .fields(let changed) = pair.sides[side].change else { return [] }
        let shared = travelling[side.opposite].map(\.rule).filter { $0.direction == .both && !$0.isOnInsertOnly }
        let names = Set(shared.map { $0.fields[side] })
        return changed.filter(names.contains)
    }

    /// The end of a coupling whose other record is gone; a record that left the filter is still freed.
    private func parted(_ partner: Side, _ presence: SideState.Presence) -> Decision.Action {
        presence == .outOfScope ? uncoupling(partner) : .uncouple()
    }

    private func uncoupling(_ partner: Side, _ more: Fields = Fields()) -> Decision.Action {
        var fields = Sided(erp: Fields(), crm: Fields())
        fields[partner] = more
        for field in map.parting[partner] { fields[partner][field.name] = field.value }
        return .uncouple(writing: fields)
    }
}

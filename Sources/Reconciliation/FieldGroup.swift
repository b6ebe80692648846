public import Model

/// The fields that move together, with the policy for conflicts: what the three-way comparison works on.
public struct FieldGroup: Sendable, Hashable {
    /// The name by which a person knows the group; a single field's name in the ERP.
    public let name: String
    /// What happens when both sides changed it differently.
    public let policy: ConflictPolicy
    /// The fields.
    public let rules: [FieldRule]
    /// The side whose values stay, when all fields travel one way only.
    public let owner: Side?
    /// Whether some fields travel both ways, and some have an owner.
    public let isMixed: Bool

    /// Creates a group.
    public init(name: String, policy: ConflictPolicy, rules: [FieldRule]) {
        self.name = name
        self.policy = policy
        self.rules = rules
        let directions = Set(rules.map(\.direction))
        owner = directions == [.toCRM] ? .erp : directions == [.toERP] ? .crm : nil
        isMixed = directions.count > 1
    }
}

extension FieldMap {
    /// The groups of the map, in order.
    public var groups: [FieldGroup] {
        lines.compactMap { line in
            switch line {
            case .single(let rule): FieldGroup(name: rule.fields.erp, policy: policy, rules: [rule])
            case .group(let name, let own, let rules): FieldGroup(name: name, policy: own ?? policy, rules: rules)
            case .computed(let field): FieldGroup(name: field.field, policy: policy, rules: [field.rule])
            case .constant, .filled: nil
            }
        }
    }

    /// The constants of the map, in order.
    public var constants: [Constant] {
        lines.compactMap { line in
            guard case .constant(let constant) = line else { return nil }
            return constant
        }
    }

    /// The computed fields of the map, in order.
    public var computed: [ComputedField] {
        lines.compactMap { line in
            guard case .computed(let field) = line else { return nil }
            return field
        }
    }

    /// The rules that join a field of one side with a field of the other, in order.
    public var rules: [FieldRule] {
        lines.flatMap { line -> [FieldRule] in
            switch line {
            case .single(let rule): return [rule]
            case .group(_, _, let rules): return rules
            case .constant, .computed, .filled: return []
            }
        }
    }

    /// The map with every rule replaced, in order; a rule that becomes `nil` goes, and a group without rules goes with it.
    public func replacing(_ replacement: (FieldRule) -> FieldRule?) -> FieldMap {
        var map = self
        map.lines = lines.compactMap { line in
            switch line {
            case .single(let rule): return replacement(rule).map { .single($0) }
            case .group(let name, let policy, let rules):
                let kept = rules.compactMap(replacement)
                return kept.isEmpty ? nil : .group(name, policy: policy, kept)
            case .constant, .computed, .filled: return line
            }
        }
        return map
    }

    /// Every field that must be read on a side, in order: mapped ones, what others are computed from, constants that are
    /// kept up, filters, match rules, the natural key, the time of the last change where a policy asks for it, and what hooks need.
    public func reads(on side: Side) -> [FieldName] {
        var names = rules.map { $0.fields[side] }
        for field in computed { names.append(contentsOf: field.side == side ? [field.field] : field.formula.sources) }
        names += constants.filter { $0.side == side && $0.when == .always }.map(\.field)
        names += filters[side].conditions.map(\.field)
        names += matchRules.flatMap { $0.criteria.map { $0.fields[side] } }
        names += naturalKey[side]
        if groups.contains(where: { $0.policy == .latestWins }) { names.append(modified[side]) }
        var seen = Set<FieldName>()
        return (names + alsoReads[side]).filter { seen.insert($0).inserted }
    }
}

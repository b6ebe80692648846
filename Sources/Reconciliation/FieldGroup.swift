public import Model

/// The fields that move together, with the policy for conflicts: what the three-way comparison works on.
public struct FieldGroup: Sendable, Hashable {
    /// The name by which a person knows the group; a single field's name in the ERP.
    public var name: String
    /// What happens when both sides changed it differently.
    public var policy: ConflictPolicy
    /// The fields.
    public var rules: [FieldRule]
}

extension FieldMap {
    /// The groups of the map, in order.
    public var groups: [FieldGroup] {
        lines.compactMap { line in
            switch line {
            case .single(let rule): FieldGroup(name: rule.fields.erp, policy: policy, rules: [rule])
            case .group(let name, let own, let rules): FieldGroup(name: name, policy: own ?? policy, rules: rules)
            case .constant: nil
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

    /// Every rule of the map, in order.
    public var rules: [FieldRule] { groups.flatMap(\.rules) }

    /// The map without the rules that `isKept` refuses; groups that lose all of their rules go.
    public func filtered(_ isKept: (FieldRule) -> Bool) -> FieldMap {
        var map = self
        map.lines = lines.compactMap { line in
            switch line {
            case .single(let rule): return isKept(rule) ? line : nil
            case .group(let name, let policy, let rules):
                let kept = rules.filter(isKept)
                return kept.isEmpty ? nil : .group(name, policy: policy, kept)
            case .constant: return line
            }
        }
        return map
    }

    /// Every field that must be read on a side: mapped ones, constants that are kept up, filters, match rules, and what hooks need.
    public func reads(on side: Side) -> [FieldName] {
        let names =
            rules.map { $0.fields[side] } + constants.filter { $0.side == side && $0.when == .always }.map(\.field)
            + filters[side].conditions.map(\.field) + matchRules.flatMap { $0.criteria.map { $0.fields[side] } }
            + alsoReads[side]
        var seen = Set<FieldName>()
        return names.filter { seen.insert($0).inserted }
    }
}

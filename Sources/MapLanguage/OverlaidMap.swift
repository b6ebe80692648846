import Model
import Reconciliation

/// The lines of a map while an overlay is put over them.
struct OverlaidMap {
    /// A line, or one pair of a group.
    private struct Target: Hashable {
        var line: Int
        /// Which pair of the line; `nil` for the whole.
        var rule: Int?
    }

    private let map: FieldMap
    private let fixed: Sided<Set<FieldName>>
    private var kept: [Int: FieldMap.Line]
    private var changed: [Int: MapCursor] = [:]

    init(_ map: FieldMap) {
        self.map = map
        fixed = Sided { side in
            Set(
                map.naturalKey[side] + map.inactive[side].map(\.name) + map.parting[side].map(\.name)
                    + map.alsoReads[side])
        }
        kept = Dictionary(uniqueKeysWithValues: map.lines.enumerated().map { ($0.offset, $0.element) })
    }

    /// The lines in the map's order.
    var inOrder: [FieldMap.Line] { kept.sorted { $0.key < $1.key }.map(\.value) }

    /// The lines with the places of those that were changed, which come last: a clash is then told where it was made.
    var lines: [PlacedLine] {
        kept.sorted { (changed[$0.key] != nil ? 1 : 0, $0.key) < (changed[$1.key] != nil ? 1 : 0, $1.key) }.map {
            let cursor = changed[$0.key] ?? MapCursor("", MapNode(.null))
            return PlacedLine(line: $0.value, cursor: cursor, places: $0.value.keys.map { _ in cursor.place })
        }
    }

    mutating func disable(_ name: (name: String, cursor: MapCursor), _ reader: inout MapReader) {
        guard let target = target(name.name, name.cursor, &reader), let line = kept[target.line] else { return }
        guard mayGo(line, target.rule) else { return reader.report(.fixedLine, name.cursor, found: name.name) }
        if let rule = target.rule, case .group(let group, let policy, var rules) = line, rules.count > 1 {
            rules.remove(at: rule)
            kept[target.line] = .group(group, policy: policy, rules)
        } else {
            kept[target.line] = nil
        }
    }

    mutating func change(_ change: LineChange, _ reader: inout MapReader) {
        guard let target = target(change.name, change.cursor, &reader), let line = kept[target.line] else { return }
        if change.concernsValue, !mayGo(line, target.rule) {
            return reader.report(.fixedLine, change.cursor, found: change.name)
        }
        switch Self.outcome(of: change, on: line, target.rule) {
        case .refused(let code, let names): reader.report(code, change.cursor, found: change.name, allowed: names)
        case .line(let result):
            kept[target.line] = result
            changed[target.line] = change.cursor
        }
    }

    /// What comes of a change: the line as it is then; or why such a line can't be changed so, and by which names it can.
    private enum Outcome {
        case line(FieldMap.Line)
        case refused(MapProblem.Code, [String] = [])
    }

    private static func outcome(of change: LineChange, on line: FieldMap.Line, _ rule: Int?) -> Outcome {
        switch line {
        case .single(let old):
            guard !change.concernsConstant else { return .refused(.noConstant) }
            let new = change.applied(to: old)
            return .line(change.policy.map { .group(new.fields.erp, policy: $0, [new]) } ?? .single(new))
        case .group(let name, let policy, var rules):
            guard !change.concernsConstant else { return .refused(.noConstant) }
            guard let rule else {
                guard !change.concernsPair else { return .refused(.wholeGroup, rules.map(\.fields.erp)) }
                return .line(.group(name, policy: change.policy ?? policy, rules))
            }
            // Fields that move together have one policy: it is changed by the group's name.
            guard change.policy == nil || rules.count == 1 else { return .refused(.groupPolicy, [name]) }
            rules[rule] = change.applied(to: rules[rule])
            return .line(.group(name, policy: change.policy ?? policy, rules))
        case .constant(var constant):
            guard !change.concernsPair, change.policy == nil else { return .refused(.onlyConstant) }
            constant.value = change.constant ?? constant.value
            constant.when = change.when ?? constant.when
            return .line(.constant(constant))
        case .computed: return .refused(.computedLine)
        case .filled: return .refused(.fixedLine)
        }
    }

    /// What a hook fills or reads beside the map, and what the natural key or the end of a record needs, stays.
    private func mayGo(_ line: FieldMap.Line, _ rule: Int?) -> Bool {
        if case .filled = line { return false }
        let keys = rule.map { [line.keys[$0]] } ?? line.keys
        return !keys.contains { key in
            key.erp.map(fixed.erp.contains) ?? false || key.crm.map(fixed.crm.contains) ?? false
        }
    }

    private func target(_ name: String, _ cursor: MapCursor, _ reader: inout MapReader) -> Target? {
        let found = Set(names.filter { $0.name == name }.map(\.target))
        if found.count == 1 { return found.first }
        let known = names.filter { $0.name.contains("=") }
        if found.isEmpty {
            let words = names.map(\.name).filter { !$0.contains("=") }
            var seen: Set<String> = []
            let distinct = words.filter { seen.insert($0).inserted }
            let nearest = Spelling.nearest(to: name, among: distinct)
            reader.report(.unknownLine, cursor, found: name, allowed: distinct, nearest: nearest)
        } else {
            let pairs = known.filter { found.contains($0.target) }.map(\.name)
            reader.report(.ambiguousLine, cursor, found: name, allowed: pairs)
        }
        return nil
    }

    /// What every line is called, and each pair of a group.
    private var names: [(name: String, target: Target)] {
        kept.sorted { $0.key < $1.key }.flatMap { place, line -> [(name: String, target: Target)] in
            var names: [(name: String, target: Target)] = []
            var isGroup = false
            if case .group(let name, _, let rules) = line {
                isGroup = true
                // A group of one field is that field.
                if rules.count > 1 || rules.first?.fields.erp != name { names.append((name, Target(line: place))) }
            }
            for (number, key) in line.keys.enumerated() {
                let target = Target(line: place, rule: isGroup ? number : nil)
                names.append((key.erp ?? key.crm ?? "", target))
                names.append((LineName.pair(key.erp, key.crm), target))
            }
            return names
        }
    }
}

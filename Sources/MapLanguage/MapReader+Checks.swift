import Model
import Reconciliation

extension MapReader {
    /// Every field is written by one line: else the last would win, and nobody would see it.
    mutating func checkWrites(_ lines: [PlacedLine], besides written: [Sided<FieldName?>] = []) {
        var seen = Sided<Set<FieldName>>(erp: [], crm: [])
        for side in Side.allCases { seen[side] = Set(written.compactMap { $0[side] }) }
        for line in lines {
            for (place, targets) in zip(line.places, line.line.targets) {
                for side in Side.allCases {
                    guard let field = targets[side], !seen[side].insert(field).inserted else { continue }
                    let cursor = MapCursor(line.cursor.path, line.cursor.node, at: place ?? line.cursor.place)
                    report(.duplicateField, cursor, found: field, allowed: [side.rawValue])
                }
            }
        }
    }

    /// Every group has a name of its own.
    mutating func checkNames(_ lines: [PlacedLine]) {
        var seen: Set<String> = []
        for line in lines {
            guard case .group(let name, _, _) = line.line, !seen.insert(name).inserted else { continue }
            report(.duplicateName, line.cursor, found: name)
        }
    }

    /// Every entity that a line refers to stands in the manifest, from which the order of a run follows.
    mutating func check(_ lines: [PlacedLine], refer known: Set<EntityName>) {
        for line in lines {
            for (place, rule) in zip(line.places, line.line.rules) {
                guard case .reference(let reference) = rule.kind, !known.contains(reference.entity) else { continue }
                let cursor = MapCursor(line.cursor.path, line.cursor.node, at: place ?? line.cursor.place)
                reportUnknown(reference.entity, cursor, among: known)
            }
        }
    }

    /// So does every entity by whose couplings records are recognised.
    mutating func checkMatching(refer known: Set<EntityName>) {
        for (place, entity) in matched where !known.contains(entity) { reportUnknown(entity, place, among: known) }
    }

    private mutating func reportUnknown(_ entity: EntityName, _ cursor: MapCursor, among known: Set<EntityName>) {
        let names = known.map(\.text).sorted()
        report(
            .unknownReference, cursor, found: entity.text, allowed: names,
            nearest: Spelling.nearest(to: entity.text, among: names))
    }
}

extension FieldMap.Line {
    /// The pairs of fields of the line; a computed field counts as one with what it becomes.
    var rules: [FieldRule] {
        switch self {
        case .single(let rule): [rule]
        case .group(_, _, let rules): rules
        case .constant, .computed, .filled: []
        }
    }

    /// The fields that the line names, per pair: what a person knows it by.
    var keys: [Sided<FieldName?>] {
        switch self {
        case .single, .group: rules.map { rule in Sided { rule.fields[$0] } }
        case .constant(let constant): [Sided { $0 == constant.side ? constant.field : nil }]
        case .computed(let field): [Sided { $0 == field.side ? field.field : nil }]
        case .filled(let field, let own): [Sided { $0 == own ? field : nil }]
        }
    }

    /// The fields that the line writes, per pair.
    var targets: [Sided<FieldName?>] {
        switch self {
        case .single, .group:
            rules.map { rule in Sided { rule.direction.writes(to: $0) ? rule.fields[$0] : nil } }
        case .constant, .computed, .filled: keys
        }
    }
}

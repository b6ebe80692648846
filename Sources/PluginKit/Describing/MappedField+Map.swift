import PluginProtocol
import Reconciliation

extension MappedField {
    /// The lines of a map, as a host and a person see them.
    static func lines(of map: FieldMap) -> [MappedField] {
        let lines = map.lines.flatMap { line -> [MappedField] in
            switch line {
            case .single(let rule): return [self.init(rule, group: rule.fields.erp, policy: map.policy)]
            case .group(let name, let policy, let rules):
                return rules.map { self.init($0, group: name, policy: policy ?? map.policy) }
            case .computed(let field):
                return [
                    .onOneSide(
                        field.field, field.side, transform: "\(field.formula.words), \(field.kind.words)",
                        onInsertOnly: field.isOnInsertOnly)
                ]
            case .constant(let constant):
                return [
                    .onOneSide(
                        constant.field, constant.side, onInsertOnly: constant.when == .onInsert,
                        constant: constant.value)
                ]
            case .filled(let field, let side):
                return [.onOneSide(field, side, transform: "plugin", onInsertOnly: true)]
            }
        }
        return lines + atTheEnd(of: map, besides: lines)
    }

    /// What is written when a coupling ends, as far as no line writes it anyway.
    private static func atTheEnd(of map: FieldMap, besides lines: [MappedField]) -> [MappedField] {
        Side.allCases.flatMap { side -> [MappedField] in
            let written = lines.filter { $0.direction.writes(to: side) }.compactMap { side == .erp ? $0.erp : $0.crm }
            return (map.inactive[side].names + map.parting[side].names).filter { !written.contains($0) }
                .map { .onOneSide($0, side, transform: "end of the coupling", onInsertOnly: false) }
        }
    }

    private init(_ rule: FieldRule, group: String, policy: ConflictPolicy) {
        var reference: EntityName?
        if case .reference(let own) = rule.kind { reference = own.entity }
        let required = rule.isRequired ? ", required" : ""
        self.init(
            erp: rule.fields.erp, crm: rule.fields.crm, group: group, direction: rule.direction, policy: policy,
            transform: rule.kind.words + required, reference: reference, onInsertOnly: rule.isOnInsertOnly)
    }

    private static func onOneSide(
        _ field: FieldName, _ side: Side, transform: String? = nil, onInsertOnly: Bool, constant: FieldValue? = nil
    ) -> MappedField {
        MappedField(
            erp: side == .erp ? field : nil, crm: side == .crm ? field : nil,
            direction: side == .crm ? .toCRM : .toERP, policy: side == .crm ? .erpWins : .crmWins,
            transform: transform, onInsertOnly: onInsertOnly, constant: constant)
    }
}

extension FieldKind {
    /// The kind in words, for people and for the fingerprint.
    var words: String {
        switch self {
        case .text(let erp, let crm): "text \(erp)/\(crm)"
        case .code(let erp, let crm): "code \(erp)/\(crm)"
        case .decimal(let scale, let lowest): "decimal \(scale)" + (lowest.map { " at least \($0)" } ?? "")
        case .integer: "integer"
        case .boolean: "boolean"
        case .date: "date"
        case .choice(let choices):
            "choice " + choices.map { "\($0.erp.words)=\($0.crm.words)" }.joined(separator: ", ")
        case .reference(let reference): "reference " + reference.words
        }
    }
}

extension FieldKind.Reference {
    fileprivate var words: String {
        [crm.rawValue, erpEmpty.rawValue, "missing: \(whenMissing.rawValue)", "empty: \(whenEmpty.rawValue)"]
            .joined(separator: ", ") + (via.map { ", via \($0)" } ?? "")
    }
}

extension ComputedField.Formula {
    fileprivate var words: String {
        switch self {
        case .quotient(let dividend, let divisor): "\(dividend) / \(divisor)"
        case .prefixed(let prefix, let field): "«\(prefix)» \(field)"
        case .byPlugin(let fields): "plugin(\(fields.joined(separator: ", ")))"
        }
    }
}

extension FieldValue {
    fileprivate var words: String {
        switch self {
        case .null: "null"
        case .boolean(let truth): "\(truth)"
        case .integer(let number): "\(number)"
        case .text(let text): "«\(text)»"
        }
    }
}

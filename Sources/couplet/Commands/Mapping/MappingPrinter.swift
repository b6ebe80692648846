import JSON
import Model
import PluginProtocol

/// Shows lines of a map.
struct MappingPrinter {
    let session: Session

    func show(_ lines: [(Mapping.Change, Mapping.Line)]) {
        guard !session.options.json else {
            for (change, line) in lines { session.console.print(line.json(change).line) }
            return
        }
        guard !lines.isEmpty else { return }
        let marks = lines.contains { $0.0 != .same }
        var table = Table(
            ((marks ? [""] : []) + session.mappingWords.columns).map { Table.Column(title: $0, isFlexible: false) })
        for (change, line) in lines {
            let field = line.field
            let value = field.constant.map { "= \($0.mappingWords)" } ?? field.transform ?? ""
            let cells = [
                field.erp ?? "", field.direction.arrow, field.crm ?? "", field.group, field.policy.rawValue, value,
                line.origin,
            ]
            table.append((marks ? [change.mark] : []) + cells)
        }
        for line in table.lines(width: session.console.outputWidth) { session.console.print(line) }
    }

    func show(_ rules: [(Mapping.Change, MappingRule)]) {
        for (change, rule) in rules {
            let json: JSONValue = [
                "change": .string(change.rawValue), "rule": .string(rule.name), "value": .string(rule.value),
            ]
            session.console.print(
                session.options.json ? json.line : "\(change.mark) \(rule.name): \(rule.value)".harmless)
        }
    }
}

extension Mapping.Change {
    fileprivate var mark: String {
        switch self {
        case .same: ""
        case .added: "+"
        case .removed: "-"
        }
    }
}

extension Direction {
    /// The direction as people draw it, the ERP on the left.
    fileprivate var arrow: String {
        switch self {
        case .toCRM: "->"
        case .toERP: "<-"
        case .both: "<->"
        }
    }
}

extension Mapping.Line {
    /// The line for programs.
    fileprivate func json(_ change: Mapping.Change) -> JSONValue {
        [
            "change": .string(change.rawValue), "erp": .optional(field.erp), "crm": .optional(field.crm),
            "group": .string(field.group), "direction": .string(field.direction.rawValue),
            "policy": .string(field.policy.rawValue), "transform": .optional(field.transform),
            "reference": .optional(field.reference?.text), "onInsertOnly": .boolean(field.onInsertOnly),
            "constant": .optional(field.constant?.mappingWords), "from": .string(origin),
        ]
    }
}

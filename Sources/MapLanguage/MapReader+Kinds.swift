import Model
import Reconciliation

extension MapReader {
    /// The kind of a field's values, from the members that say more about its type.
    mutating func kind(_ type: MapType, _ object: MapObject) -> FieldKind? {
        switch type {
        case .text: return lengths(object).map { .text(erp: $0.erp, crm: $0.crm) }
        case .code: return lengths(object).map { .code(erp: $0.erp, crm: $0.crm) }
        case .decimal:
            let lowest = integer(object["atLeast"], -1_000_000_000...1_000_000_000)
            guard let scale = integer(required(object, "scale"), 0...20) else { return nil }
            return .decimal(scale: scale, atLeast: lowest)
        case .integer: return .integer
        case .boolean: return .boolean
        case .date: return .date
        case .choice: return choices(object).map { .choice($0) }
        case .reference: return reference(object)
        }
    }

    private mutating func lengths(_ object: MapObject) -> Sided<Int>? {
        guard let cursor = required(object, "length") else { return nil }
        guard let inner = self.object(cursor, Side.allCases.map(\.rawValue)) else { return nil }
        // Text columns of both systems end at a million characters.
        guard let erp = integer(required(inner, "erp"), 1...1_048_576),
            let crm = integer(required(inner, "crm"), 1...1_048_576)
        else { return nil }
        return Sided(erp: erp, crm: crm)
    }

    private mutating func choices(_ object: MapObject) -> [Sided<FieldValue>]? {
        guard let cursor = required(object, "values"), let elements = list(cursor) else { return nil }
        if elements.isEmpty { report(.empty, cursor) }
        var choices: [Sided<FieldValue>] = []
        for element in elements {
            guard let pair = self.object(element, ["erp", "crm", "comment"]) else { continue }
            let erp = value(required(pair, "erp"))
            let crm = value(required(pair, "crm"))
            if let erp, let crm { choices.append(Sided(erp: erp, crm: crm)) }
        }
        return choices
    }

    private mutating func reference(_ object: MapObject) -> FieldKind? {
        let crm = word(object["crmForm"], FieldKind.Reference.CRMForm.self) ?? .lookup
        let erpEmpty = word(object["erpEmpty"], FieldKind.Reference.ERPEmpty.self) ?? .isEmpty
        let whenMissing = word(object["whenMissing"], FieldKind.Reference.WhenMissing.self) ?? .wait
        let whenEmpty = word(object["whenEmpty"], FieldKind.Reference.WhenEmpty.self) ?? .write
        let via = text(object["via"])
        guard let entity = entity(required(object, "to")) else { return nil }
        return .reference(
            to: entity, crm: crm, erpEmpty: erpEmpty, whenMissing: whenMissing, whenEmpty: whenEmpty, via: via)
    }

    mutating func entity(_ cursor: MapCursor?) -> EntityName? {
        guard let cursor, let text = text(cursor) else { return nil }
        if let entity = EntityName(text) { return entity }
        report(.wrongType, cursor, found: text, allowed: ["entity"])
        return nil
    }
}

import Model
import Reconciliation

extension MapReader {
    /// How twins are recognised.
    mutating func matchRules(_ cursor: MapCursor?) -> [MatchRule] {
        var rules: [MatchRule] = []
        for element in list(cursor) ?? [] {
            guard let object = object(element, ["name", "fields", "comment"]) else { continue }
            let name = text(required(object, "name"))
            let criteria = criteria(required(object, "fields"))
            if let name, rules.contains(where: { $0.name == name }) {
                report(.duplicateName, object["name"] ?? element, found: name)
            }
            if let name { rules.append(MatchRule(name, criteria)) }
        }
        return rules
    }

    private mutating func criteria(_ cursor: MapCursor?) -> [MatchRule.Criterion] {
        guard let cursor, let elements = list(cursor) else { return [] }
        if elements.isEmpty { report(.empty, cursor) }
        var criteria: [MatchRule.Criterion] = []
        for element in elements {
            guard let object = object(element, ["erp", "crm", "like", "prefix", "to", "comment"]) else { continue }
            let erp = text(required(object, "erp"))
            let crm = text(required(object, "crm"))
            let like = word(object["like"], MatchRule.Likeness.self) ?? .caseless
            let prefix = text(object["prefix"]) ?? ""
            guard let erp, let crm else { continue }
            var criterion = MatchRule.Criterion(erp: erp, crm: crm, like, prefix: prefix)
            if let place = object["to"] {
                guard let entity = entity(place) else { continue }
                criterion = .init(erp: erp, crm: crm, entity: entity)
                matched.append((place, entity))
                // References are alike when what they refer to is coupled: nothing else makes them so.
                for other in ["like", "prefix"] {
                    guard let place = object[other] else { continue }
                    report(.unknownMember, place, found: other, allowed: ["erp", "crm", "to", "comment"])
                }
            }
            criteria.append(criterion)
        }
        return criteria
    }

    /// Conditions, all of which must hold.
    mutating func filter(_ cursor: MapCursor) -> RecordFilter? {
        var conditions: [RecordFilter.Condition] = []
        for element in list(cursor) ?? [] {
            guard let object = object(element, ["field", "test", "values", "comment"]) else { continue }
            let field = text(required(object, "field"))
            let test = word(required(object, "test"), RecordFilter.Condition.Test.self)
            guard let field, let test else { continue }
            switch test {
            case .isOneOf, .isNoneOf:
                guard let place = required(object, "values") else { continue }
                var values: [FieldValue] = []
                let elements = list(place) ?? []
                if elements.isEmpty { report(.empty, place) }
                for element in elements { if let value = value(element) { values.append(value) } }
                conditions.append(.init(field, test, values))
            case .isEmpty, .isNotEmpty:
                if let values = object["values"] {
                    report(.unknownMember, values, found: "values", allowed: ["field", "test"])
                }
                conditions.append(.init(field, test))
            }
        }
        return RecordFilter(conditions)
    }

    /// Values by the names of their fields.
    mutating func fields(_ cursor: MapCursor) -> Fields? {
        var fields = Fields()
        for entry in entries(cursor) { if let value = value(entry.value) { fields[entry.name] = value } }
        return fields
    }
}

import Model
import Reconciliation

/// A line of a map, and where it stands.
struct PlacedLine {
    var line: FieldMap.Line
    var cursor: MapCursor
    /// The places of a group's fields, in order; the line's own for everything else.
    var places: [MapPlace?]
}

extension MapReader {
    private static let side = ["erp", "crm"]
    private static let field = ["erp", "crm", "type", "direction", "optional", "required", "onInsertOnly", "comment"]

    /// A line of the map: a group, a constant, a computed field, or a pair of fields.
    mutating func line(_ cursor: MapCursor) -> PlacedLine? {
        guard case .object(let members) = cursor.node.value else {
            report(.wrongType, cursor, allowed: ["object"])
            return nil
        }
        let names = Set(members.map(\.name))
        if names.contains("fields") || names.contains("group") { return group(cursor) }
        var line: FieldMap.Line?
        if names.contains("constant") {
            line = constant(cursor)
        } else if names.contains("computed") {
            line = computed(cursor)
        } else {
            line = single(cursor)
        }
        return line.map { PlacedLine(line: $0, cursor: cursor, places: [cursor.place]) }
    }

    private mutating func group(_ cursor: MapCursor) -> PlacedLine? {
        guard let object = object(cursor, ["group", "policy", "fields", "comment"]) else { return nil }
        let name = text(required(object, "group"))
        let policy = word(object["policy"], ConflictPolicy.self)
        let elements = list(required(object, "fields")) ?? []
        if let place = object["fields"], elements.isEmpty, case .list = place.node.value { report(.empty, place) }
        var rules: [FieldRule] = []
        var places: [MapPlace?] = []
        for element in elements {
            guard let rule = rule(element, also: []) else { continue }
            rules.append(rule)
            places.append(element.place)
        }
        guard let name, !rules.isEmpty else { return nil }
        return PlacedLine(line: .group(name, policy: policy, rules), cursor: cursor, places: places)
    }

    private mutating func single(_ cursor: MapCursor) -> FieldMap.Line? {
        guard let rule = rule(cursor, also: ["policy"]) else { return nil }
        guard let policy = word(member("policy", of: cursor), ConflictPolicy.self) else { return .single(rule) }
        // A field with a policy of its own is a group of one field, under the same name.
        return .group(rule.fields.erp, policy: policy, [rule])
    }

    private func member(_ name: String, of cursor: MapCursor) -> MapCursor? {
        guard case .object(let members) = cursor.node.value else { return nil }
        return MapObject(cursor, members)[name]
    }

    /// A pair of fields.
    mutating func rule(_ cursor: MapCursor, also: [String]) -> FieldRule? {
        let type = word(member("type", of: cursor), MapType.self)
        // A word that is no type was reported: what belongs to it can't be known.
        let own = type?.members ?? MapType.allCases.flatMap(\.members)
        guard let object = object(cursor, Self.field + also + own) else { return nil }
        let erp = text(required(object, "erp"))
        let crm = text(required(object, "crm"))
        let direction = word(object["direction"], Direction.self) ?? .both
        let isOptional = boolean(object["optional"]) ?? false
        let isRequired = boolean(object["required"]) ?? false
        let onInsertOnly = boolean(object["onInsertOnly"]) ?? false
        if object["type"] == nil { _ = required(object, "type") }
        guard let type, let kind = kind(type, object), let erp, let crm else { return nil }
        if case .reference(let reference) = kind, reference.via != nil, direction != .toCRM, let place = object["via"] {
            report(.viaOneWay, place)
        }
        return .field(
            erp, crm, kind, direction, isOptional: isOptional, isRequired: isRequired, onInsertOnly: onInsertOnly)
    }

    private mutating func constant(_ cursor: MapCursor) -> FieldMap.Line? {
        guard let object = object(cursor, Self.side + ["constant", "when", "comment"]) else { return nil }
        let target = oneSide(object)
        let value = value(object["constant"])
        let when = word(object["when"], FieldMap.Constant.When.self) ?? .onInsert
        guard let target, let value else { return nil }
        return .constant(target.field, on: target.side, value, when)
    }

    private mutating func computed(_ cursor: MapCursor) -> FieldMap.Line? {
        let type = word(member("type", of: cursor), MapType.self)
        let own = type?.members ?? MapType.allCases.flatMap(\.members)
        let allowed = Self.side + ["computed", "type", "onInsertOnly", "comment"] + own
        guard let object = object(cursor, allowed) else { return nil }
        let target = oneSide(object)
        let formula = formula(object["computed"])
        let onInsertOnly = boolean(object["onInsertOnly"]) ?? false
        if object["type"] == nil { _ = required(object, "type") }
        guard let target, let formula, let type, let kind = kind(type, object) else { return nil }
        return .computed(target.field, on: target.side, formula, kind, onInsertOnly: onInsertOnly)
    }

    private mutating func formula(_ cursor: MapCursor?) -> ComputedField.Formula? {
        guard let cursor, let object = object(cursor, ["prefix", "of", "quotient", "by"]) else { return nil }
        if object["quotient"] != nil || object["by"] != nil {
            guard let dividend = text(required(object, "quotient")), let divisor = text(required(object, "by")) else {
                return nil
            }
            return .quotient(dividend, by: divisor)
        }
        guard let prefix = text(required(object, "prefix")), let field = text(required(object, "of")) else {
            return nil
        }
        return .prefixed(prefix, field)
    }

    /// The one field that a line without a twin writes.
    private mutating func oneSide(_ object: MapObject) -> (side: Side, field: FieldName)? {
        let sides = Side.allCases.filter { object[$0.rawValue] != nil }
        guard sides.count == 1, let side = sides.first else {
            report(.oneSideOnly, object.cursor)
            return nil
        }
        return text(object[side.rawValue]).map { (side, $0) }
    }
}

import Model
import Reconciliation

/// What an overlay says, with the places where it does.
struct OverlayText {
    var entity: (name: EntityName, cursor: MapCursor)?
    var disabled: [(name: String, cursor: MapCursor)] = []
    var changes: [LineChange] = []
    var added: [PlacedLine] = []
    var filters = Sided<RecordFilter?>(erp: nil, crm: nil)
    var creates = Sided<Bool?>(erp: nil, crm: nil)
    var policy: ConflictPolicy?
    var whenFirstCoupled: FieldMap.FirstCoupling?
}

extension MapReader {
    mutating func overlay(_ cursor: MapCursor) -> OverlayText {
        var text = OverlayText()
        guard let object = object(cursor, MapOverlay.members) else { return text }
        if let place = object["entity"], let name = entity(place) { text.entity = (name, place) }
        for element in list(object["disable"]) ?? [] {
            if let name = self.text(element) { text.disabled.append((name, element)) }
        }
        if let changes = object["change"] {
            for entry in entries(changes) {
                if let change = change(entry.name, entry.value) { text.changes.append(change) }
            }
        }
        text.added = lines(object["add"])
        text.filters = sided(object["filters"]) { $0.filter($1) }
        text.creates = sided(object["creates"]) { $0.boolean($1) }
        text.policy = word(object["policy"], ConflictPolicy.self)
        text.whenFirstCoupled = word(object["whenFirstCoupled"], FieldMap.FirstCoupling.self)
        return text
    }

    private mutating func change(_ name: String, _ cursor: MapCursor) -> LineChange? {
        let own = MapType.allCases.flatMap(\.members)
        let plain = [
            "erp", "crm", "type", "direction", "policy", "optional", "required", "onInsertOnly", "constant", "when",
            "comment",
        ]
        guard let object = object(cursor, plain + own) else { return nil }
        var change = LineChange(name: name, cursor: cursor)
        change.erp = text(object["erp"])
        change.crm = text(object["crm"])
        change.direction = word(object["direction"], Direction.self)
        change.policy = word(object["policy"], ConflictPolicy.self)
        change.isOptional = boolean(object["optional"])
        change.isRequired = boolean(object["required"])
        change.isOnInsertOnly = boolean(object["onInsertOnly"])
        change.constant = value(object["constant"])
        change.when = word(object["when"], FieldMap.Constant.When.self)
        if let type = word(object["type"], MapType.self) {
            change.kind = kind(type, object)
        } else if object["type"] == nil, own.contains(where: { object[$0] != nil }) {
            // What a type says more of itself can't be told without it.
            _ = required(object, "type")
        }
        return change
    }
}

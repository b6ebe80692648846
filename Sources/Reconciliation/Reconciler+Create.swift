import Model

extension Reconciler {
    /// A record has no partner: one is made on `side`, with everything that travels there.
    func create(on side: Side, _ pair: RecordPair, _ references: ResolvedReferences) -> Decision {
        guard map.creates[side] else {
            return Decision(pair: pair.id, action: .none, reason: Reason("notCreated", [side.rawValue]))
        }
        var fields = Fields()
        fields.reserveCapacity(groups.count + constants.count)
        var leftOut: [RecordReference] = []
        let source = pair.sides[side.opposite].fields
        for rule in travelling[side] {
            let value = source.value(of: rule.rule.fields[side.opposite], near: rule.place) ?? .null
            if let stop = fill(&fields, rule.rule, value, on: side, references) {
                return Decision(pair: pair.id, action: stop.action, reason: stop.reason)
            }
            if let record = rule.rule.leftOut(value, from: side.opposite, references) { leftOut.append(record) }
        }
        for constant in constants where constant.side == side { fields[constant.field] = constant.value }
        let key = map.naturalKey[side]
        let isKeyed = key.allSatisfy { fields[$0]?.isEmpty == false }
        return Decision(
            pair: pair.id, action: .create(side, fields, key: isKeyed ? key : []),
            reason: Reason(side == .crm ? "onlyInERP" : "onlyInCRM"), leftOut: leftOut)
    }

    /// Why a pair can't be written: what is done instead.
    struct Stop {
        var action: Decision.Action
        var reason: Reason
    }

    private func fill(
        _ fields: inout Fields, _ rule: FieldRule, _ value: FieldValue, on side: Side,
        _ references: ResolvedReferences
    ) -> Stop? {
        let source = side.opposite
        if rule.isRequired, rule.isEmpty(value, on: source) { return Self.isEmpty(rule, on: source) }
        switch rule.transfer(value, from: source, references) {
        case .value(let value): if !rule.isEmpty(value, on: side) { fields.append(rule.fields[side], value) }
        case .keep: break
        case .wait(let reference): return Self.waits(for: reference)
        case .problem(let problem): return Stop(action: .setAside(problem), reason: Reason("cannotCross"))
        }
        return nil
    }

    static func waits(for reference: RecordReference) -> Stop {
        Stop(action: .wait(reference), reason: Reason("waits", [reference.entity.text]))
    }

    /// A field that the other side insists on is empty here; a computed one is named by the field that it would have filled.
    static func isEmpty(_ rule: FieldRule, on source: Side) -> Stop {
        let isComputed = rule.fields[source].hasPrefix("=")
        let side = isComputed ? source.opposite : source
        return Stop(
            action: .setAside(Problem(.required, field: rule.fields[side], side: side)),
            reason: Reason("requiredIsEmpty"))
    }
}

extension FieldRule {
    /// Whether a value says nothing, as its side writes that.
    func isEmpty(_ value: FieldValue, on side: Side) -> Bool {
        // The ERP has no empty number: where one must be there, none is zero.
        if case .decimal = kind, isRequired, side == .erp, value.numberText.flatMap({ Double($0) }) == 0 { return true }
        guard case .reference(let reference) = kind else { return value.isEmpty }
        if side == .erp, reference.erpEmpty == .isValue { return false }
        return value.isEmpty || value == .text(RecordID.zero.text) || value == .integer(-1)
    }
}

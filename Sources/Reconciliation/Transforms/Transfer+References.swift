public import Model

extension FieldRule {
    /// The record that a value of `side` refers to; `nil` when the field is no reference, or the value is empty.
    public func reference(of value: FieldValue, on side: Side) -> RecordReference? {
        guard case .reference(let reference) = kind, reference.via == nil || side == .erp,
            let id = Self.identity(value, side, reference)
        else { return nil }
        return RecordReference(entity: reference.entity, side: side, id: id)
    }

    /// The record that a weak reference points to, when it is not coupled: the field is left out for now.
    func leftOut(_ value: FieldValue, from side: Side, _ references: ResolvedReferences) -> RecordReference? {
        guard case .reference(let reference) = kind, reference.whenMissing != .wait,
            let target = self.reference(of: value, on: side), case .open = references[target]
        else { return nil }
        return target
    }

    /// What a reference of `side` becomes on the other side.
    func transfer(
        _ value: FieldValue, from side: Side, _ reference: FieldKind.Reference, _ references: ResolvedReferences
    ) -> Transfer {
        guard let target = self.reference(of: value, on: side) else {
            return reference.whenEmpty == .skip || side == .crm && reference.via != nil
                ? .keep : Self.empty(on: side.opposite)
        }
        switch references[target] {
        case .coupled(let id):
            return partner(id, of: target, reference, references)
        case .missing where reference.whenMissing == .wait:
            // Nobody can couple what is not there: to wait for it would be to wait for ever.
            return .problem(Problem(.gone, [reference.entity.text], field: fields[side], side: side))
        case .open, .missing:
            switch reference.whenMissing {
            case .wait: return .wait(target)
            case .clear: return Self.empty(on: side.opposite)
            case .skip: return .keep
            }
        }
    }

    private func partner(
        _ id: RecordID, of target: RecordReference, _ reference: FieldKind.Reference, _ references: ResolvedReferences
    ) -> Transfer {
        guard target.side == .erp else { return .value(.text(id.text)) }
        if let field = reference.via {
            guard let value = references[ResolvedReferences.Step(target, field)], !value.isEmpty else {
                return .problem(Problem(.required, [reference.entity.text], field: field, side: .crm))
            }
            return .value(value)
        }
        guard reference.crm == .choice else { return .value(.text(id.text)) }
        return Int64(id.text).map { .value(.integer($0)) } ?? .problem(Problem(.invalid, field: fields.erp, side: .erp))
    }

    /// No reference, as a side writes it: the zero GUID in Business Central, null in Dataverse.
    private static func empty(on side: Side) -> Transfer {
        .value(side == .erp ? .text(RecordID.zero.text) : .null)
    }

    private static func identity(_ value: FieldValue, _ side: Side, _ reference: FieldKind.Reference) -> RecordID? {
        switch (side, value) {
        case (_, .boolean): nil
        case (.erp, .null): reference.erpEmpty == .isValue ? .zero : nil
        case (.crm, .null): nil
        case (_, .integer(let number)): number < 0 ? nil : RecordID("\(number)")  // -1 is «no value» in a choice
        case (.erp, .text(let text)):
            if text.isEmpty || text == RecordID.zero.text {
                reference.erpEmpty == .isValue ? .zero : nil
            } else {
                RecordID(text)
            }
        case (.crm, .text(let text)): text.isEmpty || text == RecordID.zero.text ? nil : RecordID(text)
        }
    }
}

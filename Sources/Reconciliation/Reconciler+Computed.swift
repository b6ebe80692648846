import Model

extension Reconciler {
    /// The pair with what follows from its fields among them, so that a computed field is compared like any other.
    func completed(_ pair: RecordPair) -> RecordPair {
        guard !computed.isEmpty else { return pair }
        var pair = pair
        for field in computed { complete(&pair.sides[field.side.opposite], field) }
        return pair
    }

    private func complete(_ state: inout SideState, _ field: ComputedField) {
        guard field.formula.sources.allSatisfy({ state.fields[$0] != nil }) else { return }
        state.fields[field.virtualName] = value(of: field, from: state.fields) ?? .null
        if case .fields(let changed) = state.change, changed.contains(where: field.formula.sources.contains) {
            state.change = .fields(changed + [field.virtualName])
        }
    }

    private func value(of field: ComputedField, from fields: Fields) -> FieldValue? {
        switch field.formula {
        case .quotient(let dividend, let divisor):
            guard let above = fields[dividend]?.numberText, let below = fields[divisor]?.numberText,
                case .decimal(let scale, _) = field.kind
            else { return nil }
            return DecimalText.quotient(above, below, scale: scale).map { .text($0) }
        case .prefixed(let prefix, let name):
            guard let text = fields[name]?.text, !text.isEmpty else { return nil }
            return .text(prefix + text)
        case .byPlugin:
            return computation(field.field, fields)
        }
    }
}

public import Model

extension FieldRule {
    /// Whether two values say the same, once one is brought to the other's form.
    ///
    /// Only the ways that the field travels count. A text that a column cut off equals the longer one; a code equals its
    /// lower-case spelling; empty is empty however a system writes it; where nothing would be written, nothing disagrees.
    public func agree(_ values: Sided<FieldValue>, _ references: ResolvedReferences) -> Bool {
        if values.erp == values.crm, isComparedAsWritten { return true }
        var isKept = true
        for side in Side.allCases where direction.writes(to: side.opposite) {
            switch transfer(values[side], from: side, references) {
            case .keep: break
            case .wait, .problem: isKept = false
            case .value(let value):
                isKept = false
                if same(value, values[side.opposite], on: side.opposite) { return true }
            }
        }
        return isKept
    }

    /// Whether both values name something, and it is the same: a text, a code, or a record whose partner is known.
    func namesTheSame(_ values: Sided<FieldValue>, _ references: ResolvedReferences) -> Bool {
        guard isName, Side.allCases.allSatisfy({ !isEmpty(values[$0], on: $0) }) else { return false }
        return Side.allCases.contains { side in
            guard direction.writes(to: side.opposite),
                case .value(let value) = transfer(values[side], from: side, references)
            else { return false }
            return same(value, values[side.opposite], on: side.opposite)
        }
    }

    /// Whether such values name something, rather than say how much or when.
    private var isName: Bool {
        switch kind {
        case .text, .code, .reference: true
        case .decimal, .integer, .boolean, .date, .choice: false
        }
    }

    /// Whether equal values mean the same without further ado: a reference is another number on the other side.
    private var isComparedAsWritten: Bool {
        switch kind {
        case .text, .code, .integer, .boolean, .date: true
        case .decimal(_, let lowest): lowest == nil
        case .choice, .reference: false
        }
    }

    private func same(_ mapped: FieldValue, _ present: FieldValue, on side: Side) -> Bool {
        mapped == present || normal(mapped) == normal(present)
    }

    private func normal(_ value: FieldValue) -> FieldValue {
        switch kind {
        case .text: value.text.map { $0.isEmpty ? .null : .text($0.trimmedOfBlanks) } ?? value
        case .code: value.text.map { $0.isEmpty ? .null : .text($0.upperCasedCode) } ?? value
        case .decimal(let scale, _):
            value.isEmpty
                ? "0" : value.numberText.flatMap { DecimalText.rounded($0, scale: scale) }.map { .text($0) } ?? value
        case .reference(let reference): Self.normal(value, reference)
        case .integer, .boolean, .date, .choice: value.isEmpty ? .null : value
        }
    }

    private static func normal(_ value: FieldValue, _ reference: FieldKind.Reference) -> FieldValue {
        let isEmpty = value.isEmpty || value == .text(RecordID.zero.text) || value == .integer(-1)
        return isEmpty ? .null : value
    }
}

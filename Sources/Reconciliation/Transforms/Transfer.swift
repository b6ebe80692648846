public import Model

/// What a value becomes on the other side.
public enum Transfer: Sendable, Hashable {
    /// It becomes this value.
    case value(FieldValue)
    /// It can't cross before this record is coupled.
    case wait(RecordReference)
    /// The other side keeps what it has.
    case keep
    /// It can't cross at all.
    case problem(Problem)
}

/// How references were resolved: the identity on the other side, per reference; absent when it is not coupled.
public typealias ResolvedReferences = [RecordReference: RecordID]

extension FieldRule {
    /// What a value of `side` becomes on the other side.
    public func transfer(_ value: FieldValue, from side: Side, _ references: ResolvedReferences) -> Transfer {
        switch kind {
        case .text(let erp, let crm):
            return .value(Self.text(value, length: Sided(erp: erp, crm: crm)[side.opposite]))
        case .code(let erp, let crm):
            let text = Self.text(value, length: Sided(erp: erp, crm: crm)[side.opposite])
            return .value(side == .crm ? Self.upperCased(text) : text)
        case .decimal(let scale):
            guard !value.isEmpty else { return .value(side == .crm ? "0" : .null) }
            guard let text = value.numberText, let rounded = DecimalText.rounded(text, scale: scale) else {
                return .problem(Problem(.invalid, field: fields[side], side: side))
            }
            return .value(.text(rounded))
        case .integer, .boolean, .date:
            return .value(value)
        case .choice(let choices):
            if let choice = choices.first(where: { $0[side] == value }) { return .value(choice[side.opposite]) }
            if value.isEmpty { return .value(.null) }
            return .problem(Problem(.invalid, field: fields[side], side: side))
        case .reference(let reference):
            return transfer(value, from: side, reference, references)
        }
    }

    /// The record that a value of `side` refers to; `nil` when the field is no reference or the value is empty.
    public func reference(of value: FieldValue, on side: Side) -> RecordReference? {
        guard case .reference(let reference) = kind, let id = Self.identity(value, side, reference) else { return nil }
        return RecordReference(entity: reference.entity, side: side, id: id)
    }

    private func transfer(
        _ value: FieldValue, from side: Side, _ reference: FieldKind.Reference, _ references: ResolvedReferences
    ) -> Transfer {
        guard let target = self.reference(of: value, on: side) else {
            switch reference.whenEmpty {
            case .skip: return .keep
            case .write: return .value(side == .crm ? .text(RecordID.zero.text) : .null)
            }
        }
        guard let id = references[target] else {
            switch reference.whenMissing {
            case .wait: return .wait(target)
            case .clear: return .value(side == .crm ? .text(RecordID.zero.text) : .null)
            case .skip: return .keep
            }
        }
        if side == .erp, reference.crm == .choice {
            return Int64(id.text).map { .value(.integer($0)) } ?? .problem(Problem(.invalid, field: fields.erp))
        }
        return .value(.text(id.text))
    }

    private static func identity(_ value: FieldValue, _ side: Side, _ reference: FieldKind.Reference) -> RecordID? {
        switch (side, value) {
        case (_, .null), (_, .boolean): nil
        case (_, .integer(let number)): number < 0 ? nil : RecordID("\(number)")  // -1 is «no value» in a choice
        case (.erp, .text(let text)):
            (text.isEmpty || text == RecordID.zero.text) && reference.erpEmpty == .isEmpty
                ? nil : (text.isEmpty ? RecordID.zero : RecordID(text))
        case (.crm, .text(let text)): text.isEmpty ? nil : RecordID(text)
        }
    }

    private static func text(_ value: FieldValue, length: Int) -> FieldValue {
        guard case .text(let text) = value else { return value == .null ? "" : value }
        return .text(TextCut.cut(text, to: length))
    }

    private static func upperCased(_ value: FieldValue) -> FieldValue {
        guard case .text(let text) = value else { return value }
        return .text(text.uppercased().trimmedOfBlanks)
    }

    /// Whether two values say the same, once each is brought to the other's form.
    ///
    /// A text that a column cut off equals the longer one; a code equals its lower-case spelling; empty is empty however
    /// a system writes it.
    public func agree(_ values: Sided<FieldValue>, _ references: ResolvedReferences) -> Bool {
        Side.allCases.contains { side in
            switch transfer(values[side], from: side, references) {
            case .value(let value): Self.same(normal(value), normal(values[side.opposite]))
            case .keep: true
            case .wait, .problem: false
            }
        }
    }

    private static func same(_ left: FieldValue, _ right: FieldValue) -> Bool {
        left == right || (left.isEmpty && right.isEmpty)
    }

    private func normal(_ value: FieldValue) -> FieldValue {
        switch kind {
        case .text: value.text.map { .text($0.trimmedOfBlanks) } ?? value
        case .code: Self.upperCased(value)
        case .decimal(let scale):
            value.isEmpty
                ? "0" : value.numberText.flatMap { DecimalText.rounded($0, scale: scale) }.map { .text($0) } ?? value
        case .reference(let reference):
            value == .text(RecordID.zero.text) && reference.erpEmpty == .isEmpty || value == .integer(-1)
                ? .null : value
        case .integer, .boolean, .date, .choice: value
        }
    }
}

extension FieldValue {
    /// The number as text, when the value is one.
    var numberText: String? {
        switch self {
        case .text(let text): text
        case .integer(let number): "\(number)"
        case .null, .boolean: nil
        }
    }
}

extension String {
    var trimmedOfBlanks: String {
        let start = firstIndex { !$0.isWhitespace } ?? endIndex
        guard let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[start...last])
    }
}

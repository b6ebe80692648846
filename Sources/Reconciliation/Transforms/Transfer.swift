public import Model

/// What a value becomes on the other side.
public enum Transfer: Sendable, Hashable {
    /// It becomes this value.
    case value(FieldValue)
    /// It can't cross before this record is coupled.
    indirect case wait(RecordReference)
    /// The other side keeps what it has.
    case keep
    /// It can't cross at all.
    indirect case problem(Problem)
}

extension FieldRule {
    /// What a value of `side` becomes on the other side.
    public func transfer(_ value: FieldValue, from side: Side, _ references: ResolvedReferences) -> Transfer {
        switch kind {
        case .text(let erp, let crm):
            return .value(Self.text(value, length: side == .erp ? crm : erp))
        case .code(let erp, let crm):
            return code(value, length: side == .erp ? crm : erp, from: side)
        case .decimal(let scale, let lowest):
            return decimal(value, scale: scale, atLeast: lowest, from: side)
        case .integer, .boolean, .date:
            return .value(value)
        case .choice(let choices):
            if let choice = choices.first(where: { $0[side] == value }) { return .value(choice[side.opposite]) }
            return value.isEmpty ? .value(.null) : .problem(Problem(.invalid, field: fields[side], side: side))
        case .reference(let reference):
            return transfer(value, from: side, reference, references)
        }
    }

    /// A text is cut to what the column takes; both systems take an empty text for none.
    private static func text(_ value: FieldValue, length: Int) -> FieldValue {
        guard case .text(let text) = value else { return value == .null ? "" : value }
        return text.utf8.count <= length ? value : .text(TextCut.cut(text, to: length))
    }

    /// A code is never cut: half a code is another code.
    private func code(_ value: FieldValue, length: Int, from side: Side) -> Transfer {
        guard case .text(let text) = value else { return .value(value == .null ? "" : value) }
        let code = side == .crm ? text.upperCasedCode : text
        guard code.utf8.count <= length || code.utf16.count <= length else {
            return .problem(Problem(.tooLong, ["\(length)"], field: fields[side], side: side))
        }
        return .value(.text(code))
    }

    private func decimal(_ value: FieldValue, scale: Int, atLeast lowest: Int?, from side: Side) -> Transfer {
        // The ERP has no empty number, the CRM has: what is not there is nothing, and counts as zero.
        guard !value.isEmpty else { return .value(side == .crm ? "0" : .null) }
        guard let text = value.numberText, let rounded = DecimalText.rounded(text, scale: scale) else {
            return .problem(Problem(.invalid, field: fields[side], side: side))
        }
        if let lowest, DecimalText.isLess(rounded, than: lowest) == true { return .value(.text("\(lowest)")) }
        return .value(.text(rounded))
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

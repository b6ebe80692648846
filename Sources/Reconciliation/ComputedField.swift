public import Model

/// A field of one side that follows from fields of the other.
public struct ComputedField: Sendable, Hashable {
    /// How it follows.
    public enum Formula: Sendable, Hashable {
        /// One number divided by another: a rate given as two amounts.
        case quotient(FieldName, by: FieldName)
        /// A text with something in front.
        case prefixed(String, FieldName)
        /// What the plugin's `compute` makes of these fields.
        case byPlugin([FieldName])

        /// The fields that it follows from.
        public var sources: [FieldName] {
            switch self {
            case .quotient(let dividend, let divisor): [dividend, divisor]
            case .prefixed(_, let field): [field]
            case .byPlugin(let fields): fields
            }
        }
    }

    /// The field.
    public var field: FieldName
    /// The side that it is on.
    public var side: Side
    /// How it follows from the other side.
    public var formula: Formula
    /// What its values are.
    public var kind: FieldKind
    /// Whether it is written only when the record is created.
    public var isOnInsertOnly: Bool

    /// The name under which its value stands among the source's fields; no system has such a name.
    var virtualName: FieldName { "=" + field }

    /// The rule that carries the value over.
    var rule: FieldRule {
        FieldRule(
            fields: Sided { $0 == side ? field : virtualName }, kind: kind, direction: side == .crm ? .toCRM : .toERP,
            isOptional: false, isRequired: true, isOnInsertOnly: isOnInsertOnly)
    }
}

public import Model

/// One pair of fields, and how a value travels between them.
public struct FieldRule: Sendable, Hashable {
    /// The fields, per side.
    public var fields: Sided<FieldName>
    /// What the values are.
    public var kind: FieldKind
    /// Which way they travel.
    public var direction: Direction
    /// Whether the rule is left out, with a note, when the tenant lacks one of the fields.
    public var isOptional: Bool
    /// Whether an empty value is set aside instead of being written to a new record.
    public var isRequired: Bool
    /// Whether it is written only when the record is created.
    public var isOnInsertOnly: Bool
}

/// What the values of a field are: it decides how they are compared and carried over.
public enum FieldKind: Sendable, Hashable {
    /// Text of at most so many UTF-16 code units a side. Longer text is cut at the end of a character; the cut text counts as equal.
    case text(erp: Int, crm: Int)
    /// A code: upper case, without blanks at the ends, on the ERP side.
    case code(erp: Int, crm: Int)
    /// An exact decimal number with at most so many digits after the point; what is below `atLeast` arrives as that.
    case decimal(scale: Int, atLeast: Int? = nil)
    /// A whole number.
    case integer
    /// A truth value.
    case boolean
    /// A day.
    case date
    /// A choice: pairs of values, the first that fits counts. A value that is not listed is set aside.
    case choice([Sided<FieldValue>])
    /// A reference to a record of another entity.
    case reference(Reference)

    /// How a reference travels.
    public struct Reference: Sendable, Hashable {
        /// What the CRM side holds.
        public enum CRMForm: String, Sendable, Hashable, CaseIterable {
            /// The identity of a row.
            case lookup
            /// The number of a choice value.
            case choice
        }
        /// What the ERP's empty reference means.
        public enum ERPEmpty: String, Sendable, Hashable, CaseIterable {
            /// No reference.
            case isEmpty
            /// A record like any other: the zero GUID is the local currency.
            case isValue
        }
        /// What happens when the record referred to is not coupled.
        public enum WhenMissing: String, Sendable, Hashable, CaseIterable {
            /// The pair waits until it is.
            case wait
            /// The field is left empty.
            case clear
            /// The field is not written.
            case skip
        }
        /// What happens when the reference is empty.
        public enum WhenEmpty: String, Sendable, Hashable, CaseIterable {
            /// The other side is emptied too.
            case write
            /// The other side keeps what it has.
            case skip
        }
        /// The entity referred to.
        public var entity: EntityName
        /// What the CRM side holds.
        public var crm: CRMForm
        /// What the ERP's empty reference means.
        public var erpEmpty: ERPEmpty
        /// What happens when the record referred to is not coupled.
        public var whenMissing: WhenMissing
        /// What happens when the reference is empty.
        public var whenEmpty: WhenEmpty
        /// The field of the partner whose value the CRM side holds; `nil` when it holds the partner itself.
        ///
        /// Such a reference travels to the CRM only: the base unit of a product is the one that its unit group names.
        public var via: FieldName?
    }

    /// A reference to a record of another entity.
    public static func reference(
        to entity: EntityName, crm: Reference.CRMForm = .lookup, erpEmpty: Reference.ERPEmpty = .isEmpty,
        whenMissing: Reference.WhenMissing = .wait, whenEmpty: Reference.WhenEmpty = .write, via: FieldName? = nil
    ) -> FieldKind {
        .reference(
            Reference(
                entity: entity, crm: crm, erpEmpty: erpEmpty, whenMissing: whenMissing, whenEmpty: whenEmpty, via: via))
    }
}

extension FieldMap.Line {
    /// One field that is a group of its own.
    public static func field(
        _ erp: FieldName, _ crm: FieldName, _ kind: FieldKind, _ direction: Direction = .both,
        isOptional: Bool = false, isRequired: Bool = false, onInsertOnly: Bool = false
    ) -> FieldMap.Line {
        .single(
            .field(
                erp, crm, kind, direction, isOptional: isOptional, isRequired: isRequired, onInsertOnly: onInsertOnly))
    }

    /// A value that is written on one side.
    public static func constant(
        _ field: FieldName, on side: Side, _ value: FieldValue, _ when: FieldMap.Constant.When = .onInsert
    ) -> FieldMap.Line {
        .constant(FieldMap.Constant(field: field, side: side, value: value, when: when))
    }
}

extension FieldMap.Line {
    /// A field of one side that follows from several of the other; it travels one way, and has an owner.
    public static func computed(
        _ field: FieldName, on side: Side, _ formula: ComputedField.Formula, _ kind: FieldKind,
        onInsertOnly: Bool = false
    ) -> FieldMap.Line {
        .computed(ComputedField(field: field, side: side, formula: formula, kind: kind, isOnInsertOnly: onInsertOnly))
    }
}

extension FieldRule {
    /// One pair of fields within a group.
    public static func field(
        _ erp: FieldName, _ crm: FieldName, _ kind: FieldKind, _ direction: Direction = .both,
        isOptional: Bool = false, isRequired: Bool = false, onInsertOnly: Bool = false
    ) -> FieldRule {
        FieldRule(
            fields: Sided(erp: erp, crm: crm), kind: kind, direction: direction, isOptional: isOptional,
            isRequired: isRequired, isOnInsertOnly: onInsertOnly)
    }
}

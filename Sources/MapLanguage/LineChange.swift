import Model
import Reconciliation

/// What an overlay changes in a line of a map; what it leaves out stays.
struct LineChange {
    var name: String
    var cursor: MapCursor
    var erp: FieldName?
    var crm: FieldName?
    var kind: FieldKind?
    var direction: Direction?
    var policy: ConflictPolicy?
    var isOptional: Bool?
    var isRequired: Bool?
    var isOnInsertOnly: Bool?
    var constant: FieldValue?
    var when: FieldMap.Constant.When?

    /// Whether it says something that belongs to a pair of fields.
    var concernsPair: Bool {
        concernsFields || kind != nil || direction != nil || isOptional != nil || isRequired != nil
            || isOnInsertOnly != nil
    }

    /// Whether it leads to another field.
    var concernsFields: Bool { erp != nil || crm != nil }

    /// Whether it says something of the value itself: where it goes and what it is, which a key needs.
    var concernsValue: Bool {
        concernsFields || concernsConstant || kind != nil || direction != nil || isRequired != nil
    }

    /// Whether it says something that belongs to a constant.
    var concernsConstant: Bool { constant != nil || when != nil }

    /// The pair of fields as it is then.
    func applied(to rule: FieldRule) -> FieldRule {
        .field(
            erp ?? rule.fields.erp, crm ?? rule.fields.crm, kind ?? rule.kind, direction ?? rule.direction,
            isOptional: isOptional ?? rule.isOptional, isRequired: isRequired ?? rule.isRequired,
            onInsertOnly: isOnInsertOnly ?? rule.isOnInsertOnly)
    }
}

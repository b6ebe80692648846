/// A way to recognise that an ERP record and a CRM record are the same thing, before either is created anew.
///
/// The fields of one rule must all agree; an empty value is no criterion. Rules are tried in order: the first that
/// finds exactly one uncoupled record couples, one that finds several sets the record aside with the candidates.
public struct MatchRule: Sendable, Hashable {
    /// How two values are made alike before they are compared.
    public enum Likeness: String, Sendable, Hashable, CaseIterable {
        /// As they are.
        case exact
        /// Without regard to case, accents, and blanks at the ends.
        case caseless
        /// As the name of a company: also without punctuation and legal form (`Ltd.`, `GmbH`, `S.A.`).
        case companyName
        /// As a telephone number: digits alone.
        case phone
    }

    /// One pair of fields to compare.
    public struct Criterion: Sendable, Hashable {
        /// The fields, per side.
        public var fields: Sided<FieldName>
        /// How they are made alike.
        public var likeness: Likeness
        /// What stands before the ERP's value on the CRM side: `NAV ` before a unit's code; empty for nothing.
        public var prefix: String
        /// The entity whose records the values refer to: they are alike when these records are coupled; `nil` for plain values.
        public var entity: EntityName?
        /// Creates a criterion.
        public init(erp: FieldName, crm: FieldName, _ likeness: Likeness = .caseless, prefix: String = "") {
            fields = Sided(erp: erp, crm: crm)
            self.likeness = likeness
            self.prefix = prefix
        }

        /// Creates a criterion of references to records of an entity.
        public init(erp: FieldName, crm: FieldName, entity: EntityName) {
            self.init(erp: erp, crm: crm, .exact)
            self.entity = entity
        }

        /// A value of one side as the other side writes it; `nil` when the other side has no such value.
        public func value(_ value: FieldValue, from side: Side) -> FieldValue? {
            guard !prefix.isEmpty else { return value }
            guard case .text(let text) = value, !text.isEmpty else { return nil }
            if side == .erp { return .text(prefix + text) }
            return text.hasPrefix(prefix) ? .text(String(text.dropFirst(prefix.count))) : nil
        }
    }

    /// The name by which a person knows the rule: `key`, `number`, `nameAndPostCode`.
    public var name: String
    /// What must agree.
    public var criteria: [Criterion]

    /// Creates a rule.
    public init(_ name: String, _ criteria: [Criterion]) {
        self.name = name
        self.criteria = criteria
    }
}

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
        /// Creates a criterion.
        public init(erp: FieldName, crm: FieldName, _ likeness: Likeness = .caseless) {
            fields = Sided(erp: erp, crm: crm)
            self.likeness = likeness
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

public import Model

/// How the records of one entity correspond: which field travels where, what moves together, how twins are recognised.
///
/// A map is data: no closures, so that it can be shown, compared, and one day read from a file.
public struct FieldMap: Sendable, Hashable {
    /// A line of the map: a single field, or a group whose fields move together.
    public enum Line: Sendable, Hashable {
        /// One field, a group of its own.
        case single(FieldRule)
        /// Fields that move together: the lines of an address, an amount and its currency.
        case group(String, policy: ConflictPolicy? = nil, [FieldRule])
        /// A value that is written on one side and has no field on the other.
        case constant(Constant)
        /// A field of one side that follows from several of the other.
        case computed(ComputedField)
        /// A field that a hook of the plugin fills, on one side.
        case filled(FieldName, on: Side)
    }

    /// A constant that is written on a side.
    public struct Constant: Sendable, Hashable {
        /// When it is written.
        public enum When: String, Sendable, Hashable, CaseIterable {
            /// When the record is created.
            case onInsert
            /// Whenever the record's value differs.
            case always
        }
        /// The field.
        public var field: FieldName
        /// The side.
        public var side: Side
        /// The value.
        public var value: FieldValue
        /// When it is written.
        public var when: When
    }

    /// What happens to the values of two records that are coupled for the first time and differ.
    public enum FirstCoupling: String, Sendable, Hashable, CaseIterable {
        /// The ERP's values are written to the CRM, where they may travel there; else the CRM's to the ERP.
        case erpWins
        /// The CRM's values are written to the ERP, where they may travel there; else the ERP's to the CRM.
        case crmWins
        /// The pair is set aside, unless one side is empty.
        case manual
    }

    /// The lines.
    public var lines: [Line]
    /// How twins are recognised, the natural key first.
    public var matchRules: [MatchRule]
    /// The fields that the server keeps unique, per side: by them a create that was not answered is recognised.
    public var naturalKey: Sided<[FieldName]>
    /// Which records the entity is about, per side.
    public var filters: Sided<RecordFilter>
    /// On which side records may be created.
    public var creates: Sided<Bool>
    /// The policy of groups that name none.
    public var policy: ConflictPolicy
    /// What happens when two records are coupled for the first time and differ.
    public var whenFirstCoupled: FirstCoupling
    /// Fields that hooks need, mapped or not, per side.
    ///
    /// An administrator's file leaves their lines as they are.
    public var alsoReads: Sided<[FieldName]>
    /// What makes a record inactive, per side; empty where nothing does.
    ///
    /// Written to the partner of a deleted record, where a person wants that.
    public var inactive: Sided<Fields>
    /// What must not stay with a record whose coupling ends, per side.
    ///
    /// It is written to the partner of a deleted record. The host remembers that record as it is then: that change of ours does not
    /// have the deleted one made anew.
    public var parting: Sided<Fields>
    /// Where each side keeps when a record was last modified; read only where a group's policy is `latestWins`.
    public var modified: Sided<FieldName>

    /// Creates a map.
    public init(
        _ lines: [Line], matching matchRules: [MatchRule] = [],
        naturalKey: Sided<[FieldName]> = Sided(erp: [], crm: []),
        filters: Sided<RecordFilter> = Sided(erp: RecordFilter(), crm: RecordFilter()),
        creates: Sided<Bool> = Sided(erp: true, crm: true), policy: ConflictPolicy = .manual,
        whenFirstCoupled: FirstCoupling = .erpWins, alsoReads: Sided<[FieldName]> = Sided(erp: [], crm: []),
        inactive: Sided<Fields> = Sided(erp: Fields(), crm: Fields()),
        parting: Sided<Fields> = Sided(erp: Fields(), crm: Fields()),
        modified: Sided<FieldName> = Sided(erp: "lastModifiedDateTime", crm: "modifiedon")
    ) {
        self.lines = lines
        self.matchRules = matchRules
        self.naturalKey = naturalKey
        self.filters = filters
        self.creates = creates
        self.policy = policy
        self.whenFirstCoupled = whenFirstCoupled
        self.alsoReads = alsoReads
        self.inactive = inactive
        self.parting = parting
        self.modified = modified
    }
}

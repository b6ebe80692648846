public import Reconciliation

/// What customers and vendors have in common as accounts of the CRM, as the incumbent maps them.
public struct AccountMap: Sendable {
    /// What a person may configure of them.
    public static let settings = Ownership.settings + [OptionalLines.setting]
    /// What makes one of them, or an account, inactive.
    public static let inactive: Sided<Fields> = Sided(erp: ["blocked": "All"], crm: ["statecode": 1, "statuscode": 2])

    private let type: Int64
    private let person: FieldName
    private let configuration: Configuration

    /// Begins a map of the accounts of a type; `owner` is the field of the person who becomes their owner.
    public init(type: Int64, owner: FieldName, under configuration: Configuration) {
        self.type = type
        person = owner
        self.configuration = configuration
    }

    /// The map; `money` is the line of the currency, and of what goes with it.
    ///
    /// Only one of the two always has a shipment method.
    public func map(money: FieldMap.Line, shipmentMethodIsOptional: Bool) -> FieldMap {
        let owned = Ownership(configuration)
        let map = FieldMap(
            Self.head + [money] + Self.reachability + terms(shipmentMethodIsOptional) + owned.lines(person: owner),
            matching: Self.matching, filters: owned.filters(filters), inactive: Self.inactive, parting: owned.parting)
        return Self.more.added(to: map, under: configuration)
    }

    /// What is wrong with a configuration.
    public static func notes(on configuration: Configuration) -> [Note] {
        Ownership(configuration).notes + more.notes(on: configuration)
    }

    /// Special rules that no line of the map says.
    ///
    /// An account without a primary contact takes none from the ERP, unless that one is coupled.
    public static func adjust(
        _ decision: inout Decision, about pair: RecordPair, of entity: EntityName, in run: RunFacts
    ) {
        decision.keepWhatIsOpen("primaryContactId", to: "contacts", about: pair, in: run)
        decision.deactivatePartner(writing: inactive.erp, about: pair)
        Ownership(run.configuration).claim(&decision, about: pair, of: entity)
    }

    private static let head: [FieldMap.Line] = [
        .field("displayName", "name", .text(erp: 100, crm: 160), isRequired: true),
        .field("contactName", "address1_primarycontactname", .text(erp: 100, crm: 100), isOptional: true),
        .postalAddress,
    ]

    private static let reachability: [FieldMap.Line] = [
        .field("email", "emailaddress1", .text(erp: 80, crm: 100)),
        .field("faxNumber", "fax", .text(erp: 30, crm: 50), isOptional: true),
        .field("website", "websiteurl", .text(erp: 255, crm: 200)),
        .field("phoneNumber", "telephone1", .text(erp: 30, crm: 50)),
    ]

    private func terms(_ shipmentMethodIsOptional: Bool) -> [FieldMap.Line] {
        [
            .field(
                "shipmentMethodId", "address1_freighttermscode", .reference(to: "shipmentmethods", crm: .choice),
                isOptional: shipmentMethodIsOptional),
            .field(
                "shippingAgentId", "address1_shippingmethodcode", .reference(to: "shippingagents", crm: .choice),
                isOptional: true),
            .field("paymentTermsId", "paymenttermscode", .reference(to: "paymentterms", crm: .choice)),
            // An account and its primary contact refer to each other: an uncoupled contact is left empty, not waited for.
            .field(
                "primaryContactId", "primarycontactid", .reference(to: "contacts", whenMissing: .clear),
                isOptional: true),
            .constant("customertypecode", on: .crm, .integer(type)),
            // Written when the account becomes inactive, never taken back.
            .filled("blocked", on: .erp),
        ]
    }

    /// Who owns an account; an empty person is not written, since every account has an owner.
    private var owner: FieldMap.Line {
        .field(
            person, "ownerid", .reference(to: "salespeople", whenMissing: .skip, whenEmpty: .skip), .toCRM,
            isOptional: true)
    }

    /// Fields that a person may add to the map, by their names in the ERP.
    private static let more: OptionalLines = [
        "number": .field("number", "accountnumber", .code(erp: 20, crm: 20), .toCRM, isOptional: true),
        "mobilePhoneNumber": .field("mobilePhoneNumber", "telephone2", .text(erp: 30, crm: 50), isOptional: true),
    ]

    /// How a record and an account are recognised as the same: by number, or by name and something else.
    private static let matching: [MatchRule] = [
        MatchRule("number", [.init(erp: "number", crm: "accountnumber")]),
        MatchRule("nameAndPostCode", [name, .init(erp: "postalCode", crm: "address1_postalcode")]),
        MatchRule("nameAndCity", [name, .init(erp: "city", crm: "address1_city")]),
        MatchRule("nameAndPhone", [name, .init(erp: "phoneNumber", crm: "telephone1", .phone)]),
        MatchRule("nameAndEmail", [name, .init(erp: "email", crm: "emailaddress1")]),
    ]
    private static let name = MatchRule.Criterion(erp: "displayName", crm: "name", .companyName)

    /// Records that are not blocked, and active accounts of the type: customers and vendors are in one table of the CRM.
    private var filters: Sided<RecordFilter> {
        Sided(
            erp: RecordFilter([.init("blocked", .isOneOf, [" ", "", .null])]),
            crm: RecordFilter([
                .init("statecode", .isOneOf, [0]), .init("customertypecode", .isOneOf, [.integer(type)]),
            ]))
    }
}

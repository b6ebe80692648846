import PluginKit

/// The field map of vendors and accounts, as the incumbent maps them: that of customers, without a credit limit.
enum VendorFields {
    /// The lines that every tenant has.
    static let lines: [FieldMap.Line] = [
        .field("displayName", "name", .text(erp: 100, crm: 160), isRequired: true),
        .field("contactName", "address1_primarycontactname", .text(erp: 100, crm: 100), isOptional: true),
        .postalAddress,
        .field("currencyId", "transactioncurrencyid", .reference(to: "currencies", erpEmpty: .isValue)),
        .field("email", "emailaddress1", .text(erp: 80, crm: 100)),
        .field("faxNumber", "fax", .text(erp: 30, crm: 50), isOptional: true),
        .field("website", "websiteurl", .text(erp: 255, crm: 200)),
        .field("phoneNumber", "telephone1", .text(erp: 30, crm: 50)),
        .field(
            "shipmentMethodId", "address1_freighttermscode", .reference(to: "shipmentmethods", crm: .choice),
            isOptional: true),
        .field(
            "shippingAgentId", "address1_shippingmethodcode", .reference(to: "shippingagents", crm: .choice),
            isOptional: true),
        .field("paymentTermsId", "paymenttermscode", .reference(to: "paymentterms", crm: .choice)),
        // A vendor and its primary contact refer to each other: an uncoupled contact is left empty, not waited for.
        .field(
            "primaryContactId", "primarycontactid", .reference(to: "contacts", whenMissing: .clear), isOptional: true),
        .constant("customertypecode", on: .crm, 11),
        // Written when the account becomes inactive, never taken back.
        .filled("blocked", on: .erp),
    ]

    /// Who owns an account.
    ///
    /// An empty purchaser is not written: every account has an owner.
    static let owner = FieldMap.Line.field(
        "purchaserId", "ownerid", .reference(to: "salespeople", whenMissing: .skip, whenEmpty: .skip), .toCRM,
        isOptional: true)

    /// Fields that a person may add to the map, by their names in the ERP.
    static let more: [String: FieldMap.Line] = [
        "number": .field("number", "accountnumber", .code(erp: 20, crm: 20), .toCRM, isOptional: true),
        "mobilePhoneNumber": .field("mobilePhoneNumber", "telephone2", .text(erp: 30, crm: 50), isOptional: true),
    ]

    /// How a vendor and an account are recognised as the same: by number, or by name and something else.
    static let matching: [MatchRule] = [
        MatchRule("number", [.init(erp: "number", crm: "accountnumber")]),
        MatchRule("nameAndPostCode", [name, .init(erp: "postalCode", crm: "address1_postalcode")]),
        MatchRule("nameAndCity", [name, .init(erp: "city", crm: "address1_city")]),
        MatchRule("nameAndPhone", [name, .init(erp: "phoneNumber", crm: "telephone1", .phone)]),
        MatchRule("nameAndEmail", [name, .init(erp: "email", crm: "emailaddress1")]),
    ]
    private static let name = MatchRule.Criterion(erp: "displayName", crm: "name", .companyName)

    /// What makes a vendor, or an account, inactive.
    static let inactive: Sided<Fields> = Sided(erp: ["blocked": "All"], crm: ["statecode": 1, "statuscode": 2])

    /// Vendors that are not blocked, and active accounts that are vendors.
    ///
    /// Customers are in the same table of the CRM; their type alone tells them apart.
    static let filters = Sided(
        erp: RecordFilter([.init("blocked", .isOneOf, [" ", "", .null])]),
        crm: RecordFilter([.init("statecode", .isOneOf, [0]), .init("customertypecode", .isOneOf, [11])]))
}

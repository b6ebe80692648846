import PluginKit

/// The field map of contact persons, as the incumbent maps them.
enum ContactFields {
    /// The lines that every tenant has.
    static let lines: [FieldMap.Line] = [
        // A contact without its customer is nobody's: it waits for him.
        .field("customerId", "parentcustomerid", .reference(to: "customers"), isRequired: true),
        .group(
            "name",
            [
                .field("firstName", "firstname", .text(erp: 30, crm: 50)),
                .field("middleName", "middlename", .text(erp: 30, crm: 50)),
                .field("surname", "lastname", .text(erp: 30, crm: 50), isRequired: true),
            ]),
        .field("currencyId", "transactioncurrencyid", .reference(to: "currencies", erpEmpty: .isValue)),
        .postalAddress,
        .field("email", "emailaddress1", .text(erp: 80, crm: 100)),
        .field("faxNumber", "fax", .text(erp: 30, crm: 50)),
        .field("website", "websiteurl", .text(erp: 255, crm: 200)),
        .field("mobilePhoneNumber", "mobilephone", .text(erp: 30, crm: 50)),
        .field("pager", "pager", .text(erp: 30, crm: 50)),
        .field("phoneNumber", "telephone1", .text(erp: 30, crm: 50)),
        .constant("type", on: .erp, "Person"),
    ]

    /// Who owns a contact.
    ///
    /// An empty salesperson is not written: every contact has an owner.
    static let owner = FieldMap.Line.field(
        "salespersonId", "ownerid", .reference(to: "salespeople", whenMissing: .skip, whenEmpty: .skip), .toCRM)

    /// Fields that a person may add to the map, by their names in the ERP.
    static let more: OptionalLines = [
        "salutationCode": .field("salutationCode", "salutation", .code(erp: 10, crm: 100), isOptional: true)
    ]

    /// What makes a contact inactive; the ERP has nothing of the kind.
    static let inactive: Sided<Fields> = Sided(erp: Fields(), crm: ["statecode": 1, "statuscode": 2])

    /// How two contacts are recognised as the same: by address and family name, or by name and telephone.
    static let matching: [MatchRule] = [
        MatchRule("email", [.init(erp: "email", crm: "emailaddress1"), surname]),
        MatchRule("nameAndMobilePhone", [first, surname, .init(erp: "mobilePhoneNumber", crm: "mobilephone", .phone)]),
        MatchRule("nameAndPhone", [first, surname, .init(erp: "phoneNumber", crm: "telephone1", .phone)]),
    ]
    private static let first = MatchRule.Criterion(erp: "firstName", crm: "firstname")
    private static let surname = MatchRule.Criterion(erp: "surname", crm: "lastname")

    /// Persons of a company that is a customer, and active contacts of an account: a contact of a contact is none of ours.
    static let filters = Sided(
        erp: RecordFilter([.init("type", .isOneOf, ["Person"]), .init("customerId", .isNotEmpty)]),
        crm: RecordFilter([
            .init("statecode", .isOneOf, [0]), .init("parentcustomerid", .isNotEmpty),
            .init("parentcustomeridtype", .isOneOf, ["account"]),
        ]))
}

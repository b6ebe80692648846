import PluginKit

/// Price lists of the ERP's new pricing: the CRM gets them, with their dates and in their currency.
///
/// Their lines are an entity of their own.
@main
struct PriceListsPlugin: EntityPlugin {
    static let entity: EntityName = "pricelists"
    static let version = "1.0.0"
    static let settings = [Setting("company", .text)]
    static var map: FieldMap { map(under: .empty) }

    private static let lines: [FieldMap.Line] = [
        .field("code", "name", .code(erp: 20, crm: 100), .toCRM, isRequired: true),
        .field("description", "description", .text(erp: 250, crm: 2000), .toCRM),
        // The CRM never changes a list's currency.
        .field(
            "currencyId", "transactioncurrencyid", .reference(to: "currencies", erpEmpty: .isValue), .toCRM,
            onInsertOnly: true),
        .field("startingDate", "begindate", .date, .toCRM),
        .field("endingDate", "enddate", .date, .toCRM),
        // What is a draft in the ERP sells nothing in the CRM.
        .field(
            "status", "statecode",
            .choice([
                Sided(erp: "Active", crm: 0), Sided(erp: "Draft", crm: 1), Sided(erp: "Inactive", crm: 1),
            ]), .toCRM),
    ]

    /// Lists of sales prices that are not worked on: while a list allows to change its defaults, its lines may be of any kind.
    private static let filters = Sided(
        erp: RecordFilter([
            .init("priceType", .isOneOf, ["Sale"]), .init("amountType", .isOneOf, ["Price"]),
            .init("allowUpdatingDefaults", .isOneOf, [false]),
        ]), crm: RecordFilter())

    static func map(under configuration: Configuration) -> FieldMap {
        let owned = Ownership(configuration)
        return FieldMap(
            lines + owned.companyLines, matching: [MatchRule("key", [.init(erp: "code", crm: "name")])],
            naturalKey: Sided(erp: ["code"], crm: ["name"]), filters: owned.filters(filters),
            creates: Sided(erp: false, crm: true),
            inactive: Sided(erp: Fields(), crm: ["statecode": 1, "statuscode": 100_002]),
            parting: owned.parting)
    }
}

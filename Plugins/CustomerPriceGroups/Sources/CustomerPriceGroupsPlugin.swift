import PluginKit

/// Customer price groups of the ERP's old pricing: each is a price list of the CRM.
///
/// Their prices are an entity of their own. The new pricing has price lists instead; one of the two runs.
@main
struct CustomerPriceGroupsPlugin: EntityPlugin {
    static let entity: EntityName = "customerpricegroups"
    static let version = "1.0.0"
    static let settings = [Setting("company", .text)]
    static var map: FieldMap { map(under: .empty) }

    private static let lines: [FieldMap.Line] = [
        .field("code", "name", .code(erp: 10, crm: 100), .toCRM, isRequired: true),
        .field("description", "description", .text(erp: 100, crm: 2000), .toCRM, onInsertOnly: true),
        // A group has no currency of its own: the page says the one of its prices, nothing being the local currency.
        .field(
            "currencyId", "transactioncurrencyid", .reference(to: "currencies", erpEmpty: .isValue), .toCRM,
            onInsertOnly: true),
    ]

    static func map(under configuration: Configuration) -> FieldMap {
        let owned = Ownership(configuration)
        return FieldMap(
            lines + owned.companyLines, matching: [MatchRule("key", [.init(erp: "code", crm: "name")])],
            naturalKey: Sided(erp: ["code"], crm: ["name"]),
            filters: owned.filters(Sided(erp: RecordFilter(), crm: RecordFilter())),
            creates: Sided(erp: false, crm: true),
            inactive: Sided(erp: Fields(), crm: ["statecode": 1, "statuscode": 100_002]),
            parting: owned.parting)
    }
}

import PluginKit

/// Payment terms: codes of the ERP that are values of a choice column of the CRM's accounts.
@main
struct PaymentTermsPlugin: EntityPlugin {
    static let entity: EntityName = "paymentterms"
    static let version = "1.0.0"
    static let map = FieldMap(
        [.field("code", "label", .code(erp: 10, crm: 100), .toCRM, isRequired: true)],
        matching: [MatchRule("key", [.init(erp: "code", crm: "label")])],
        naturalKey: Sided(erp: ["code"], crm: ["label"]), creates: Sided(erp: false, crm: true))
}

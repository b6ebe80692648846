import PluginKit

/// Shipping agents: codes of the ERP that are the shipping methods of the CRM's accounts, a choice column.
@main
struct ShippingAgentsPlugin: EntityPlugin {
    static let entity: EntityName = "shippingagents"
    static let version = "1.0.0"
    static let map = FieldMap(
        [.field("code", "label", .code(erp: 10, crm: 100), .toCRM, isRequired: true)],
        matching: [MatchRule("key", [.init(erp: "code", crm: "label")])],
        naturalKey: Sided(erp: ["code"], crm: ["label"]), creates: Sided(erp: false, crm: true))
}

import PluginKit

/// Gadgets, by somebody who has never seen Couplet's own plugins.
@main
struct GadgetsPlugin: EntityPlugin {
    static let entity: EntityName = "gadgets"
    static let version = "1.0.0"
    static let map = FieldMap(
        [
            .field("number", "gadgetnumber", .code(erp: 20, crm: 20), .toCRM, isRequired: true),
            .field("displayName", "name", .text(erp: 50, crm: 100), isRequired: true),
            .field("weight", "weight", .decimal(scale: 3)),
        ],
        matching: [MatchRule("key", [.init(erp: "number", crm: "gadgetnumber", .exact)])],
        naturalKey: Sided(erp: [], crm: ["gadgetnumber"]), policy: .erpWins)
}

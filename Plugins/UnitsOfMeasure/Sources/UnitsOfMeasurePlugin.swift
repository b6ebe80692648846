import PluginKit

/// Units of measure: each is a unit group of the CRM with that one unit as its base.
@main
struct UnitsOfMeasurePlugin: EntityPlugin {
    static let entity: EntityName = "unitsofmeasure"
    static let version = "1.0.0"
    static let map = FieldMap(
        [
            // The name that the incumbent gives its groups, so that those that it made are recognised.
            .computed("name", on: .crm, .prefixed("NAV ", "code"), .text(erp: 10, crm: 200)),
            // The CRM takes the unit's name with the group, and makes the unit itself.
            .field("code", "baseuomname", .code(erp: 10, crm: 100), .toCRM, isRequired: true, onInsertOnly: true),
        ],
        // A group with the same base unit, but another name, may hold more units than that: it is not ours.
        matching: [MatchRule("groupName", [.init(erp: "code", crm: "name", prefix: "NAV ")])],
        naturalKey: Sided(erp: ["code"], crm: ["name"]),
        filters: Sided(erp: RecordFilter(), crm: RecordFilter([.init("statecode", .isOneOf, [0])])),
        creates: Sided(erp: false, crm: true))
}

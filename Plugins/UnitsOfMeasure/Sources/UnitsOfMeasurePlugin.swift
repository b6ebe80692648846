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
        creates: Sided(erp: false, crm: true),
        inactive: Sided(erp: Fields(), crm: ["statecode": 1, "statuscode": 2]))

    /// How many units a group holds, the group does not say: it is looked at before it is ours.
    static func lookups(about pair: RecordPair, in run: RunFacts) -> [Lookup] {
        unit(of: pair).map { [$0] } ?? []
    }

    /// A group that does not hold exactly one unit is refused: quantities in the others would be quantities of something else.
    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        guard let unit = unit(of: pair), let group = run.found(unit)?.first, group.fields[unitID]?.isEmpty ?? true
        else {
            return
        }
        decision.action = .setAside(Problem(.refusedByRule, ["unitGroup"], side: .crm))
        decision.reason = Reason("cannotCross", ["unitGroup"])
    }

    /// The one unit of a group; empty when it has none, or several.
    private static let unitID = CRMUnits.onlyUnit

    private static func unit(of pair: RecordPair) -> Lookup? {
        guard pair.sides.erp.presence == .present, pair.sides.crm.presence == .present, let group = pair.sides.crm.id
        else { return nil }
        return .record(group, on: .crm, reading: [unitID])
    }
}

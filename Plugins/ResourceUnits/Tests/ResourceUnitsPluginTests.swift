import PluginTesting
import Testing

@Suite("Resource units")
struct ResourceUnitsPluginTests {
    private let plugin: MapPlugin
    private let box: Fields = ["unitGroupId": "g1", "code": "BTE", "quantityPerUnitOfMeasure": "12"]
    private let group = RecordReference(entity: "unitgroups", side: .erp, id: RecordID("g1"))

    init() throws { plugin = try MapPlugin.beside() }

    private func action(_ pair: RecordPair) -> Decision.Action {
        plugin.decision(
            about: pair, references: [group: RecordID("group")],
            partners: [group: ["unit_of_measurement_schedule_units/isschedulebaseuom/uomid": "base"]]
        ).action
    }

    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.checkMap() }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.checkMap() }

    @Test("a unit becomes a unit in the group of its resource, with what it holds of the group’s base unit")
    func newUnit() {
        #expect(
            action(.uncoupled(erp: box))
                == .create(
                    .crm, ["uomscheduleid": "group", "baseuom": "base", "name": "BTE", "quantity": "12"],
                    key: ["uomscheduleid", "name"]))
    }

    @Test("a unit waits for the group of its resource")
    func waits() {
        var other = box
        other["unitGroupId"] = "g2"
        let missing = RecordReference(entity: "unitgroups", side: .erp, id: RecordID("g2"))
        #expect(action(.uncoupled(erp: other)) == .wait(missing))
    }

    @Test("a unit of the same name in the same group is the same unit, and holds what the ERP says")
    func known() throws {
        let crm: Fields = ["uomscheduleid": "group", "name": "BTE", "quantity": "10"]
        #expect(action(.uncoupled(erp: box, crm: crm, by: "key")) == .update(.crm, ["quantity": "12"]))
        let criteria = try #require(plugin.map(under: .empty).matchRules.first).criteria
        #expect(criteria.map(\.entity) == ["unitgroups", nil])
    }

    @Test("what a unit holds is the ERP’s to say; the CRM’s own units make none there")
    func edits() {
        var crm: Fields = ["uomscheduleid": "group", "name": "BTE", "quantity": "12"]
        var more = box
        more["quantityPerUnitOfMeasure"] = "24"
        let changed = Sided<[FieldName]>(erp: ["quantityPerUnitOfMeasure"], crm: [])
        #expect(action(.coupled(erp: more, crm: crm, changed: changed)) == .update(.crm, ["quantity": "24"]))
        crm["quantity"] = "6"
        #expect(action(.coupled(erp: box, crm: crm, changed: Sided(erp: [], crm: ["quantity"]))) == .none)
        #expect(action(.uncoupled(crm: crm)) == .none)
    }
}

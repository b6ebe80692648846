import PluginTesting
import Testing

@testable import UnitsOfMeasurePlugin

@Suite("Units of measure")
struct UnitsOfMeasurePluginTests {
    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.check(UnitsOfMeasurePlugin.self) }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.check(UnitsOfMeasurePlugin.self) }

    @Test("a unit becomes a unit group with that unit as its base")
    func newUnit() {
        let decision = UnitsOfMeasurePlugin.decision(about: .uncoupled(erp: ["code": "PCE"]))
        #expect(decision.action == .create(.crm, ["name": "NAV PCE", "baseuomname": "PCE"], key: ["name"]))
    }

    @Test("a unit group that another integration made for the unit is taken over")
    func knownGroup() {
        let pair = RecordPair.uncoupled(
            erp: ["code": "KG"], crm: ["name": "NAV KG", "baseuomname": "KG"], by: "groupName")
        #expect(UnitsOfMeasurePlugin.decision(about: pair).action == .couple)
    }

    @Test("a unit group that holds another unit besides, or none, is refused, coupled or not")
    func crowdedGroup() {
        let refused = Decision.Action.setAside(Problem(.refusedByRule, ["unitGroup"], side: .crm))
        let path = "unit_of_measurement_schedule_units/uomid"
        let (erp, crm): (Fields, Fields) = (["code": "KG"], ["name": "NAV KG", "baseuomname": "KG"])
        let met = RecordPair.uncoupled(erp: erp, crm: crm, by: "groupName")
        let known = RecordPair.coupled(erp: ["code": "KGM"], crm: crm, changed: Sided(erp: ["code"], crm: []))
        for pair in [met, known] {
            guard let lookup = UnitsOfMeasurePlugin.lookups(about: pair, in: RunFacts(now: "")).first else {
                return #expect(Bool(false), "nobody looks")
            }
            func action(_ unit: FieldValue) -> Decision.Action {
                let group = Lookup.Record(id: RecordID("crm"), fields: Fields([.init(path, unit)]))
                return UnitsOfMeasurePlugin.decision(about: pair, found: [lookup: [group]]).action
            }
            #expect(action(.null) == refused)
            #expect(action("the one unit") != refused)
        }
        #expect(UnitsOfMeasurePlugin.lookups(about: .uncoupled(erp: erp), in: RunFacts(now: "")).isEmpty)
    }

    @Test("a unit group is recognised by the name that the incumbent gives it, whatever its base unit is called")
    func recognition() throws {
        let criterion = try #require(UnitsOfMeasurePlugin.map.matchRules.first?.criteria.first)
        #expect(criterion.fields == Sided(erp: "code", crm: "name"))
        #expect(criterion.value("KG", from: .erp) == "NAV KG")
        #expect(criterion.value("NAV KG", from: .crm) == "KG")
        #expect(criterion.value("Default Unit", from: .crm) == nil)
    }

    @Test("a renamed unit renames its group; the base unit’s name is written once only")
    func renamed() {
        let pair = RecordPair.coupled(
            erp: ["code": "PIECE"], crm: ["name": "NAV PCE", "baseuomname": "PCE"],
            changed: Sided(erp: ["code"], crm: []))
        #expect(UnitsOfMeasurePlugin.decision(about: pair).action == .update(.crm, ["name": "NAV PIECE"]))
    }

    @Test("a unit group of the CRM’s own makes no unit in the ERP")
    func foreignGroup() {
        let pair = RecordPair.uncoupled(crm: ["name": "Default Unit", "baseuomname": "Primary Unit"])
        #expect(UnitsOfMeasurePlugin.decision(about: pair).action == .none)
    }
}

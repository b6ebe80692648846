import PluginTesting
import Testing

@Suite("Unit groups")
struct UnitGroupsPluginTests {
    private let plugin: MapPlugin

    init() throws { plugin = try MapPlugin.beside() }

    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.checkMap() }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.checkMap() }

    @Test("the group of an item becomes a group of the CRM, whose base unit is called like the group")
    func newGroup() {
        #expect(
            plugin.decision(about: .uncoupled(erp: ["code": "ITEM A10000"])).action
                == .create(.crm, ["name": "ITEM A10000", "baseuomname": "ITEM A10000"], key: ["name"]))
    }

    @Test("a group that another integration made is taken over")
    func knownGroup() {
        let pair = RecordPair.uncoupled(
            erp: ["code": "ITEM A10000"], crm: ["name": "ITEM A10000", "baseuomname": "PCE", "statecode": 0], by: "key")
        #expect(plugin.decision(about: pair).action == .couple)
    }

    @Test("a renumbered item renames its group, and not the base unit")
    func renamed() {
        let pair = RecordPair.coupled(
            erp: ["code": "ITEM B1"], crm: ["name": "ITEM A1", "baseuomname": "ITEM A1", "statecode": 0],
            changed: Sided(erp: ["code"], crm: []))
        #expect(plugin.decision(about: pair).action == .update(.crm, ["name": "ITEM B1"]))
    }

    @Test("a group of the CRM’s own makes none in the ERP")
    func foreignGroup() {
        let pair = RecordPair.uncoupled(crm: ["name": "Default Unit", "baseuomname": "Primary Unit", "statecode": 0])
        #expect(plugin.decision(about: pair).action == .none)
    }
}

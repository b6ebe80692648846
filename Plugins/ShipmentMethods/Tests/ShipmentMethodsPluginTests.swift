import PluginTesting
import Testing

@Suite("Shipment methods")
struct ShipmentMethodsPluginTests {
    private let plugin: MapPlugin

    init() throws { plugin = try MapPlugin.beside() }

    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.checkMap() }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.checkMap() }

    @Test("a code that the choice column lacks becomes a value of it, the code its label")
    func newCode() {
        let decision = plugin.decision(about: .uncoupled(erp: ["code": "DAP"]))
        #expect(decision.action == .create(.crm, ["label": "DAP"], key: ["label"]))
    }

    @Test("a label that says the same in small letters is coupled as it is")
    func sameLabel() {
        let decision = plugin.decision(about: .uncoupled(erp: ["code": "DAP"], crm: ["label": "dap"]))
        #expect(decision.action == .couple)
    }

    @Test("a code that was renamed in the ERP renames its label")
    func renamed() {
        let pair = RecordPair.coupled(
            erp: ["code": "DAP"], crm: ["label": "OLD"], changed: Sided(erp: ["code"], crm: []))
        #expect(plugin.decision(about: pair).action == .update(.crm, ["label": "DAP"]))
    }

    @Test("a value that only the CRM has stays there alone")
    func foreignValue() {
        #expect(plugin.decision(about: .uncoupled(crm: ["label": "Somebody’s own"])).action == .none)
    }
}

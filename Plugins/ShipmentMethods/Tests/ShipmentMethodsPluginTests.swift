import PluginTesting
import Testing

@Suite("Shipment methods")
struct ShipmentMethodsPluginTests {
    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.checkMap() }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.checkMap() }

    @Test("codes become values of the choice column, and no value becomes a code")
    func codes() throws {
        #expect(CodeChoice(try MapPlugin.beside(), about: "DAP") == .expected(of: "DAP"))
    }
}

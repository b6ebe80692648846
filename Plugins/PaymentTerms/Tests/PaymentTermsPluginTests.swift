import PluginTesting
import Testing

@Suite("Payment terms")
struct PaymentTermsPluginTests {
    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.checkMap() }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.checkMap() }

    @Test("codes become values of the choice column, and no value becomes a code")
    func codes() throws {
        #expect(CodeChoice(try MapPlugin.beside(), about: "30 FDM") == .expected(of: "30 FDM"))
    }
}

import PluginTesting
import Testing

@testable import CustomerPriceGroupsPlugin

@Suite("Customer price groups")
struct CustomerPriceGroupsPluginTests {
    private let group: Fields = [
        "code": "GROS", "description": "Prix de gros", "currencyId": .text(RecordID.zero.text),
    ]
    private let references = [
        RecordReference(entity: "currencies", side: .erp, id: .zero): RecordID("eur"),
        RecordReference(entity: "currencies", side: .erp, id: RecordID("chf")): RecordID("franc"),
    ]

    private func action(_ pair: RecordPair) -> Decision.Action {
        CustomerPriceGroupsPlugin.decision(about: pair, references: references).action
    }

    private func row(of group: Fields) -> Fields {
        guard case .create(.crm, let fields, _) = action(.uncoupled(erp: group)) else { return [:] }
        return fields
    }

    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.check(CustomerPriceGroupsPlugin.self) }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.check(CustomerPriceGroupsPlugin.self) }

    @Test("a group whose prices are in the local currency becomes a list in that currency of the CRM")
    func newGroup() {
        #expect(
            row(of: group) == ["name": "GROS", "description": "Prix de gros", "transactioncurrencyid": "eur"])
    }

    @Test("a group waits for the currency of its prices")
    func waits() {
        var other = group
        other["currencyId"] = "isk"
        let currency = RecordReference(entity: "currencies", side: .erp, id: RecordID("isk"))
        #expect(action(.uncoupled(erp: other)) == .wait(currency))
    }

    @Test("the currency is written once: a group whose prices have another one by now is not written for ever")
    func currency() {
        var other = group
        other["currencyId"] = "chf"
        let pair = RecordPair.coupled(erp: other, crm: row(of: group), changed: Sided(erp: ["currencyId"], crm: []))
        #expect(action(pair) == .none)
    }

    @Test("a renamed group keeps its partner, which is renamed")
    func renamed() {
        var other = group
        other["code"] = "GROS-2"
        let pair = RecordPair.coupled(erp: other, crm: row(of: group), changed: Sided(erp: ["code"], crm: []))
        #expect(action(pair) == .update(.crm, ["name": "GROS-2"]))
    }

    @Test("a list of the CRM’s own makes no group, and what is described there stays described there")
    func crm() {
        #expect(action(.uncoupled(crm: ["name": "CRM Service USA", "statecode": 0])) == .none)
        var edited = row(of: group)
        edited["description"] = "Liste"
        let pair = RecordPair.coupled(erp: group, crm: edited, changed: Sided(erp: [], crm: ["description"]))
        #expect(action(pair) == .none)
    }

    @Test("with a company configured, a new list belongs to it, and leaves it when the coupling ends")
    func company() throws {
        let configuration = try #require(Configuration(json: #"{"company":"c-1"}"#))
        let map = CustomerPriceGroupsPlugin.map(under: configuration)
        #expect(!map.parting.crm.isEmpty)
        #expect(map.filters.crm.includes(["bcbi_companyid": .null]))
        #expect(!map.filters.crm.includes(["bcbi_companyid": "another"]))
    }
}

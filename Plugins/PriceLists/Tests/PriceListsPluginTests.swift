import PluginTesting
import Testing

@testable import PriceListsPlugin

@Suite("Price lists")
struct PriceListsPluginTests {
    private let list: Fields = [
        "code": "PUBLIC", "description": "Tarif public", "currencyId": .text(RecordID.zero.text),
        "startingDate": "2026-01-01", "endingDate": .null, "status": "Active", "priceType": "Sale",
        "amountType": "Price", "allowUpdatingDefaults": false,
    ]
    private let references = [
        RecordReference(entity: "currencies", side: .erp, id: .zero): RecordID("eur"),
        RecordReference(entity: "currencies", side: .erp, id: RecordID("chf")): RecordID("franc"),
    ]

    private func action(_ pair: RecordPair) -> Decision.Action {
        PriceListsPlugin.decision(about: pair, references: references).action
    }

    private func row(of list: Fields) -> Fields {
        guard case .create(.crm, let fields, _) = action(.uncoupled(erp: list)) else { return [:] }
        return fields
    }

    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.check(PriceListsPlugin.self) }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.check(PriceListsPlugin.self) }

    @Test("a list in the local currency, which the ERP leaves blank, becomes a list in that currency of the CRM")
    func newList() {
        #expect(
            row(of: list) == [
                "name": "PUBLIC", "description": "Tarif public", "transactioncurrencyid": "eur",
                "begindate": "2026-01-01", "statecode": 0,
            ])
    }

    @Test("what is a draft, or inactive, in the ERP is inactive in the CRM", arguments: ["Draft", "Inactive"])
    func states(_ status: String) {
        var other = list
        other["status"] = .text(status)
        #expect(row(of: other)["statecode"] == 1)
        let active = row(of: list)
        let pair = RecordPair.coupled(erp: other, crm: active, changed: Sided(erp: ["status"], crm: []))
        #expect(action(pair) == .update(.crm, ["statecode": 1]))
    }

    @Test("a list waits for its currency")
    func waits() {
        var other = list
        other["currencyId"] = "isk"
        let currency = RecordReference(entity: "currencies", side: .erp, id: RecordID("isk"))
        #expect(action(.uncoupled(erp: other)) == .wait(currency))
    }

    @Test("the currency is written once: a list that has another one by now is not written for ever")
    func currency() {
        var other = list
        other["currencyId"] = "chf"
        let pair = RecordPair.coupled(erp: other, crm: row(of: list), changed: Sided(erp: ["currencyId"], crm: []))
        #expect(action(pair) == .none)
    }

    @Test("a renamed list keeps its partner, which is renamed")
    func renamed() {
        var other = list
        other["code"] = "PUBLIC-2"
        let pair = RecordPair.coupled(erp: other, crm: row(of: list), changed: Sided(erp: ["code"], crm: []))
        #expect(action(pair) == .update(.crm, ["name": "PUBLIC-2"]))
    }

    @Test("a list of the CRM’s own makes none in the ERP, and one that is edited there stays as it is")
    func crm() {
        #expect(action(.uncoupled(crm: ["name": "CRM Service USA", "statecode": 0])) == .none)
        var edited = row(of: list)
        edited["description"] = "Liste"
        let pair = RecordPair.coupled(erp: list, crm: edited, changed: Sided(erp: [], crm: ["description"]))
        #expect(action(pair) == .none)
    }

    @Test("lists of purchase prices, of discounts, and those that allow to change their defaults stay in the ERP")
    func filters() {
        let filter = PriceListsPlugin.map.filters.erp
        #expect(filter.includes(list))
        for (field, value) in [
            ("priceType", "Purchase"), ("amountType", "Discount"), ("allowUpdatingDefaults", true),
        ] as [(FieldName, FieldValue)] {
            var other = list
            other[field] = value
            #expect(!filter.includes(other))
        }
    }
}

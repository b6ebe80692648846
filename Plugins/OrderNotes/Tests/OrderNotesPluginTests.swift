import PluginTesting
import Testing

@testable import OrderNotesPlugin

@Suite("Notes of sales orders")
struct OrderNotesPluginTests {
    private let here: Fields = ["documentId": "o1", "externalId": "", "note": "Livrer avant dix heures"]
    private let there: Fields = [
        "objectid": "order", "annotationid": "n1", "notetext": "Appeler le magasinier", "objectidtype": "salesorder",
        "isdocument": false,
    ]
    private let references = [
        RecordReference(entity: "salesorders", side: .erp, id: RecordID("o1")): RecordID("order"),
        RecordReference(entity: "salesorders", side: .crm, id: RecordID("order")): RecordID("o1"),
    ]

    private func action(_ pair: RecordPair) -> Decision.Action {
        OrderNotesPlugin.decision(about: pair, references: references).action
    }

    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.check(OrderNotesPlugin.self) }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.check(OrderNotesPlugin.self) }

    @Test("a new note goes to the order's twin, from either side")
    func newNotes() {
        #expect(
            action(.uncoupled(erp: here))
                == .create(.crm, ["objectid": "salesorder/order", "notetext": "Livrer avant dix heures"], key: []))
        #expect(
            action(.uncoupled(crm: there))
                == .create(
                    .erp, ["documentId": "o1", "externalId": "n1", "note": "Appeler le magasinier"], key: ["externalId"]
                ))
    }

    @Test("a note waits for its order; one with an attachment, or of something else, is none of ours")
    func others() {
        var other = there
        other["objectid"] = "order2"
        let missing = RecordReference(entity: "salesorders", side: .crm, id: RecordID("order2"))
        #expect(action(.uncoupled(crm: other)) == .wait(missing))
        let filter = OrderNotesPlugin.map.filters.crm
        #expect(filter.conditions.map(\.field) == ["objectidtype", "isdocument"])
    }

    @Test("a changed note goes to the other side; where both were changed, the CRM's stays")
    func edits() {
        var (erp, crm) = (here, there)
        crm["notetext"] = here["note"] ?? .null
        erp["externalId"] = "n1"
        var newer = crm
        newer["notetext"] = "Livrer avant neuf heures"
        #expect(
            action(.coupled(erp: erp, crm: newer, changed: Sided(erp: [], crm: ["notetext"])))
                == .update(.erp, ["note": "Livrer avant neuf heures"]))
        var other = erp
        other["note"] = "Livrer le soir"
        #expect(
            action(.coupled(erp: other, crm: newer, changed: Sided(erp: ["note"], crm: ["notetext"])))
                == .update(.erp, ["note": "Livrer avant neuf heures"]))
        #expect(
            action(.coupled(erp: other, crm: crm, changed: Sided(erp: ["note"], crm: [])))
                == .update(.crm, ["notetext": "Livrer le soir"]))
    }
}

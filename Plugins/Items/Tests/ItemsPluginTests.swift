import PluginTesting
import Testing

@testable import ItemsPlugin

@Suite("Items")
struct ItemsPluginTests {
    private let item: Fields = [
        "number": "A10005", "displayName": "Café en grains Grès", "unitPrice": "17", "unitCost": "10",
        "unitVolume": "0.5", "grossWeight": "1.02", "vendorNumber": "F101", "vendorName": "Rostería del Puerto",
        "vendorItemNumber": "11-2222/5", "inventory": "40", "baseUnitOfMeasureId": "kg", "blocked": false,
    ]
    private let unit = RecordReference(entity: "unitsofmeasure", side: .erp, id: RecordID("kg"))
    private var references: [RecordReference: RecordID] {
        [unit: RecordID("group"), RecordReference(entity: "currencies", side: .erp, id: .zero): RecordID("eur")]
    }
    private var partners: [RecordReference: Fields] {
        [unit: ["unit_of_measurement_schedule_units/uomid": "kilogram"]]
    }

    private func product(of item: Fields) -> Fields {
        let action = ItemsPlugin.decision(about: .uncoupled(erp: item), references: references, partners: partners)
            .action
        guard case .create(.crm, let fields, _) = action else { return [:] }
        return fields
    }

    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.check(ItemsPlugin.self) }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.check(ItemsPlugin.self) }

    @Test("an item becomes an active product in its unit’s group, priced in the local currency")
    func newProduct() {
        let product = product(of: item)
        #expect(product["productnumber"] == "A10005" && product["price"] == "17" && product["currentcost"] == "10")
        #expect(product["defaultuomscheduleid"] == "group" && product["defaultuomid"] == "kilogram")
        #expect(product["transactioncurrencyid"] == "eur")
        #expect(product["producttypecode"] == 1 && product["quantitydecimal"] == 2 && product["statecode"] == 0)
    }

    @Test("stock and prices below zero arrive as zero")
    func negative() {
        var odd = item
        odd["inventory"] = "-12"
        odd["unitPrice"] = "-5"
        #expect(product(of: odd)["quantityonhand"] == "0" && product(of: odd)["price"] == "0")
    }

    @Test("an item waits for its unit, and for the local currency")
    func waits() {
        let action = ItemsPlugin.decision(about: .uncoupled(erp: item)).action
        #expect(action == .wait(unit))
    }
}

import PluginTesting
import Testing

@testable import ResourcesPlugin

@Suite("Resources")
struct ResourcesPluginTests {
    private let resource: Fields = [
        "number": "R0030", "displayName": "Pose et réglage", "unitPrice": "68", "unitCost": "42.5", "capacity": "160",
        "vendorNumber": "F102", "baseUnitOfMeasureId": "h", "blocked": false,
    ]
    private let unit = RecordReference(entity: "unitsofmeasure", side: .erp, id: RecordID("h"))
    private var references: [RecordReference: RecordID] {
        [unit: RecordID("group"), RecordReference(entity: "currencies", side: .erp, id: .zero): RecordID("eur")]
    }
    private var partners: [RecordReference: Fields] { [unit: ["unit_of_measurement_schedule_units/uomid": "hour"]] }

    private func action(_ pair: RecordPair) -> Decision.Action {
        ResourcesPlugin.decision(about: pair, references: references, partners: partners).action
    }

    private func product(of resource: Fields) -> Fields {
        guard case .create(.crm, let fields, _) = action(.uncoupled(erp: resource)) else { return [:] }
        return fields
    }

    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.check(ResourcesPlugin.self) }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.check(ResourcesPlugin.self) }

    @Test("a resource becomes an active service in its unit’s group, priced in the local currency")
    func newProduct() {
        let product = product(of: resource)
        #expect(product["productnumber"] == "R0030" && product["name"] == "Pose et réglage")
        #expect(product["price"] == "68" && product["standardcost"] == "42.5" && product["currentcost"] == "42.5")
        #expect(product["vendorid"] == "F102" && product["quantityonhand"] == "160")
        #expect(product["defaultuomscheduleid"] == "group" && product["defaultuomid"] == "hour")
        #expect(product["producttypecode"] == 3 && product["statecode"] == 0)
        #expect(product["transactioncurrencyid"] == "eur")
    }

    @Test("a service that only the CRM sells becomes a resource with its number and unit")
    func newResource() {
        let crm: Fields = [
            "productnumber": "crm-s1", "name": "Conseil", "defaultuomscheduleid": "group", "producttypecode": 3,
            "statecode": 0,
        ]
        let units = [RecordReference(entity: "unitsofmeasure", side: .crm, id: RecordID("group")): RecordID("h")]
        let made = ResourcesPlugin.decision(about: .uncoupled(crm: crm), references: units).action
        #expect(
            made
                == .create(
                    .erp, ["displayName": "Conseil", "baseUnitOfMeasureId": "h", "number": "CRM-S1"], key: ["number"]))
    }

    @Test("a capacity below zero arrives as zero")
    func negative() {
        var odd = resource
        odd["capacity"] = "-8"
        #expect(product(of: odd)["quantityonhand"] == "0")
    }
}

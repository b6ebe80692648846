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

    @Test("where units stand in groups, a product has the group of its item, and none becomes one")
    func groups() throws {
        let configuration = try #require(Configuration(json: #"{"units":"groups"}"#))
        var grouped = item
        grouped["unitGroupId"] = "g1"
        grouped["baseItemUnitOfMeasureId"] = "u1"
        let references = [
            RecordReference(entity: "unitgroups", side: .erp, id: RecordID("g1")): RecordID("the group"),
            RecordReference(entity: "itemunits", side: .erp, id: RecordID("u1")): RecordID("its unit"),
            RecordReference(entity: "currencies", side: .erp, id: .zero): RecordID("eur"),
        ]
        let decision = ItemsPlugin.decision(
            about: .uncoupled(erp: grouped), references: references, configuration: configuration)
        guard case .create(.crm, let product, _) = decision.action else {
            return #expect(Bool(false), "\(decision.action)")
        }
        #expect(product["defaultuomscheduleid"] == "the group" && product["defaultuomid"] == "its unit")
        #expect(!ItemsPlugin.map(under: configuration).creates.erp)
        #expect(ItemsPlugin.map.creates.erp)
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

    @Test("an item whose base unit somebody forgot is set aside")
    func noUnit() {
        var odd = item
        odd["baseUnitOfMeasureId"] = .text(RecordID.zero.text)
        let action = ItemsPlugin.decision(about: .uncoupled(erp: odd), references: references, partners: partners)
            .action
        guard case .setAside(let problem) = action else { return #expect(Bool(false), "\(action)") }
        #expect(problem.code == .required && problem.field == "baseUnitOfMeasureId")
    }

    @Test("an item waits for its unit, and for the local currency")
    func waits() {
        let action = ItemsPlugin.decision(about: .uncoupled(erp: item)).action
        #expect(action == .wait(unit))
    }

    @Test("a name corrected in the CRM comes back; a price edited there does not")
    func edits() {
        var crm = product(of: item)
        crm["name"] = "Café moulu"
        crm["price"] = "99"
        let pair = RecordPair.coupled(erp: item, crm: crm, changed: Sided(erp: [], crm: ["name", "price"]))
        let action = ItemsPlugin.decision(about: pair, references: references, partners: partners).action
        #expect(action == .update(.erp, ["displayName": "Café moulu"]))
    }

    @Test("a product that is retired blocks its item")
    func retired() {
        var left = RecordPair.coupled(erp: item, crm: product(of: item), changed: Sided(erp: [], crm: ["statecode"]))
        left.sides.crm.fields["statecode"] = 1
        left.sides.crm.presence = .outOfScope
        let action = ItemsPlugin.decision(about: left, references: references, partners: partners).action
        #expect(action == .update(.erp, ["blocked": true]))
    }

    @Test("blocked items, services and products that are not active are left alone")
    func filters() {
        let filters = ItemsPlugin.map.filters
        #expect(filters.erp.includes(item) && !filters.erp.includes(["blocked": true]))
        #expect(!filters.crm.includes(["producttypecode": 3, "statecode": 0]))
        #expect(!filters.crm.includes(["producttypecode": 1, "statecode": 2]))
    }
}

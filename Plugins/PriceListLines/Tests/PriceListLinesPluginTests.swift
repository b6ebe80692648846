import PluginTesting
import Testing

@testable import PriceListLinesPlugin

@Suite("Price list lines")
struct PriceListLinesPluginTests {
    /// The price of an item in pieces, in the local currency.
    private let price: Fields = [
        "priceListId": "l1", "itemId": "i1", "resourceId": .text(RecordID.zero.text), "unitOfMeasureId": "pce",
        "baseUnitOfMeasureId": "pce", "unitPrice": "12.5", "currencyId": .text(RecordID.zero.text),
        "priceType": "Sale", "amountType": "Price", "assetType": "Item", "minimumQuantity": "0",
        "allowUpdatingDefaults": false,
    ]
    private let references = [
        RecordReference(entity: "pricelists", side: .erp, id: RecordID("l1")): RecordID("list"),
        RecordReference(entity: "items", side: .erp, id: RecordID("i1")): RecordID("lamp"),
        RecordReference(entity: "resources", side: .erp, id: RecordID("r1")): RecordID("service"),
        RecordReference(entity: "unitsofmeasure", side: .erp, id: RecordID("pce")): RecordID("pieces"),
    ]
    private let partners = [
        RecordReference(entity: "unitsofmeasure", side: .erp, id: RecordID("pce")): [
            "unit_of_measurement_schedule_units/uomid": "piece"
        ] as Fields
    ]

    private func decision(_ pair: RecordPair, listCurrency: FieldValue = .text(RecordID.zero.text)) -> Decision {
        let found = Dictionary(
            PriceListLinesPlugin.lookups(about: pair, in: RunFacts(now: "")).map { lookup in
                (lookup, [Lookup.Record(id: RecordID("l1"), fields: ["currencyId": listCurrency])])
            }
        ) { first, _ in first }
        return PriceListLinesPlugin.decision(about: pair, references: references, partners: partners, found: found)
    }

    private func row(of price: Fields) -> Fields {
        guard case .create(.crm, let fields, _) = decision(.uncoupled(erp: price)).action else { return [:] }
        return fields
    }

    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.check(PriceListLinesPlugin.self) }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.check(PriceListLinesPlugin.self) }

    @Test("a price of an item becomes a price of its product in the list, in the one unit of the unit’s group")
    func newPrice() {
        #expect(
            row(of: price) == [
                "pricelevelid": "list", "productid": "lamp", "uomid": "piece", "amount": "12.5", "pricingmethodcode": 1,
            ])
    }

    @Test("a price of a resource becomes a price of its service")
    func resource() {
        var other = price
        other["itemId"] = .text(RecordID.zero.text)
        other["resourceId"] = "r1"
        #expect(row(of: other)["productid"] == "service")
    }

    @Test("a price without a unit is one in the base unit", arguments: [FieldValue.null, .text(RecordID.zero.text)])
    func baseUnit(_ none: FieldValue) {
        var other = price
        other["unitOfMeasureId"] = none
        #expect(row(of: other)["uomid"] == "piece")
    }

    @Test("a price in another currency than its list is refused, new or coupled: the CRM knows one currency a list")
    func currency() {
        var other = price
        other["currencyId"] = "usd"
        let refused = Decision.Action.setAside(
            Problem(.refusedByRule, ["priceCurrency"], field: "currencyId", side: .erp))
        #expect(decision(.uncoupled(erp: other)).action == refused)
        let coupled = RecordPair.coupled(
            erp: other, crm: row(of: price), changed: Sided(erp: ["unitPrice"], crm: []))
        #expect(decision(coupled).action == refused)
        #expect(decision(.uncoupled(erp: other), listCurrency: "usd").action != refused)
        // The local currency is nothing, or the zero identity.
        #expect(decision(.uncoupled(erp: price), listCurrency: .null).action != refused)
    }

    @Test("a price of an item and a resource at once is set aside")
    func both() {
        var other = price
        other["resourceId"] = "r1"
        let invalid = Decision.Action.setAside(Problem(.invalid, field: "resourceId", side: .erp))
        #expect(decision(.uncoupled(erp: other)).action == invalid)
    }

    @Test("a price waits for its list, its item and its unit, whichever is not coupled")
    func waits() {
        for (field, entity) in [
            ("priceListId", "pricelists"), ("itemId", "items"), ("unitOfMeasureId", "unitsofmeasure"),
        ] as [(FieldName, EntityName)] {
            var other = price
            other[field] = "new"
            let missing = RecordReference(entity: entity, side: .erp, id: RecordID("new"))
            #expect(decision(.uncoupled(erp: other)).action == .wait(missing))
        }
    }

    @Test("a new price crosses; the list of a price is written once, and the CRM’s own edits come to nothing")
    func edits() {
        var dearer = price
        dearer["unitPrice"] = "13"
        let crm = row(of: price)
        let pair = RecordPair.coupled(erp: dearer, crm: crm, changed: Sided(erp: ["unitPrice"], crm: []))
        #expect(decision(pair).action == .update(.crm, ["amount": "13"]))
        var cheaper = crm
        cheaper["amount"] = "1"
        let edited = RecordPair.coupled(erp: price, crm: cheaper, changed: Sided(erp: [], crm: ["amount"]))
        #expect(decision(edited).action == .none)
    }

    @Test("a price that goes from an item to a resource goes to the service; what is equal is not written again")
    func otherProduct() {
        var other = price
        other["itemId"] = .text(RecordID.zero.text)
        other["resourceId"] = "r1"
        let pair = RecordPair.coupled(
            erp: other, crm: row(of: price), changed: Sided(erp: ["itemId", "resourceId"], crm: []))
        #expect(decision(pair).action == .update(.crm, ["productid": "service"]))
        let same = RecordPair.coupled(
            erp: price, crm: row(of: price), changed: Sided(erp: ["itemId", "resourceId"], crm: []))
        #expect(decision(same).action == .none)
    }

    @Test(
        "breaks by quantity, discounts, purchase prices, prices of everything else and of lists that stay there stay in the ERP"
    )
    func filters() {
        let filter = PriceListLinesPlugin.map.filters.erp
        #expect(filter.includes(price))
        for (field, value) in [
            ("minimumQuantity", "10"), ("amountType", "Discount"), ("priceType", "Purchase"),
            ("assetType", "Resource Group"), ("allowUpdatingDefaults", true),
        ] as [(FieldName, FieldValue)] {
            var other = price
            other[field] = value
            #expect(!filter.includes(other))
        }
    }
}

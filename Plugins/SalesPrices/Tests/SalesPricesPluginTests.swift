import PluginTesting
import Testing

@testable import SalesPricesPlugin

@Suite("Sales prices")
struct SalesPricesPluginTests {
    /// The price of an item in pieces, in the local currency.
    private let price: Fields = [
        "salesType": "Customer Price Group", "salesCode": "DETAIL", "customerPriceGroupId": "g1", "itemId": "i1",
        "unitOfMeasureId": "pce", "baseUnitOfMeasureId": "pce", "unitPrice": "12.5",
        "currencyId": .text(RecordID.zero.text), "minimumQuantity": "0",
    ]
    private let references = [
        RecordReference(entity: "customerpricegroups", side: .erp, id: RecordID("g1")): RecordID("list"),
        RecordReference(entity: "items", side: .erp, id: RecordID("i1")): RecordID("lamp"),
        RecordReference(entity: "unitsofmeasure", side: .erp, id: RecordID("pce")): RecordID("pieces"),
    ]
    private let partners = [
        RecordReference(entity: "unitsofmeasure", side: .erp, id: RecordID("pce")): [
            "unit_of_measurement_schedule_units/uomid": "piece"
        ] as Fields
    ]

    private func action(
        _ pair: RecordPair, groupCurrency: FieldValue = .text(RecordID.zero.text)
    ) -> Decision.Action {
        let found = Dictionary(
            SalesPricesPlugin.lookups(about: pair, in: RunFacts(now: "")).map { lookup in
                (lookup, [Lookup.Record(id: RecordID("g1"), fields: ["currencyId": groupCurrency])])
            }
        ) { first, _ in first }
        return SalesPricesPlugin.decision(about: pair, references: references, partners: partners, found: found).action
    }

    private func row(of price: Fields) -> Fields {
        guard case .create(.crm, let fields, _) = action(.uncoupled(erp: price)) else { return [:] }
        return fields
    }

    @Test("the plugin keeps the rules of the protocol")
    func conformance() throws { try PluginConformance.check(SalesPricesPlugin.self) }

    @Test("what was decided in the recorded conversations is decided again")
    func recorded() throws { try PluginReplay.check(SalesPricesPlugin.self) }

    @Test("a price of a group becomes a price of the product in the group’s list, in the one unit of the unit’s group")
    func newPrice() {
        #expect(
            row(of: price) == [
                "pricelevelid": "list", "productid": "lamp", "uomid": "piece", "amount": "12.5", "pricingmethodcode": 1,
            ])
    }

    @Test("a price without a unit is one in the base unit", arguments: [FieldValue.null, .text(RecordID.zero.text)])
    func baseUnit(_ none: FieldValue) {
        var other = price
        other["unitOfMeasureId"] = none
        #expect(row(of: other)["uomid"] == "piece")
    }

    @Test("a price in another currency than its group’s is refused, new or coupled: the CRM knows one currency a list")
    func currency() {
        var other = price
        other["currencyId"] = "usd"
        let refused = Decision.Action.setAside(
            Problem(.refusedByRule, ["priceCurrency"], field: "currencyId", side: .erp))
        #expect(action(.uncoupled(erp: other)) == refused)
        let coupled = RecordPair.coupled(erp: other, crm: row(of: price), changed: Sided(erp: ["unitPrice"], crm: []))
        #expect(action(coupled) == refused)
        #expect(action(.uncoupled(erp: other), groupCurrency: "usd") != refused)
        // The local currency is nothing, or the zero identity.
        #expect(action(.uncoupled(erp: price), groupCurrency: .null) != refused)
    }

    @Test("a price waits for its group, its item and its unit, whichever is not coupled")
    func waits() {
        for (field, entity) in [
            ("customerPriceGroupId", "customerpricegroups"), ("itemId", "items"),
            ("unitOfMeasureId", "unitsofmeasure"),
        ] as [(FieldName, EntityName)] {
            var other = price
            other[field] = "new"
            let missing = RecordReference(entity: entity, side: .erp, id: RecordID("new"))
            #expect(action(.uncoupled(erp: other)) == .wait(missing))
        }
    }

    @Test("a new price crosses; the CRM’s own edits come to nothing")
    func edits() {
        var dearer = price
        dearer["unitPrice"] = "13"
        let crm = row(of: price)
        let pair = RecordPair.coupled(erp: dearer, crm: crm, changed: Sided(erp: ["unitPrice"], crm: []))
        #expect(action(pair) == .update(.crm, ["amount": "13"]))
        var cheaper = crm
        cheaper["amount"] = "1"
        #expect(action(.coupled(erp: price, crm: cheaper, changed: Sided(erp: [], crm: ["amount"]))) == .none)
    }

    @Test("breaks by quantity and prices for a customer, a campaign or everybody stay in the ERP")
    func filters() {
        let filter = SalesPricesPlugin.map.filters.erp
        #expect(filter.includes(price))
        for (field, value) in [
            ("minimumQuantity", "10"), ("salesType", "All Customers"), ("salesType", "Customer"), ("salesCode", ""),
        ] as [(FieldName, FieldValue)] {
            var other = price
            other[field] = value
            #expect(!filter.includes(other))
        }
    }
}

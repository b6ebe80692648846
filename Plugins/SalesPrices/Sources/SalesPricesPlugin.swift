import PluginKit

/// The prices of customer price groups, in the ERP's old pricing: what an item costs in a unit.
///
/// The CRM takes the currency and the product's number from the list and the product, and keeps them itself.
@main
struct SalesPricesPlugin: EntityPlugin {
    static let entity: EntityName = "salesprices"
    static let version = "1.0.0"
    static let map = FieldMap(
        [
            .field(
                "customerPriceGroupId", "pricelevelid", .reference(to: "customerpricegroups"), .toCRM, isRequired: true,
                onInsertOnly: true),
            .field("itemId", "productid", .reference(to: "items"), .toCRM, isRequired: true),
            // A price without a unit is one in the base unit. Of a unit's group the CRM takes the one unit that it has.
            .computed(
                "uomid", on: .crm, .byPlugin(["unitOfMeasureId", "baseUnitOfMeasureId"]),
                .reference(to: "unitsofmeasure", via: "unit_of_measurement_schedule_units/uomid")),
            .field("unitPrice", "amount", .decimal(scale: 4, atLeast: 0), .toCRM),
            .constant("pricingmethodcode", on: .crm, 1),
        ],
        filters: Sided(
            erp: RecordFilter([
                .init("salesType", .isOneOf, ["Customer Price Group"]), .init("salesCode", .isNotEmpty),
                // The CRM's lists know no breaks by quantity.
                .init("minimumQuantity", .isOneOf, ["0"]),
            ]), crm: RecordFilter()),
        creates: Sided(erp: false, crm: true), alsoReads: Sided(erp: ["currencyId"], crm: []))

    /// The unit of the price, or else the base unit of the item.
    static func compute(_ field: FieldName, from fields: Fields) -> FieldValue? {
        let own = fields["unitOfMeasureId"] ?? .null
        return own.isEmpty || own == .text(RecordID.zero.text) ? fields["baseUnitOfMeasureId"] : own
    }

    /// In which currency the group's prices are, one of them does not say.
    static func lookups(about pair: RecordPair, in run: RunFacts) -> [Lookup] { group(of: pair).map { [$0] } ?? [] }

    /// All prices of a group are in one currency: the CRM would take the figure of another for one in the list's currency.
    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        guard let group = group(of: pair), let found = run.found(group)?.first,
            !isSame(found.fields["currencyId"], pair.sides.erp.fields["currencyId"])
        else { return }
        decision.action = .setAside(Problem(.refusedByRule, ["priceCurrency"], field: "currencyId", side: .erp))
        decision.reason = Reason("cannotCross", ["currencyId"])
    }

    private static func group(of pair: RecordPair) -> Lookup? {
        guard pair.sides.erp.presence == .present, let id = pair.sides.erp.fields["customerPriceGroupId"]?.text,
            !id.isEmpty, id != RecordID.zero.text
        else { return nil }
        return .record(RecordID(id), on: .erp, of: "customerpricegroups", reading: ["currencyId"])
    }

    /// Whether two references to a currency are one; the local currency is nothing, or the zero identity.
    private static func isSame(_ one: FieldValue?, _ other: FieldValue?) -> Bool {
        func plain(_ value: FieldValue?) -> String {
            value?.text.map { $0.isEmpty ? RecordID.zero.text : $0 } ?? RecordID.zero.text
        }
        return plain(one) == plain(other)
    }
}

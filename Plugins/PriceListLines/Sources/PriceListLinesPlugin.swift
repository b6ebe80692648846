import PluginKit

/// The prices of price lists: what an item or a resource costs in a unit.
///
/// The CRM takes the currency and the product's number from the list and the product, and keeps them itself.
@main
struct PriceListLinesPlugin: EntityPlugin {
    static let entity: EntityName = "pricelistlines"
    static let version = "1.0.0"
    static let map = FieldMap(
        [
            .field(
                "priceListId", "pricelevelid", .reference(to: "pricelists"), .toCRM, isRequired: true,
                onInsertOnly: true),
            // A price is an item's or a resource's; the other of the two is empty, and says nothing.
            .group(
                "product",
                [
                    .field("itemId", "productid", .reference(to: "items", whenEmpty: .skip), .toCRM),
                    .field("resourceId", "productid", .reference(to: "resources", whenEmpty: .skip), .toCRM),
                ]),
            // A price without a unit is one in the base unit. Of a unit's group the CRM takes the one unit that it has.
            .computed(
                "uomid", on: .crm, .byPlugin(["unitOfMeasureId", "baseUnitOfMeasureId"]),
                .reference(to: "unitsofmeasure", via: "unit_of_measurement_schedule_units/uomid")),
            .field("unitPrice", "amount", .decimal(scale: 4, atLeast: 0), .toCRM),
            .constant("pricingmethodcode", on: .crm, 1),
        ],
        filters: Sided(
            erp: RecordFilter([
                .init("priceType", .isOneOf, ["Sale"]), .init("amountType", .isOneOf, ["Price"]),
                .init("assetType", .isOneOf, ["Item", "Resource"]),
                // The list is one of ours; the page says so.
                .init("allowUpdatingDefaults", .isOneOf, [false]),
                // The CRM's lists know no breaks by quantity.
                .init("minimumQuantity", .isOneOf, ["0"]),
            ]), crm: RecordFilter()),
        creates: Sided(erp: false, crm: true), alsoReads: Sided(erp: ["currencyId"], crm: []))

    /// The unit of the price, or else the base unit of what is priced.
    static func compute(_ field: FieldName, from fields: Fields) -> FieldValue? {
        let own = fields["unitOfMeasureId"] ?? .null
        return own.isEmpty || own == .text(RecordID.zero.text) ? fields["baseUnitOfMeasureId"] : own
    }

    /// In which currency a list is, its lines don't say.
    static func lookups(about pair: RecordPair, in run: RunFacts) -> [Lookup] { list(of: pair).map { [$0] } ?? [] }

    /// What the CRM can't have is refused: a price in another currency than its list, since it would take the figure for one in the
    /// list's currency, and a price of two things.
    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        // What did not change is as it was when it was refused, or taken.
        guard !pair.isCoupled || Side.allCases.contains(where: { pair.sides[$0].change != .fields([]) }) else { return }
        let price = pair.sides.erp.fields
        if refers(price["itemId"]), refers(price["resourceId"]) {
            decision.action = .setAside(Problem(.invalid, field: "resourceId", side: .erp))
            decision.reason = Reason("cannotCross", ["resourceId"])
        } else if let list = list(of: pair), let found = run.found(list)?.first,
            plain(found.fields["currencyId"]) != plain(price["currencyId"])
        {
            decision.action = .setAside(Problem(.refusedByRule, ["priceCurrency"], field: "currencyId", side: .erp))
            decision.reason = Reason("cannotCross", ["currencyId"])
        }
    }

    private static func list(of pair: RecordPair) -> Lookup? {
        let list = pair.sides.erp.fields["priceListId"]
        guard pair.sides.erp.presence == .present, refers(list) else { return nil }
        return .record(RecordID(plain(list)), on: .erp, of: "pricelists", reading: ["currencyId"])
    }

    private static func refers(_ value: FieldValue?) -> Bool { plain(value) != RecordID.zero.text }

    /// An identity as text; nothing is the zero identity, which is the local currency.
    private static func plain(_ value: FieldValue?) -> String {
        guard let text = value?.text, !text.isEmpty else { return RecordID.zero.text }
        return text
    }
}

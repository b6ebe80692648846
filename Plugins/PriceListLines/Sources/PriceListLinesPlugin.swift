import PluginKit

/// The prices of price lists: what an item or a resource costs in a unit.
///
/// The CRM takes the currency and the product's number from the list and the product, and keeps them itself.
@main
struct PriceListLinesPlugin: EntityPlugin {
    static let entity: EntityName = "pricelistlines"
    static let version = "1.0.0"
    static let settings = [CRMUnits.setting]
    static var map: FieldMap { map(under: .empty) }
    private static let price = ListedPrice(list: "priceListId", of: "pricelists")

    static func map(under configuration: Configuration) -> FieldMap {
        FieldMap(
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
                unitLine(CRMUnits(configuration)),
                .field("unitPrice", "amount", .decimal(scale: 4, atLeast: 0), .toCRM),
                .constant("pricingmethodcode", on: .crm, 1),
            ], filters: filters, creates: Sided(erp: false, crm: true),
            alsoReads: Sided(erp: ["currencyId", "priceListId", "itemId", "resourceId"], crm: []))
    }

    private static let filters = Sided(
        erp: RecordFilter([
            .init("priceType", .isOneOf, ["Sale"]), .init("amountType", .isOneOf, ["Price"]),
            .init("assetType", .isOneOf, ["Item", "Resource"]),
            // The list is one of ours; the page says so.
            .init("allowUpdatingDefaults", .isOneOf, [false]),
            // The CRM's lists know no breaks by quantity.
            .init("minimumQuantity", .isOneOf, ["0"]),
        ]), crm: RecordFilter())

    private static func unitLine(_ units: CRMUnits) -> FieldMap.Line {
        switch units {
        case .measures: ListedPrice.unitLine
        case .groups:
            // The page says the unit of the price, or else the base unit of what is priced: an item's or a resource's.
            .group(
                "priceUnit",
                [
                    .field("itemUnitOfMeasureId", "uomid", .reference(to: "itemunits", whenEmpty: .skip), .toCRM),
                    .field(
                        "resourceUnitOfMeasureId", "uomid", .reference(to: "resourceunits", whenEmpty: .skip), .toCRM),
                ])
        }
    }

    static func compute(_ field: FieldName, from fields: Fields) -> FieldValue? { ListedPrice.unit(from: fields) }

    static func lookups(about pair: RecordPair, in run: RunFacts) -> [Lookup] { price.lookups(about: pair) }

    /// What the CRM can't have is refused: a price of two things, and one in another currency than its list.
    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        let fields = pair.sides.erp.fields
        if ListedPrice.isOpen(pair), ListedPrice.refers(fields["itemId"]), ListedPrice.refers(fields["resourceId"]) {
            decision.action = .setAside(Problem(.invalid, field: "resourceId", side: .erp))
            decision.reason = Reason("cannotCross", ["resourceId"])
        } else {
            price.refuseOtherCurrency(&decision, about: pair, in: run)
        }
    }
}

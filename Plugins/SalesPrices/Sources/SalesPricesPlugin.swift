import PluginKit

/// The prices of customer price groups, in the ERP's old pricing: what an item costs in a unit.
///
/// The CRM takes the currency and the product's number from the list and the product, and keeps them itself.
@main
struct SalesPricesPlugin: EntityPlugin {
    static let entity: EntityName = "salesprices"
    static let version = "1.0.0"
    static let settings = [CRMUnits.setting]
    static var map: FieldMap { map(under: .empty) }
    private static let price = ListedPrice(list: "customerPriceGroupId", of: "customerpricegroups")

    static func map(under configuration: Configuration) -> FieldMap {
        FieldMap(
            [
                .field(
                    "customerPriceGroupId", "pricelevelid", .reference(to: "customerpricegroups"), .toCRM,
                    isRequired: true, onInsertOnly: true),
                .field("itemId", "productid", .reference(to: "items"), .toCRM, isRequired: true),
                unitLine(CRMUnits(configuration)),
                .field("unitPrice", "amount", .decimal(scale: 4, atLeast: 0), .toCRM),
                .constant("pricingmethodcode", on: .crm, 1),
            ], filters: filters, creates: Sided(erp: false, crm: true),
            alsoReads: Sided(erp: ["currencyId", "customerPriceGroupId"], crm: []))
    }

    private static let filters = Sided(
        erp: RecordFilter([
            .init("salesType", .isOneOf, ["Customer Price Group"]), .init("salesCode", .isNotEmpty),
            // The CRM's lists know no breaks by quantity.
            .init("minimumQuantity", .isOneOf, ["0"]),
        ]), crm: RecordFilter())

    private static func unitLine(_ units: CRMUnits) -> FieldMap.Line {
        switch units {
        case .measures: ListedPrice.unitLine
        // The page says the unit of the price, or else the base unit of the item.
        case .groups: .field("itemUnitOfMeasureId", "uomid", .reference(to: "itemunits"), .toCRM, isRequired: true)
        }
    }

    static func compute(_ field: FieldName, from fields: Fields) -> FieldValue? { ListedPrice.unit(from: fields) }

    static func lookups(about pair: RecordPair, in run: RunFacts) -> [Lookup] { price.lookups(about: pair) }

    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        price.refuseOtherCurrency(&decision, about: pair, in: run)
    }
}

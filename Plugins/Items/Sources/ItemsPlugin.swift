import PluginKit

/// Items and the products that are kept in stock, both ways: figures travel to the CRM, the name both ways.
@main
struct ItemsPlugin: EntityPlugin {
    static let entity: EntityName = "items"
    static let version = "1.0.0"
    static let settings = ProductMap.settings
    static var map: FieldMap { map(under: .empty) }

    static func map(under configuration: Configuration) -> FieldMap {
        ProductMap(type: 1, unit: "baseItemUnitOfMeasureId", of: "itemunits", under: configuration).map(with: lines)
    }

    private static let lines: [FieldMap.Line] = [
        .field("unitVolume", "stockvolume", ProductMap.quantity, .toCRM),
        .field("grossWeight", "stockweight", ProductMap.quantity, .toCRM),
        .field("vendorNumber", "vendorid", .code(erp: 20, crm: 100), .toCRM),
        .field("vendorName", "vendorname", .text(erp: 100, crm: 100), .toCRM, isOptional: true),
        .field("vendorItemNumber", "vendorpartnumber", .text(erp: 50, crm: 100), .toCRM),
        // What is on hand when the item is looked at: a change of stock alone does not touch the item.
        .field("inventory", "quantityonhand", ProductMap.quantity, .toCRM),
    ]

    /// Prices are in the local currency.
    static func compute(_ field: FieldName, from fields: Fields) -> FieldValue? { .text(RecordID.zero.text) }

    static func fieldsOnInsert(on side: Side, about pair: RecordPair, in run: RunFacts) -> Fields {
        ProductMap.number(on: side, from: pair)
    }

    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        ProductMap.adjust(&decision, about: pair, of: entity, in: run)
    }
}

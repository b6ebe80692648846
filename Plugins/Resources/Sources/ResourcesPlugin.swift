import PluginKit

/// Resources and the products that are services: figures travel to the CRM, the name both ways.
@main
struct ResourcesPlugin: EntityPlugin {
    static let entity: EntityName = "resources"
    static let version = "1.0.0"
    static let settings = ProductMap.settings
    static var map: FieldMap { map(under: .empty) }

    static func map(under configuration: Configuration) -> FieldMap {
        ProductMap(type: 3, unit: "baseResourceUnitOfMeasureId", of: "resourceunits", under: configuration).map(
            with: lines)
    }

    private static let lines: [FieldMap.Line] = [
        .field("vendorNumber", "vendorid", .code(erp: 20, crm: 100), .toCRM),
        // What a resource can do in a day stands where an item's stock does.
        .field("capacity", "quantityonhand", ProductMap.quantity, .toCRM),
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

import PluginKit

/// Vendors and the accounts that are vendors, both ways; they have no credit limit.
@main
struct VendorsPlugin: EntityPlugin {
    static let entity: EntityName = "vendors"
    static let version = "1.0.0"
    static let settings = AccountMap.settings
    static var map: FieldMap { map(under: .empty) }

    static func map(under configuration: Configuration) -> FieldMap {
        AccountMap(type: 11, owner: "purchaserId", under: configuration)
            .map(money: money, shipmentMethodIsOptional: true)
    }

    private static let money = FieldMap.Line.field(
        "currencyId", "transactioncurrencyid", .reference(to: "currencies", erpEmpty: .isValue))

    static func validate(_ configuration: Configuration) -> [Note] { AccountMap.notes(on: configuration) }

    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        AccountMap.adjust(&decision, about: pair, of: entity, in: run)
    }
}

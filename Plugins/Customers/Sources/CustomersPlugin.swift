import PluginKit

/// Customers and the accounts that are customers, both ways; credit limits and owners travel to the CRM only.
@main
struct CustomersPlugin: EntityPlugin {
    static let entity: EntityName = "customers"
    static let version = "1.0.0"
    static let settings = AccountMap.settings
    static var map: FieldMap { map(under: .empty) }

    static func map(under configuration: Configuration) -> FieldMap {
        AccountMap(type: 3, owner: "salespersonId", under: configuration)
            .map(money: money, shipmentMethodIsOptional: false)
    }

    private static let money = FieldMap.Line.group(
        "credit",
        [
            .field("currencyId", "transactioncurrencyid", .reference(to: "currencies", erpEmpty: .isValue)),
            .field("creditLimit", "creditlimit", .decimal(scale: 2), .toCRM),
        ])

    static func validate(_ configuration: Configuration) -> [Note] { AccountMap.notes(on: configuration) }

    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        AccountMap.adjust(&decision, about: pair, of: entity, in: run)
    }
}

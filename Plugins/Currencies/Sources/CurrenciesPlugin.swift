import PluginKit

/// Currencies: the ERP has the rates, and the CRM gets them.
///
/// The local currency has no row in the ERP: the page lists it under the zero identity, which is what a record in the
/// local currency refers to. The page also works out the rate: how much of the currency one unit of the CRM's base currency buys.
@main
struct CurrenciesPlugin: EntityPlugin {
    static let entity: EntityName = "currencies"
    static let version = "1.0.0"
    static let settings = [Setting("precision", .integer)]
    static var map: FieldMap { map(under: .empty) }

    static func map(under configuration: Configuration) -> FieldMap {
        FieldMap(
            [
                .field("code", "isocurrencycode", .code(erp: 10, crm: 5), .toCRM, isRequired: true, onInsertOnly: true),
                .computed("currencyname", on: .crm, .byPlugin(["displayName", "code"]), .text(erp: 30, crm: 100)),
                .computed("currencysymbol", on: .crm, .byPlugin(["symbol", "code"]), .text(erp: 10, crm: 10)),
                .field("exchangeRate", "exchangerate", .decimal(scale: 10), .toCRM, isRequired: true),
                .constant("currencyprecision", on: .crm, .integer(configuration.integer("precision") ?? 2)),
            ],
            matching: [MatchRule("key", [.init(erp: "code", crm: "isocurrencycode")])],
            naturalKey: Sided(erp: ["code"], crm: ["isocurrencycode"]), creates: Sided(erp: false, crm: true),
            inactive: Sided(erp: Fields(), crm: ["statecode": 1, "statuscode": 2]))
    }

    /// The CRM insists on a name and a symbol: where the ERP has none, the code stands in.
    static func compute(_ field: FieldName, from fields: Fields) -> FieldValue? {
        let own = fields[field == "currencysymbol" ? "symbol" : "displayName"] ?? .null
        return own.isEmpty ? fields["code"] : own
    }

    static func validate(_ configuration: Configuration) -> [Note] {
        guard let precision = configuration.integer("precision"), !(0...4).contains(precision) else { return [] }
        return [
            Note(
                .error, path: "precision", "Dataverse keeps amounts with 0 to 4 decimal places.",
                hint: "Write a number from 0 to 4, or leave it out for 2.",
                translations: [
                    .fr: .init(
                        "Dataverse garde les montants avec 0 à 4 décimales.",
                        hint: "Écrivez un nombre de 0 à 4, ou omettez-le pour 2.")
                ])
        ]
    }
}

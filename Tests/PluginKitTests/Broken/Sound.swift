import PluginKit

/// A plugin that keeps all rules, which the broken ones are made from: an entity with one of everything.
protocol Sound: EntityPlugin {}

extension Sound {
    static var entity: EntityName { "gadgets" }
    static var version: String { "1.0.0" }
    static var map: FieldMap { soundMap }
    static var settings: [Setting] { [Setting("colours", .boolean), Setting("rounding", .oneOf(["up", "down"]))] }
}

let soundMap = FieldMap(
    [
        .field("number", "gadgetnumber", .code(erp: 20, crm: 20), .toCRM, isRequired: true),
        .field("displayName", "name", .text(erp: 50, crm: 100), isRequired: true),
        .group(
            "price",
            [
                .field("currencyId", "transactioncurrencyid", .reference(to: "currencies", erpEmpty: .isValue)),
                .field("unitPrice", "price", .decimal(scale: 2)),
            ]),
        .field("colour", "colour", .text(erp: 10, crm: 10), isOptional: true),
        .filled("gadgetkind", on: .crm),
    ], matching: [MatchRule("key", [.init(erp: "number", crm: "gadgetnumber", .exact)])],
    naturalKey: Sided(erp: [], crm: ["gadgetnumber"]))

enum SoundPlugin: Sound {
    static func fieldsOnInsert(on side: Side, about pair: RecordPair, in run: RunFacts) -> Fields {
        side == .crm ? ["gadgetkind": "gadget"] : Fields()
    }
}

import Model
import PluginProtocol

/// A tenant that has what the gadgets of the tests need, and some of its records.
enum GadgetTenant {
    static let metadata = Sided(
        erp: SideMetadata(
            table: "Gadget", route: "standard  gadgets",
            fields: [
                FieldMetadata("number", .code), FieldMetadata("displayName", .text, maxLength: 30),
                FieldMetadata("currencyId", .guid), FieldMetadata("unitPrice", .decimal),
            ]),
        crm: SideMetadata(
            table: "gadget", route: "",
            fields: [
                FieldMetadata("gadgetnumber", .text), FieldMetadata("name", .text, maxLength: 200),
                FieldMetadata("transactioncurrencyid", .lookup(targets: [])),
                FieldMetadata("price", .decimal, isReadOnly: true),
                FieldMetadata("colour", .text), FieldMetadata("gadgetkind", .text),
            ]))

    /// A gadget that only the ERP has.
    static func gadget(_ number: Int, currency: RecordID = .zero) -> RecordPair {
        let fields: Fields = [
            "number": .text("G\(number)"), "displayName": "Gadget", "currencyId": .text(currency.text),
            "unitPrice": "1.005",
        ]
        return RecordPair(
            id: RecordPair.ID(number), isCoupled: false,
            sides: Sided(erp: SideState(presence: .present, id: RecordID("e\(number)"), fields: fields), crm: .absent),
            cause: .erpChanged)
    }
}

import PluginKit

/// The field map of orders.
///
/// The number of the CRM's order is the external document number of the ERP's: by it an order is known again.
enum OrderFields {
    /// The lines that every tenant has.
    static let lines = own + SalesDocument.header + states

    private static let own: [FieldMap.Line] = [
        .field(
            "externalDocumentNumber", "ordernumber", .code(erp: 35, crm: 100), .toERP, isRequired: true,
            onInsertOnly: true),
        // Prices of the CRM are without tax, whatever the customer of the ERP is used to.
        .constant("pricesIncludeTax", on: .erp, false),
        .computed("requestedDeliveryDate", on: .erp, .byPlugin(["requestdeliveryby"]), .date),
    ]

    /// What the CRM is told of the ERP's order; `OrderFeedback` writes it, as none of it is an edit of anybody.
    private static let states: [FieldMap.Line] = [
        .filled("statecode", on: .crm), .filled("statuscode", on: .crm),
        .field("number", "bcbi_businesscentralordernumber", .text(erp: 20, crm: 20), .toCRM, isOptional: true),
        .field(
            "status", "submitstatus",
            .choice([
                Sided(erp: "Draft", crm: 0), Sided(erp: "In Review", crm: 1), Sided(erp: "Open", crm: released),
            ]), .toCRM, isOptional: true),
    ]

    /// What `submitstatus` is once the ERP has released the order.
    static let released: FieldValue = 2

    /// How much of each line was shipped.
    static let lineFields =
        SalesDocument.lineFields + [.field("shippedQuantity", "quantityshipped", .decimal(scale: 5), .toCRM)]

    /// What is read of an order of the ERP beyond that: whether it was shipped.
    static let ofERP = ["fullyShipped"]

    /// An order of the ERP under the number of the CRM's is that order.
    static let matching = [MatchRule("key", [.init(erp: "externalDocumentNumber", crm: "ordernumber")])]

    /// Orders that were submitted, and those of them that were shipped; only the former are made in the ERP.
    static let filters = Sided(erp: RecordFilter(), crm: RecordFilter([.init("statecode", .isOneOf, [1, 3])]))
}

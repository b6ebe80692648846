import PluginKit

/// Sales orders: what was submitted in the CRM becomes an order of the ERP, with its lines.
///
/// Prices and discounts are those of the CRM, the tax is the ERP's. The CRM is told the ERP's number, and when it has released, shipped
/// and invoiced the order.
@main
struct SalesOrdersPlugin: EntityPlugin {
    static let entity: EntityName = "salesorders"
    static let version = "1.0.0"
    static let document = SalesDocument(entity, name: "order")
    static let settings = SalesDocument.settings + [Setting("postedInvoices", .boolean)]
    static let map = FieldMap(
        OrderFields.lines, matching: OrderFields.matching,
        naturalKey: Sided(erp: ["externalDocumentNumber"], crm: ["ordernumber"]), filters: OrderFields.filters,
        creates: Sided(erp: true, crm: false), alsoReads: Sided(erp: OrderFields.ofERP, crm: SalesDocument.also))
    static let lines: FieldMap? = SalesDocument.lines(OrderFields.lineFields)

    static func validate(_ configuration: Configuration) -> [Note] { SalesDocument.validate(configuration) }

    static func compute(_ field: FieldName, from fields: Fields) -> FieldValue? {
        field == "requestedDeliveryDate"
            ? SalesDocument.day(fields["requestdeliveryby"]) : SalesDocument.compute(field, from: fields)
    }

    static func lookups(about pair: RecordPair, in run: RunFacts) -> [Lookup] {
        OrderFeedback.lookups(about: pair, in: run) + SalesDocument.lookups(about: pair)
    }

    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        let feedback = OrderFeedback(pair, run)
        SalesDocumentCheck(of: document, pair, run).apply(
            to: &decision, refusing: feedback.wasInERP ? ["madeBefore"] : [])
        feedback.apply(to: &decision)
    }
}

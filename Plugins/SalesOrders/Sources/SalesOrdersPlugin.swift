import Foundation
import PluginKit

/// Sales orders: what was submitted in the CRM becomes an order of the ERP, with its lines.
///
/// Prices and discounts are those of the CRM, the tax is the ERP's. An order goes to the ERP only: in the CRM it is kept as it is
/// once it was submitted.
@main
struct SalesOrdersPlugin: EntityPlugin {
    static let entity: EntityName = "salesorders"
    static let version = "1.0.0"
    static let settings = [Setting("writeInItem", .text), Setting("writeInResource", .text)]
    static let map = FieldMap(
        OrderFields.lines, matching: OrderFields.matching,
        naturalKey: Sided(erp: ["externalDocumentNumber"], crm: ["ordernumber"]), filters: OrderFields.filters,
        creates: Sided(erp: true, crm: false), alsoReads: Sided(erp: [], crm: OrderFields.also))
    static let lines: FieldMap? = FieldMap(
        OrderLineFields.lines, creates: Sided(erp: true, crm: false),
        alsoReads: Sided(erp: [], crm: OrderLineFields.also))

    static func validate(_ configuration: Configuration) -> [Note] {
        guard configuration.text("writeInItem") != nil, configuration.text("writeInResource") != nil else { return [] }
        return [
            Note(
                .error, path: "writeInResource",
                "A line without a product stands for an item or for a resource: name one of them.",
                translations: [
                    .fr: .init(
                        "Une ligne sans produit représente un article ou une ressource : indiquez l'un des deux.")
                ])
        ]
    }

    static func compute(_ field: FieldName, from fields: Fields) -> FieldValue? {
        func amount(_ name: FieldName) -> Decimal { OrderLine.amount(fields[name]) }
        switch field {
        case "requestedDeliveryDate":
            // The CRM writes a day as its first moment; the ERP has a day for none.
            return .text(fields["requestdeliveryby"]?.text.map { String($0.prefix(10)) } ?? "0001-01-01")
        case "discountAmount" where fields["totallineitemamount"] != nil:
            return .text("\(amount("totallineitemamount") - amount("totalamountlessfreight"))")
        case "discountAmount":
            return .text("\(amount("quantity") * amount("volumediscountamount") + amount("manualdiscountamount"))")
        default: return nil
        }
    }

    static func lookups(about pair: RecordPair, in run: RunFacts) -> [Lookup] {
        guard pair.sides.crm.presence == .present else { return [] }
        return pair.sides.crm.lines.compactMap { OrderLine($0).product.map(OrderLine.lookup) }
    }

    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        OrderCheck(pair, run).apply(to: &decision)
    }
}

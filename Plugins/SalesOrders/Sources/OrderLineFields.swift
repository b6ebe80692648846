import PluginKit

/// The field map of order lines.
enum OrderLineFields {
    /// The lines of the map.
    ///
    /// A product is an item or a resource of the ERP. Which, and that it is coupled, `OrderCheck` finds out: neither is waited for here.
    static let lines: [FieldMap.Line] = [
        .field("itemId", "productid", .reference(to: "items", whenMissing: .skip), .toERP, onInsertOnly: true),
        // The number takes the place of the identity before it is written: the ERP's lines name resources by it.
        .field(
            "lineObjectNumber", "productid", .reference(to: "resources", whenMissing: .skip), .toERP,
            onInsertOnly: true),
        .filled("lineType", on: .erp),
        .filled("description", on: .erp),
        .field("quantity", "quantity", .decimal(scale: 5), .toERP),
        .field("unitPrice", "priceperunit", .decimal(scale: 5), .toERP),
        .computed(
            "discountAmount", on: .erp, .byPlugin(["quantity", "volumediscountamount", "manualdiscountamount"]),
            .decimal(scale: 2)),
    ]

    /// What is read of a line beyond that.
    static let also: [FieldName] = ["isproductoverridden", "productdescription", "uomid"]
}

import PluginKit

/// The field map of the lines of posted invoices.
enum InvoiceLineFields {
    /// The lines of the map.
    ///
    /// A line is of an item or of a resource; neither, and it is written in. Which, in which unit, and that both are coupled, `InvoiceCheck`
    /// finds out, so nothing is waited for here; it also works the amounts out.
    static let lines: [FieldMap.Line] = [
        .field(
            "itemId", "productid", .reference(to: "items", whenMissing: .skip, whenEmpty: .skip), .toCRM,
            onInsertOnly: true),
        .field(
            "resourceId", "productid", .reference(to: "resources", whenMissing: .skip, whenEmpty: .skip), .toCRM,
            onInsertOnly: true),
        .field(
            "itemUnitOfMeasureId", "uomid", .reference(to: "itemunits", whenMissing: .skip, whenEmpty: .skip), .toCRM,
            onInsertOnly: true),
        .field(
            "resourceUnitOfMeasureId", "uomid",
            .reference(to: "resourceunits", whenMissing: .skip, whenEmpty: .skip), .toCRM, onInsertOnly: true),
        .field(
            "baseUnitOfMeasureId", "uomid",
            .reference(to: "unitsofmeasure", whenMissing: .skip, whenEmpty: .skip, via: CRMUnits.onlyUnit), .toCRM,
            onInsertOnly: true),
        .filled("quantity", on: .crm), .filled("priceperunit", on: .crm), .filled("manualdiscountamount", on: .crm),
        .filled("tax", on: .crm), .filled("isproductoverridden", on: .crm), .filled("productdescription", on: .crm),
        .constant("ispriceoverridden", on: .crm, true),
    ]

    /// What is read of a line beyond that.
    static let also: [FieldName] = [
        "lineType", "lineObjectNumber", "description", "quantity", "quantityBase", "unitPrice", "discountAmount",
        "invoiceDiscountAmount", "amountExcludingTax", "amountIncludingTax", "taxPercent",
    ]
}

import PluginKit

/// The field map of resources and the products that are services, as the incumbent maps them: figures travel to the CRM, the name both ways.
enum ResourceFields {
    /// The lines of the map.
    static let lines: [FieldMap.Line] = [
        .field("number", "productnumber", .code(erp: 20, crm: 100), .toCRM, isRequired: true),
        .field("displayName", "name", .text(erp: 100, crm: 100), isRequired: true),
        .field("unitPrice", "price", amount, .toCRM),
        // The CRM has two kinds of cost; to the ERP they are one.
        .field("unitCost", "standardcost", amount, .toCRM),
        .field("unitCost", "currentcost", amount, .toCRM),
        .field("vendorNumber", "vendorid", .code(erp: 20, crm: 100), .toCRM),
        // What a resource can do in a day stands where an item's stock does.
        .field("capacity", "quantityonhand", .decimal(scale: 2, atLeast: 0), .toCRM),
        .group(
            "unit",
            [
                // The CRM never changes a product's group: to the ERP it only travels with a new resource.
                .field(
                    "baseUnitOfMeasureId", "defaultuomscheduleid", .reference(to: "unitsofmeasure"), isRequired: true),
                // The one unit of the group; a group with more than one is not ours.
                .field(
                    "baseUnitOfMeasureId", "defaultuomid",
                    .reference(to: "unitsofmeasure", via: "unit_of_measurement_schedule_units/uomid"), .toCRM,
                    isRequired: true),
            ]),
        // Prices are in the local currency, which has the zero identity.
        .computed(
            "transactioncurrencyid", on: .crm, .byPlugin([]), .reference(to: "currencies", erpEmpty: .isValue),
            onInsertOnly: true),
        .constant("producttypecode", on: .crm, 3),
        .constant("productstructure", on: .crm, 1),
        .constant("quantitydecimal", on: .crm, 2),
        .constant("statecode", on: .crm, 0),
        .constant("statuscode", on: .crm, 1),
        // Given to a new resource only.
        .filled("number", on: .erp),
        // Written when the product is no longer active, never taken back.
        .filled("blocked", on: .erp),
    ]

    /// An amount of money: the CRM takes none below zero, and keeps four digits.
    private static let amount = FieldKind.decimal(scale: 4, atLeast: 0)

    /// What makes a resource, or a product, inactive; a product that is inactive is called retired.
    static let inactive: Sided<Fields> = Sided(erp: ["blocked": true], crm: ["statecode": 1, "statuscode": 2])

    /// Resources that are not blocked, and active products that are services.
    ///
    /// Items are in the same table of the CRM; their type alone tells them apart.
    static let filters = Sided(
        erp: RecordFilter([.init("blocked", .isOneOf, [false])]),
        crm: RecordFilter([.init("producttypecode", .isOneOf, [3]), .init("statecode", .isOneOf, [0])]))
}

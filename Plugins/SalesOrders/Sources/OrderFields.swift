import PluginKit

/// The field map of orders.
///
/// The number of the CRM's order is the external document number of the ERP's: by it an order is known again.
enum OrderFields {
    /// The lines that every tenant has.
    static let lines: [FieldMap.Line] = [
        .field(
            "externalDocumentNumber", "ordernumber", .code(erp: 35, crm: 100), .toERP, isRequired: true,
            onInsertOnly: true),
        .field("customerId", "customerid", .reference(to: "customers"), .toERP, isRequired: true),
        .field(
            "currencyId", "transactioncurrencyid", .reference(to: "currencies", erpEmpty: .isValue), .toERP,
            onInsertOnly: true),
        .group("shipTo", shipTo),
        .field(
            "paymentTermsId", "paymenttermscode",
            .reference(to: "paymentterms", crm: .choice, whenMissing: .skip, whenEmpty: .skip), .toERP),
        .field(
            "shipmentMethodId", "freighttermscode",
            .reference(to: "shipmentmethods", crm: .choice, whenMissing: .skip, whenEmpty: .skip), .toERP),
        .computed("requestedDeliveryDate", on: .erp, .byPlugin(["requestdeliveryby"]), .date),
        // What the order is cheaper by than its lines.
        .computed(
            "discountAmount", on: .erp, .byPlugin(["totallineitemamount", "totalamountlessfreight"]),
            .decimal(scale: 2)),
    ]

    /// Where the goods go; its fields move together.
    static let shipTo: [FieldRule] = [
        .field("shipToName", "shipto_name", .text(erp: 100, crm: 200), .toERP),
        .field("shipToContact", "shipto_contactname", .text(erp: 100, crm: 150), .toERP),
        .field("shipToAddressLine1", "shipto_line1", .text(erp: 100, crm: 250), .toERP),
        .field("shipToAddressLine2", "shipto_line2", .text(erp: 50, crm: 250), .toERP),
        .field("shipToPostCode", "shipto_postalcode", .code(erp: 20, crm: 20), .toERP),
        .field("shipToCity", "shipto_city", .text(erp: 30, crm: 80), .toERP),
        .field("shipToCountry", "shipto_country", .code(erp: 10, crm: 80), .toERP),
        .field("shipToState", "shipto_stateorprovince", .text(erp: 30, crm: 50), .toERP),
    ]

    /// What is read of an order beyond that: whose it is, and what the ERP can't take of it.
    static let also: [FieldName] = ["customerid", "customeridtype", "transactioncurrencyid", "freightamount"]

    /// An order of the ERP under the number of the CRM's is that order.
    static let matching = [MatchRule("key", [.init(erp: "externalDocumentNumber", crm: "ordernumber")])]

    /// Orders that were submitted.
    static let filters = Sided(erp: RecordFilter(), crm: RecordFilter([.init("statecode", .isOneOf, [1])]))
}

import PluginKit

/// The field map of posted invoices, as the incumbent maps them.
///
/// The CRM works its totals out of the lines; each line is written so that they come to the ERP's, to the cent.
enum InvoiceFields {
    /// The lines that every tenant has.
    static let lines: [FieldMap.Line] = [
        .field("number", "invoicenumber", .code(erp: 20, crm: 100), .toCRM, isRequired: true, onInsertOnly: true),
        .field("number", "name", .text(erp: 20, crm: 300), .toCRM, isRequired: true, onInsertOnly: true),
        .field("customerId", "customerid", .reference(to: "customers"), .toCRM, isRequired: true, onInsertOnly: true),
        .field(
            "currencyId", "transactioncurrencyid", .reference(to: "currencies", erpEmpty: .isValue), .toCRM,
            onInsertOnly: true),
        .field(
            "orderId", "salesorderid", .reference(to: "salesorders", whenMissing: .skip, whenEmpty: .skip), .toCRM,
            onInsertOnly: true),
        .filled("duedate", on: .crm), .filled("datedelivered", on: .crm),
        .group("shipTo", address("shipTo", "shipto")),
        .group("billTo", address("billTo", "billto")),
        .field("workDescription", "description", .text(erp: 2_000, crm: 2_000), .toCRM),
        .filled("discountamount", on: .crm),
        .computed("statecode", on: .crm, .byPlugin(paid), .integer),
        .computed("statuscode", on: .crm, .byPlugin(paid), .integer),
    ]

    /// What says how much of an invoice is paid.
    private static let paid: [FieldName] = ["remainingAmount", "totalAmountIncludingTax", "cancelled"]

    /// Who owns an invoice.
    ///
    /// An empty salesperson is not written: every invoice has an owner.
    static let owner = FieldMap.Line.field(
        "salespersonId", "ownerid", .reference(to: "salespeople", whenMissing: .skip, whenEmpty: .skip), .toCRM)

    /// Fields that a person may add to the map, by their names in the ERP: columns of the invoice that need the choices of the account's.
    static let more: OptionalLines = [
        "paymentTermsId": .field(
            "paymentTermsId", "paymenttermscode",
            .reference(to: "paymentterms", crm: .choice, whenMissing: .skip, whenEmpty: .skip), .toCRM),
        "shippingAgentId": .field(
            "shippingAgentId", "shippingmethodcode",
            .reference(to: "shippingagents", crm: .choice, whenMissing: .skip, whenEmpty: .skip), .toCRM),
    ]

    /// Days, which the CRM keeps in columns with a time, and which may be empty.
    static let days: [Sided<FieldName>] = [
        Sided(erp: "dueDate", crm: "duedate"), Sided(erp: "shipmentDate", crm: "datedelivered"),
    ]

    /// What is read of an invoice beyond that.
    static let also = Sided<[FieldName]>(
        erp: ["pricesIncludeTax", "totalAmountExcludingTax"] + days.map(\.erp), crm: days.map(\.crm))

    /// An invoice of the CRM under the number of the ERP's is that invoice.
    static let matching = [MatchRule("number", [.init(erp: "number", crm: "invoicenumber")])]

    /// All that were posted; in the CRM all that there are, in whatever state.
    static let filters = Sided(erp: RecordFilter(), crm: RecordFilter())

    /// The lines of an address, which move together.
    private static func address(_ erp: String, _ crm: String) -> [FieldRule] {
        [
            .field(FieldName(erp + "Name"), FieldName(crm + "_name"), .text(erp: 100, crm: 200), .toCRM),
            .field(FieldName(erp + "AddressLine1"), FieldName(crm + "_line1"), .text(erp: 100, crm: 250), .toCRM),
            .field(FieldName(erp + "AddressLine2"), FieldName(crm + "_line2"), .text(erp: 50, crm: 250), .toCRM),
            .field(FieldName(erp + "City"), FieldName(crm + "_city"), .text(erp: 30, crm: 80), .toCRM),
            .field(FieldName(erp + "Country"), FieldName(crm + "_country"), .text(erp: 10, crm: 80), .toCRM),
            .field(FieldName(erp + "PostCode"), FieldName(crm + "_postalcode"), .text(erp: 20, crm: 20), .toCRM),
            .field(FieldName(erp + "State"), FieldName(crm + "_stateorprovince"), .text(erp: 30, crm: 50), .toCRM),
        ]
    }

    /// A day as the CRM keeps it in a column with a time: its first moment.
    static func moment(_ day: FieldValue?) -> FieldValue {
        guard let text = day?.text, !text.isEmpty else { return .null }
        return .text(text.prefix(10) + "T00:00:00Z")
    }
}

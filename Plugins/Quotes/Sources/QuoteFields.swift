import PluginKit

/// The field map of quotes.
///
/// The number of the CRM's quote is the external document number of the ERP's: by it a quote is known again.
enum QuoteFields {
    /// The lines that every tenant has.
    static let lines = own + SalesDocument.header

    private static let own: [FieldMap.Line] = [
        .field(
            "externalDocumentNumber", "quotenumber", .code(erp: 35, crm: 100), .toERP, isRequired: true,
            onInsertOnly: true),
        .computed("validUntilDate", on: .erp, .byPlugin(["effectiveto"]), .date),
    ]

    /// What is read of a quote beyond that.
    static let also = SalesDocument.also + ["statuscode", "revisionnumber"]

    /// A quote of the ERP under the number of the CRM's is that quote.
    static let matching = [MatchRule("key", [.init(erp: "externalDocumentNumber", crm: "quotenumber")])]

    /// Quotes that are active, and those of them that were won; only the former are made in the ERP.
    static let filters = Sided(erp: RecordFilter(), crm: RecordFilter([.init("statecode", .isOneOf, [1, 2])]))
}

import PluginKit

/// Quotes: what is active in the CRM becomes a quote of the ERP, with its lines.
///
/// Prices and discounts are those of the CRM, the tax is the ERP's. What becomes of the quote in the CRM is told to people; its order goes
/// to the ERP as any other.
@main
struct QuotesPlugin: EntityPlugin {
    static let entity: EntityName = "quotes"
    static let version = "1.0.0"
    static let document = SalesDocument(entity, name: "quote")
    static let settings = SalesDocument.settings
    static let map = FieldMap(
        QuoteFields.lines, matching: QuoteFields.matching,
        naturalKey: Sided(erp: ["externalDocumentNumber"], crm: ["quotenumber"]), filters: QuoteFields.filters,
        creates: Sided(erp: true, crm: false), alsoReads: Sided(erp: [], crm: QuoteFields.also))
    static let lines: FieldMap? = SalesDocument.lines()

    static func validate(_ configuration: Configuration) -> [Note] { SalesDocument.validate(configuration) }

    static func compute(_ field: FieldName, from fields: Fields) -> FieldValue? {
        field == "validUntilDate"
            ? SalesDocument.day(fields["effectiveto"]) : SalesDocument.compute(field, from: fields)
    }

    static func lookups(about pair: RecordPair, in run: RunFacts) -> [Lookup] { SalesDocument.lookups(about: pair) }

    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        let life = QuoteLife(pair)
        SalesDocumentCheck(of: document, pair, run).apply(to: &decision, refusing: life.isRevision ? ["laterOne"] : [])
        life.apply(to: &decision)
    }
}

import PluginKit

/// Posted sales invoices: what the ERP has invoiced stands in the CRM with its lines, and says what remains to be paid.
///
/// They go to the CRM only, and the ERP is right: what was posted does not change there any more, but for what is paid of it.
@main
struct PostedSalesInvoicesPlugin: EntityPlugin {
    static let entity: EntityName = "postedsalesinvoices"
    static let version = "1.0.0"
    static let settings = Ownership.settings + [CRMUnits.setting, OptionalLines.setting]
    static var map: FieldMap { map(under: .empty) }
    static let lines: FieldMap? = FieldMap(
        InvoiceLineFields.lines, creates: Sided(erp: false, crm: true), policy: .erpWins,
        alsoReads: Sided(erp: InvoiceLineFields.also, crm: []))

    static func map(under configuration: Configuration) -> FieldMap {
        let owned = Ownership(configuration)
        let map = FieldMap(
            InvoiceFields.lines + owned.lines(person: InvoiceFields.owner), matching: InvoiceFields.matching,
            filters: owned.filters(InvoiceFields.filters), creates: Sided(erp: false, crm: true), policy: .erpWins,
            alsoReads: InvoiceFields.also, parting: owned.parting)
        return InvoiceFields.more.added(to: map, under: configuration)
    }

    static func validate(_ configuration: Configuration) -> [Note] {
        Ownership(configuration).notes + InvoiceFields.more.notes(on: configuration)
    }

    static func compute(_ field: FieldName, from fields: Fields) -> FieldValue? {
        switch field {
        case "statecode": .integer(PaymentState(fields).state)
        case "statuscode": .integer(PaymentState(fields).reason)
        default: nil
        }
    }

    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        InvoiceCheck(pair, run).apply(to: &decision)
    }
}

import PluginKit

/// Opportunities: what may become a sale.
///
/// The topic and the person go both ways, figures to the CRM. The estimates of the ERP follow from its sales cycles; it takes none from outside. A closed opportunity is left as it is.
@main
struct OpportunitiesPlugin: EntityPlugin {
    static let entity: EntityName = "opportunities"
    static let version = "1.0.0"
    static let settings = Ownership.settings + [OptionalLines.setting]
    static var map: FieldMap { map(under: .empty) }

    static func map(under configuration: Configuration) -> FieldMap {
        let owned = Ownership(configuration)
        let map = FieldMap(
            OpportunityFields.lines + owned.lines(person: OpportunityFields.owner),
            matching: OpportunityFields.matching, filters: owned.filters(OpportunityFields.filters),
            parting: owned.parting)
        return OpportunityFields.more.added(to: map, under: configuration)
    }

    static func validate(_ configuration: Configuration) -> [Note] {
        Ownership(configuration).notes + OpportunityFields.more.notes(on: configuration)
    }

    /// Estimates are in the local currency, which has the zero identity; a probability is rounded to a whole percent.
    static func compute(_ field: FieldName, from fields: Fields) -> FieldValue? {
        guard field == "closeprobability" else { return .text(RecordID.zero.text) }
        let chances = fields["chancesOfSuccessPrc"]?.text.flatMap { DecimalText.rounded($0, scale: 0) } ?? "0"
        return Int64(chances).map { .integer(min(max($0, 0), 100)) }
    }

    /// An opportunity of no company belongs to ours as soon as it is coupled.
    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        Ownership(run.configuration).claim(&decision, about: pair, of: entity)
    }
}

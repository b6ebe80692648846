import PluginKit

/// Customers and the accounts that are customers, both ways.
@main
struct CustomersPlugin: EntityPlugin {
    static let entity: EntityName = "customers"
    static let version = "1.0.0"
    static let settings = [
        Setting("ownership", .oneOf(["person", "team"])), Setting("team", .text), Setting("company", .text),
        Setting("alsoSynchronize", .texts),
    ]
    static var map: FieldMap { map(under: .empty) }

    static func map(under configuration: Configuration) -> FieldMap {
        let owned = Ownership(configuration)
        let map = FieldMap(
            CustomerFields.lines + owned.lines(person: CustomerFields.owner), matching: CustomerFields.matching,
            filters: owned.filters(CustomerFields.filters), inactive: CustomerFields.inactive,
            parting: owned.parting)
        return map.adding(configuration.texts("alsoSynchronize") ?? [], from: CustomerFields.more)
    }

    static func validate(_ configuration: Configuration) -> [Note] {
        Ownership(configuration).notes
            + Note.unknown(
                configuration.texts("alsoSynchronize") ?? [], among: CustomerFields.more, at: "alsoSynchronize")
    }

    /// Special rules that no line of the map says.
    ///
    /// An account without a primary contact takes none from the customer, unless that one is coupled.
    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        decision.keepWhatIsOpen("primaryContactId", to: "contacts", about: pair, in: run)
        decision.deactivatePartner(writing: CustomerFields.inactive.erp, about: pair)
        Ownership(run.configuration).claim(&decision, about: pair, of: entity)
    }
}

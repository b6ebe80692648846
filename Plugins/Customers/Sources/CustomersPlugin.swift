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
            filters: owned.filters(CustomerFields.filters))
        return map.adding(configuration.texts("alsoSynchronize") ?? [], from: CustomerFields.more)
    }

    static func validate(_ configuration: Configuration) -> [Note] {
        Ownership(configuration).notes
            + Note.unknown(
                configuration.texts("alsoSynchronize") ?? [], among: CustomerFields.more, at: "alsoSynchronize")
    }

    /// An account that became inactive blocks its customer; an account that is active again does not unblock it.
    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        guard pair.isCoupled, pair.sides.erp.presence == .present, pair.sides.crm.presence == .outOfScope,
            pair.sides.crm.fields["statecode"] == 1
        else { return }
        decision.action = .update(.erp, ["blocked": "All"])
        decision.reason = Reason("partnerInactive")
    }
}

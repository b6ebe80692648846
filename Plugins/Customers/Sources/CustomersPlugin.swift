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
    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        keepContact(&decision, pair, run)
        block(&decision, pair)
        Ownership(run.configuration).claim(&decision, about: pair, of: entity)
    }

    /// An account without a primary contact takes none from the customer, unless that one is coupled.
    private static func keepContact(_ decision: inout Decision, _ pair: RecordPair, _ run: RunFacts) {
        guard let contact = pair.sides.erp.fields["primaryContactId"]?.text, contact != RecordID.zero.text,
            case .open = run.references[RecordReference(entity: "contacts", side: .erp, id: RecordID(contact))]
        else { return }
        func kept(_ fields: Fields) -> Fields {
            Fields(fields.filter { $0.name != "primaryContactId" || $0.value != .text(RecordID.zero.text) })
        }
        switch decision.action {
        case .update(.erp, let fields):
            let rest = kept(fields)
            decision.action = rest.isEmpty ? .none : .update(.erp, rest)
        case .updateBoth(let fields):
            let rest = kept(fields.erp)
            decision.action = rest.isEmpty ? .update(.crm, fields.crm) : .updateBoth(Sided(erp: rest, crm: fields.crm))
        default: break
        }
    }

    /// An account that became inactive blocks its customer; an account that is active again does not unblock it.
    private static func block(_ decision: inout Decision, _ pair: RecordPair) {
        guard pair.isCoupled, pair.sides.erp.presence == .present, pair.sides.crm.presence == .outOfScope,
            pair.sides.crm.fields["statecode"] == 1
        else { return }
        decision.action = .update(.erp, ["blocked": "All"])
        decision.reason = Reason("partnerInactive")
    }
}

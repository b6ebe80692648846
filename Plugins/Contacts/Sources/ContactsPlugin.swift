import PluginKit

/// People who work for customers, and the contacts of their accounts, both ways.
@main
struct ContactsPlugin: EntityPlugin {
    static let entity: EntityName = "contacts"
    static let version = "1.0.0"
    static let settings = Ownership.settings + [OptionalLines.setting]
    static var map: FieldMap { map(under: .empty) }

    static func map(under configuration: Configuration) -> FieldMap {
        let owned = Ownership(configuration)
        let map = FieldMap(
            ContactFields.lines + owned.lines(person: ContactFields.owner), matching: ContactFields.matching,
            filters: owned.filters(ContactFields.filters),
            // To whom a contact belongs ends its coupling.
            alsoReads: Sided { [company[$0]] }, inactive: ContactFields.inactive, parting: owned.parting)
        return ContactFields.more.added(to: map, under: configuration)
    }

    static func validate(_ configuration: Configuration) -> [Note] {
        Ownership(configuration).notes + ContactFields.more.notes(on: configuration)
    }

    /// A contact of no company belongs to ours as soon as it is coupled; one whose customer is not coupled any more is none of ours.
    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        Ownership(run.configuration).claim(&decision, about: pair, of: entity)
        part(&decision, pair, run)
    }

    /// The end of a customer's coupling ends those of its contacts: one side says that the contact belongs to nobody, and to whom it
    /// belongs on the other is not coupled.
    private static func part(_ decision: inout Decision, _ pair: RecordPair, _ run: RunFacts) {
        guard pair.isCoupled, decision.action == .none else { return }
        for side in Side.allCases {
            let (lone, other) = (pair.sides[side], pair.sides[side.opposite])
            guard lone.presence == .outOfScope, other.presence == .present, isNobody(lone.fields[company[side]]),
                let owner = other.fields[company[side.opposite]]?.text, !isNobody(.text(owner))
            else { continue }
            let customer = RecordReference(entity: "customers", side: side.opposite, id: RecordID(owner))
            if case .coupled = run.references[customer] { continue }
            decision.action = .uncouple(writing: Ownership(run.configuration).parting)
            decision.reason = Reason("customerUncoupled")
            return
        }
    }

    /// Where a contact says to whom it belongs.
    private static let company = Sided<FieldName>(erp: "customerId", crm: "parentcustomerid")

    private static func isNobody(_ value: FieldValue?) -> Bool {
        value?.isEmpty ?? true || value == .text(RecordID.zero.text)
    }
}

import PluginKit

/// Vendors and the accounts that are vendors, both ways.
@main
struct VendorsPlugin: EntityPlugin {
    static let entity: EntityName = "vendors"
    static let version = "1.0.0"
    static let settings = [
        Setting("ownership", .oneOf(["person", "team"])), Setting("team", .text), Setting("company", .text),
        Setting("alsoSynchronize", .texts),
    ]
    static var map: FieldMap { map(under: .empty) }

    static func map(under configuration: Configuration) -> FieldMap {
        let owned = Ownership(configuration)
        let map = FieldMap(
            VendorFields.lines + owned.lines(person: VendorFields.owner), matching: VendorFields.matching,
            filters: owned.filters(VendorFields.filters), inactive: VendorFields.inactive, parting: owned.parting)
        return map.adding(configuration.texts("alsoSynchronize") ?? [], from: VendorFields.more)
    }

    static func validate(_ configuration: Configuration) -> [Note] {
        Ownership(configuration).notes
            + Note.unknown(
                configuration.texts("alsoSynchronize") ?? [], among: VendorFields.more, at: "alsoSynchronize")
    }

    /// Special rules that no line of the map says.
    ///
    /// An account without a primary contact takes none from the vendor, unless that one is coupled.
    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        decision.keepWhatIsOpen("primaryContactId", to: "contacts", about: pair, in: run)
        decision.deactivatePartner(writing: VendorFields.inactive.erp, about: pair)
        Ownership(run.configuration).claim(&decision, about: pair, of: entity)
    }
}

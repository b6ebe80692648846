import PluginKit

/// People who work for customers, and the contacts of their accounts, both ways.
@main
struct ContactsPlugin: EntityPlugin {
    static let entity: EntityName = "contacts"
    static let version = "1.0.0"
    static let settings = [
        Setting("ownership", .oneOf(["person", "team"])), Setting("team", .text), Setting("company", .text),
        Setting("alsoSynchronize", .texts),
    ]
    static var map: FieldMap { map(under: .empty) }

    static func map(under configuration: Configuration) -> FieldMap {
        let owned = Ownership(configuration)
        let map = FieldMap(
            ContactFields.lines + owned.lines(person: ContactFields.owner), matching: ContactFields.matching,
            filters: owned.filters(ContactFields.filters), inactive: ContactFields.inactive,
            parting: owned.parting)
        return map.adding(configuration.texts("alsoSynchronize") ?? [], from: ContactFields.more)
    }

    static func validate(_ configuration: Configuration) -> [Note] {
        Ownership(configuration).notes
            + Note.unknown(
                configuration.texts("alsoSynchronize") ?? [], among: ContactFields.more, at: "alsoSynchronize")
    }

    /// A contact of no company belongs to ours as soon as it is coupled.
    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        Ownership(run.configuration).claim(&decision, about: pair, of: entity)
    }
}

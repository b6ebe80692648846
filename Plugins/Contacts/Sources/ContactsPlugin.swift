import PluginKit

/// People who work for customers, and the contacts of their accounts, both ways.
@main
struct ContactsPlugin: EntityPlugin {
    static let entity: EntityName = "contacts"
    static let version = "1.0.0"
    static let settings = [
        Setting("ownership", .oneOf(["person", "team"])), Setting("team", .text), Setting("company", .text),
    ]
    static var map: FieldMap { map(under: .empty) }

    static func map(under configuration: Configuration) -> FieldMap {
        let owned = Ownership(configuration)
        return FieldMap(
            ContactFields.lines + owned.lines(person: ContactFields.owner), matching: ContactFields.matching,
            filters: owned.filters(ContactFields.filters))
    }

    static func validate(_ configuration: Configuration) -> [Note] { Ownership(configuration).notes }
}

import PluginKit

/// Salespeople: users of the CRM who sell.
///
/// What a user says of himself goes to the ERP; neither side gets new people.
@main
struct SalespeoplePlugin: EntityPlugin {
    static let entity: EntityName = "salespeople"
    static let version = "1.0.0"
    static let settings = [Setting("alsoSynchronize", .texts)]
    static let map = FieldMap(
        [
            .field("email", "internalemailaddress", .text(erp: 80, crm: 100), .toERP),
            .field("displayName", "fullname", .text(erp: 50, crm: 200), .toERP),
            .field("phoneNo", "mobilephone", .text(erp: 30, crm: 64), .toERP),
        ],
        matching: [MatchRule("email", [.init(erp: "email", crm: "internalemailaddress")])],
        filters: Sided(
            erp: RecordFilter(),
            crm: RecordFilter([
                .init("isdisabled", .isOneOf, [false]), .init("islicensed", .isOneOf, [true]),
                .init("isintegrationuser", .isOneOf, [false]),
            ])),
        creates: Sided(erp: false, crm: false))

    /// Fields that a person may add to the map, by their names in the ERP.
    private static let more: [String: FieldMap.Line] = [
        "jobTitle": .field("jobTitle", "jobtitle", .text(erp: 30, crm: 100), .toERP, isOptional: true),
        "email2": .field("email2", "personalemailaddress", .text(erp: 80, crm: 100), .toERP, isOptional: true),
    ]

    static func map(under configuration: Configuration) -> FieldMap {
        map.adding(configuration.texts("alsoSynchronize") ?? [], from: more)
    }

    static func validate(_ configuration: Configuration) -> [Note] {
        Note.unknown(configuration.texts("alsoSynchronize") ?? [], among: more, at: "alsoSynchronize")
    }
}

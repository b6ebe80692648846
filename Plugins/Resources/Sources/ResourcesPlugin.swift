import PluginKit

/// Resources and the products that are services, both ways.
@main
struct ResourcesPlugin: EntityPlugin {
    static let entity: EntityName = "resources"
    static let version = "1.0.0"
    static let settings = [Setting("company", .text)]
    static var map: FieldMap { map(under: .empty) }

    static func map(under configuration: Configuration) -> FieldMap {
        let owned = Ownership(configuration)
        return FieldMap(
            ResourceFields.lines + owned.companyLines,
            matching: [MatchRule("key", [.init(erp: "number", crm: "productnumber")])],
            naturalKey: Sided(erp: [], crm: ["productnumber"]), filters: owned.filters(ResourceFields.filters),
            inactive: ResourceFields.inactive, parting: owned.parting)
    }

    /// Prices are in the local currency.
    static func compute(_ field: FieldName, from fields: Fields) -> FieldValue? { .text(RecordID.zero.text) }

    /// A new resource keeps the number that the product has, where the ERP can take it: by it a create that was not answered is recognised.
    static func fieldsOnInsert(on side: Side, about pair: RecordPair, in run: RunFacts) -> Fields {
        guard side == .erp, let number = pair.sides.crm.fields["productnumber"]?.text,
            (1...20).contains(number.utf16.count)
        else { return Fields() }
        return ["number": .text(number.uppercased())]
    }

    /// A product that is no longer active blocks its resource; one that is active again does not unblock it.
    static func adjust(_ decision: inout Decision, about pair: RecordPair, in run: RunFacts) {
        if case .create(.erp, let fields, _) = decision.action, fields["number"] != nil {
            decision.action = .create(.erp, fields, key: ["number"])
        }
        Ownership(run.configuration).claim(&decision, about: pair, of: entity)
        decision.deactivatePartner(writing: ResourceFields.inactive.erp, about: pair)
    }
}

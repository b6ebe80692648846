/// Who owns the records that are created in the CRM, and which of the ERP's companies they belong to.
///
/// Read from the settings `ownership` (`person`, the default: the user of the salesperson; `team`: one team owns all),
/// `team` and `company` (the identity of the company's row in `cdm_company`; without it, records are not told apart by company).
public struct Ownership: Sendable, Hashable {
    /// What a person may configure about it.
    public static let settings = [
        Setting("ownership", .oneOf(["person", "team"])), Setting("team", .text), Setting("company", .text),
    ]

    private let isTeam: Bool
    private let team: String?
    private let company: String?

    /// Reads the settings.
    public init(_ configuration: Configuration) {
        isTeam = configuration.text("ownership") == "team"
        team = configuration.text("team")
        company = configuration.text("company")
    }

    /// The lines for the owner and the company; `person` is the line that carries the salesperson over.
    public func lines(person: FieldMap.Line) -> [FieldMap.Line] { [owner(person)].compactMap(\.self) + companyLines }

    /// The line for the company; none when nothing is configured.
    ///
    /// It is kept up: a record of no company that becomes coupled belongs to this one from then on.
    public var companyLines: [FieldMap.Line] {
        company.map { [.constant("bcbi_companyid", on: .crm, .text($0), .always)] } ?? []
    }

    /// What must not stay with a record of the CRM whose coupling ends: the company, so that another one may couple the record.
    public var parting: Sided<Fields> {
        Sided(erp: Fields(), crm: company == nil ? Fields() : ["bcbi_companyid": .null])
    }

    /// Has a record of the CRM that belongs to no company looked at again as soon as its new partner is there: it then gets the company.
    ///
    /// Nothing can be written to it together with the create, which may yet fail.
    public func claim(_ decision: inout Decision, about pair: RecordPair, of entity: EntityName) {
        guard company != nil, case .create(.erp, _, _) = decision.action, let id = pair.sides.crm.id,
            pair.sides.crm.fields["bcbi_companyid"]?.isEmpty ?? true
        else { return }
        decision.leftOut.append(RecordReference(entity: entity, side: .crm, id: id))
    }

    /// The filters, less the records of other companies.
    public func filters(_ filters: Sided<RecordFilter>) -> Sided<RecordFilter> {
        guard let company else { return filters }
        var filters = filters
        filters.crm.conditions.append(.init("bcbi_companyid", .isOneOf, [.text(company), .null]))
        return filters
    }

    /// What is wrong with the settings.
    public var notes: [Note] {
        guard isTeam, team == nil else { return [] }
        return [
            Note(
                .error, path: "team", "A team is to own the records, and none is named.",
                hint: "Write the identity of the team, or `ownership: person`.",
                translations: [
                    .fr: .init(
                        "Une équipe doit posséder les enregistrements, et aucune n'est nommée.",
                        hint: "Écrivez l'identifiant de l'équipe, ou `ownership: person`.")
                ])
        ]
    }

    private func owner(_ person: FieldMap.Line) -> FieldMap.Line? {
        isTeam ? team.map { .constant("ownerid", on: .crm, .text("team/\($0)")) } : person
    }
}

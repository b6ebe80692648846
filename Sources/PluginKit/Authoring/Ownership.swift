/// Who owns the records that are created in the CRM, and which of the ERP's companies they belong to.
///
/// Read from the settings `ownership` (`person`, the default: the user of the salesperson; `team`: one team owns all),
/// `team` and `company` (the identity of the company's row in `cdm_company`; without it, records are not told apart by company).
public struct Ownership: Sendable, Hashable {
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
    public var companyLines: [FieldMap.Line] {
        company.map { [.constant("bcbi_companyid", on: .crm, .text($0))] } ?? []
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
                hint: "Write the identity of the team, or `ownership: person`.")
        ]
    }

    private func owner(_ person: FieldMap.Line) -> FieldMap.Line? {
        isTeam ? team.map { .constant("ownerid", on: .crm, .text($0)) } : person
    }
}

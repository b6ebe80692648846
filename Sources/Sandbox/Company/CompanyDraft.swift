import Model

/// A company while it is made: the rows so far, and the identities that later rows refer to.
struct CompanyDraft: Sendable {
    /// Whose company it is: the tenant, the company's identity and name, its local currency, the users of applications.
    let organization: Organization
    /// The local currency, which has the zero identity in the ERP.
    var localCurrency: String { organization.localCurrency }
    /// The rows, those that others refer to first.
    private(set) var rows: [CompanyRow] = []
    /// Identities by system and table, then by code.
    private var ids: Sided<[String: [String: String]]> = Sided(erp: [:], crm: [:])

    /// Begins a company of an organization.
    init(_ organization: Organization) { self.organization = organization }

    /// Adds a row and returns its identity.
    @discardableResult
    mutating func add(_ side: Side, _ table: String, id: String, code: String? = nil, _ values: Fields) -> String {
        var fields = Fields()
        fields.reserveCapacity(values.count + 1)
        fields.append(side == .erp ? "id" : table + "id", .text(id))
        for value in values where !value.value.isEmpty { fields.append(value.name, value.value) }
        rows.append(CompanyRow(side, table, fields))
        if let code { ids[side][table, default: [:]][code] = id }
        return id
    }

    /// The identity of the row with a code; empty when there is none.
    func id(_ side: Side, _ table: String, _ code: String) -> FieldValue {
        ids[side][table]?[code].map { .text($0) } ?? .null
    }
}

extension CompanyDraft {
    /// The identity of a currency as the ERP's records refer to it: nothing stands for the local one.
    func currency(_ code: String) -> FieldValue {
        code == localCurrency || code.isEmpty ? .null : id(.erp, "currency", code)
    }
}

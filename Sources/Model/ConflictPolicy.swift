/// What happens to a field group that changed on both sides to different values.
public enum ConflictPolicy: String, Sendable, Hashable, CaseIterable {
    /// The ERP's values stay.
    case erpWins
    /// The CRM's values stay.
    case crmWins
    /// The values of the side modified later stay, when the two stamps are more than two minutes apart; else `manual`.
    case latestWins
    /// The pair is set aside; a person decides.
    case manual
}

/// Which way a field travels.
public enum Direction: String, Sendable, Hashable, CaseIterable {
    /// From the ERP to the CRM only.
    case toCRM
    /// From the CRM to the ERP only.
    case toERP
    /// Both ways.
    case both

    /// Whether values travel to a side.
    public func writes(to side: Side) -> Bool {
        switch (self, side) {
        case (.both, _), (.toCRM, .crm), (.toERP, .erp): true
        case (.toCRM, .erp), (.toERP, .crm): false
        }
    }
}

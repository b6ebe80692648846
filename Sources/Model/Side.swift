/// One of the two systems that Couplet keeps in step.
public enum Side: String, Sendable, Hashable, CaseIterable {
    /// The enterprise resource planning system: Business Central in the first pair.
    case erp
    /// The customer relationship management system: Dynamics 365 Sales on Dataverse in the first pair.
    case crm

    /// The other side of the pair.
    public var opposite: Side {
        switch self {
        case .erp: .crm
        case .crm: .erp
        }
    }
}

public import Model

/// What is known of one side of a field group.
public enum GroupChange: Sendable, Hashable {
    /// No field of the group differs from the base.
    case unchanged
    /// A field of the group differs from the base.
    case changed
    /// There is no base.
    case unknown
}

/// What becomes of one field group.
public enum GroupVerdict: Sendable, Hashable {
    /// Nothing to write.
    case none
    /// Nothing to write; what was read becomes the base.
    case rebase
    /// The values of a side are written to the other.
    case carry(from: Side)
    /// Both sides changed it, differently.
    case conflict
    /// The two records meet for the first time, and differ.
    case firstMeeting
}

/// The three-way comparison of one field group.
public enum Comparison: Sendable {
    /// What becomes of a group.
    ///
    /// `agrees` is asked only where the answer matters.
    public static func verdict(_ changes: Sided<GroupChange>, agrees: () -> Bool) -> GroupVerdict {
        switch (changes.erp, changes.crm) {
        case (.unchanged, .unchanged): .none
        case (.changed, .unchanged): .carry(from: .erp)  // edited in the ERP alone
        case (.unchanged, .changed): .carry(from: .crm)  // edited in the CRM alone
        case (.changed, .changed): agrees() ? .rebase : .conflict  // edited on both sides: alike, or differently
        case (.unknown, _), (_, .unknown): agrees() ? .rebase : .firstMeeting  // no base: the contents decide
        }
    }

    /// Who wins a conflict; `nil` when a person must decide.
    ///
    /// `latest` is the side modified later, `nil` when the two stamps are less than two minutes apart or not known.
    public static func winner(_ policy: ConflictPolicy, latest: Side?) -> Side? {
        switch policy {
        case .erpWins: .erp
        case .crmWins: .crm
        case .latestWins: latest
        case .manual: nil
        }
    }
}

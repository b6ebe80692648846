/// The states of a row and their reasons: which go together, and which may follow which.
struct StateRules {
    private let table: DataverseTable
    private let session: Session

    init(_ table: DataverseTable, _ session: Session) {
        self.table = table
        self.session = session
    }

    /// Gives a new row its state.
    func create(_ draft: inout RowDraft) throws {
        guard let states = table.definition.states, let first = states.states.first else { return }
        let usual = try initial(states) ?? first.state
        if let wanted = draft[states.field].integer, wanted != usual, states.isSettableOnCreate == false {
            throw DataverseError.invalidStatus(draft[states.reason].integer ?? -1, state: wanted, of: table.name)
        }
        let state = draft[states.field].integer ?? self.state(of: draft[states.reason].integer, states) ?? usual
        try set(state, draft[states.reason].integer, states, &draft)
    }

    /// Whether a row is in a state in which nothing but its state changes: a submitted order.
    func isKept(_ record: StoredRecord) -> Bool {
        guard let states = table.definition.states, let writable = states.writable,
            let state = record[states.field].integer
        else { return false }
        return !writable.contains(state)
    }

    /// Refuses a change of a row that is kept as it is; its state, its owner and the lock on its prices may change.
    func checkKept(_ draft: RowDraft) throws {
        guard let record = draft.record, let states = table.definition.states, isKept(record) else { return }
        let free: Set = [states.field, states.reason, "ownerid", "ownerid$table", "ispricelocked"]
        guard draft.changes.keys.allSatisfy(free.contains) else { throw DataverseError.inactive(table.name) }
    }

    /// Moves a row to another state, or gives it another reason.
    func update(_ draft: inout RowDraft) throws {
        guard let states = table.definition.states, draft.changes(states.field) || draft.changes(states.reason) else {
            return
        }
        guard let record = draft.record else { return }
        let before = record[states.field].integer
        let state = draft[states.field].integer ?? before ?? 0
        let reason = draft.changes(states.reason) ? draft[states.reason].integer : nil
        if let before, before != state, let next = states.states.first(where: { $0.state == before })?.next,
            !next.contains(state)
        {
            throw DataverseError.invalidState(from: before, to: state, of: table.name)
        }
        try set(state, reason ?? (before == state ? record[states.reason].integer : nil), states, &draft)
    }

    private func set(
        _ state: Int64, _ reason: Int64?, _ states: StateDefinition, _ draft: inout RowDraft
    ) throws {
        guard let known = states.states.first(where: { $0.state == state }) else {
            throw DataverseError.notAnOption("\(state)", states.field, of: table.name)
        }
        let reason = reason ?? known.usual
        guard known.reasons.contains(reason) else {
            throw DataverseError.invalidStatus(reason, state: state, of: table.name)
        }
        draft.set(states.field, .integer(state))
        if table.column(states.reason) != nil { draft.set(states.reason, .integer(reason)) }
    }

    private func state(of reason: Int64?, _ states: StateDefinition) -> Int64? {
        reason.flatMap { reason in states.states.first { $0.reasons.contains(reason) }?.state }
    }

    /// The state of a new row where a setting of the organisation decides it: products are active from the start, or drafts.
    private func initial(_ states: StateDefinition) throws -> Int64? {
        let setting = "iscreateproductswithoutparentinactivestate"
        guard table.name == "product", session.model.table("organization")?.column(setting) != nil else { return nil }
        let isActive = try session.memory.value(["organization", setting], in: "organization", session.tables) {
            try session.tables.records(Query("organization", limit: 1)).first?[setting] ?? .null
        }
        return isActive.integer == 1 ? 0 : nil
    }
}

extension DataverseError {
    static func invalidState(from: Int64, to: Int64, of table: String) -> Self {
        Self(400, "0x80040233", "The \(table) can't move from state \(from) to state \(to).")
    }
}

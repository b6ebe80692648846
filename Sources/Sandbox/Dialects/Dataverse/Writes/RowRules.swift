import Foundation

/// What the server does to a row that is written: fills in, works out, refuses.
struct RowRules {
    private let session: Session

    init(_ session: Session) { self.session = session }

    /// Completes a new row.
    func completeCreate(_ draft: inout RowDraft) throws {
        try checkOptions(draft)
        try StateRules(draft.table, session).create(&draft)
        setOwner(&draft)
        try SalesRules(session).complete(&draft)
        try setCurrency(&draft)
        try number(&draft)
        try compute(&draft)
        for column in draft.table.required where draft[column.name].isEmpty {
            throw DataverseError.required(column.name, of: draft.table.name)
        }
        try checkBase(draft)
    }

    /// A unit that is not the base of its group says of which unit it holds so many; the server itself makes the base units.
    private func checkBase(_ draft: RowDraft) throws {
        guard draft.table.name == "uom", draft["baseuom"].isEmpty, draft["isschedulebaseuom"] != true else {
            return
        }
        throw DataverseError.required("baseuom", of: draft.table.name)
    }

    /// Completes a change.
    func completeUpdate(_ draft: inout RowDraft) throws {
        try checkOptions(draft)
        let states = StateRules(draft.table, session)
        try states.checkKept(draft)
        try states.update(&draft)
        try SalesRules(session).complete(&draft)
        try setCurrency(&draft)
        try compute(&draft)
        if draft.changes("baseuom") { try checkBase(draft) }
        for (name, value) in draft.changes where value.isEmpty {
            guard draft.table.column(name)?.field.required == true else { continue }
            throw DataverseError.required(name, of: draft.table.name)
        }
    }

    /// What a new row brings with it: a unit group has its base unit from the start.
    func afterCreate(_ record: StoredRecord, _ table: DataverseTable) throws {
        guard table.name == "uomschedule", let uom = session.model.table("uom"), !record["baseuomname"].isEmpty else {
            return
        }
        try session.tables.insert(
            uom.name,
            values: [
                "name": record["baseuomname"], "uomscheduleid": .text(record.id), "quantity": "1",
                "isschedulebaseuom": true,
            ])
    }

    private func checkOptions(_ draft: RowDraft) throws {
        for (name, value) in draft.changes {
            guard case .integer(let number) = value, let key = draft.table.column(name)?.optionKey else { continue }
            let options = session.tables.engine.options(key)
            guard options.isEmpty || options.contains(where: { $0.value == number }) else {
                throw DataverseError.notAnOption("\(number)", name, of: draft.table.name)
            }
        }
    }

    private func setOwner(_ draft: inout RowDraft) {
        guard let owner = draft.table.owner, draft[owner.name] == .null else { return }
        draft.set(owner.name, .text(session.tables.actor.user))
        draft.set(owner.field.targetColumn, .text("systemuser"))
        if draft.table.column("owningbusinessunit") != nil {
            draft.set("owningbusinessunit", .text(session.environment.organization.businessUnit))
        }
    }

    /// A row with an amount has a currency: that of the organisation, if nobody says another.
    private func setCurrency(_ draft: inout RowDraft) throws {
        guard draft.table.column("transactioncurrencyid") != nil, draft["transactioncurrencyid"] == .null,
            draft.table.moneyColumns.contains(where: { draft[$0.name] != .null })
        else { return }
        if let currency = try session.localCurrency() { draft.set("transactioncurrencyid", .text(currency)) }
    }

    private func number(_ draft: inout RowDraft) throws {
        guard let series = draft.table.definition.numberSeries, draft[series.field].isEmpty,
            let number = try session.tables.nextNumber(draft.table.schema, company: "")
        else { return }
        draft.set(series.field, .text(number))
    }

    /// Works out the computed columns whose sources are written.
    private func compute(_ draft: inout RowDraft) throws {
        for column in draft.table.computed {
            guard let rule = column.field.computed, isTouched(rule, draft) else { continue }
            draft.set(column.name, try value(rule, draft, column))
        }
    }

    private func isTouched(_ computed: ComputationDefinition, _ draft: RowDraft) -> Bool {
        draft.record == nil || computed.from.contains { draft.changes($0) }
    }

    private func value(
        _ computed: ComputationDefinition, _ draft: RowDraft, _ column: DataverseColumn
    ) throws -> StoredValue {
        switch computed.rule {
        case "join":
            let parts = computed.from.compactMap { draft[$0].text }.filter { !$0.isEmpty }
            return parts.isEmpty ? .null : .text(parts.joined(separator: computed.separator ?? " "))
        case "related":
            guard let id = draft[computed.from[0]].text, let lookup = draft.table.column(computed.from[0]),
                let target = lookup.field.targets.first
            else { return .null }
            return try session.memory.value(computed.from[1], of: id, in: target.table, session.tables)
        case "base": return Self.base(draft[computed.from[0]], draft[computed.from[1]])
        default: return draft[column.name]
        }
    }

    /// The amount in the organisation's currency: divided by the rate, with four digits after the point.
    private static func base(_ amount: StoredValue, _ rate: StoredValue) -> StoredValue {
        guard let amount = amount.text else { return .null }
        let rate = rate.text ?? "1"
        if let above = DecimalNumber(amount), let below = DecimalNumber(rate),
            let text = DecimalNumber.quotient(above, by: below, scale: 4)
        {
            return .text(text)
        }
        guard let above = Decimal(string: amount), let below = Decimal(string: rate), below != 0 else { return .null }
        return DecimalText.canonical("\(above / below)", scale: 4).map { .text($0) } ?? .null
    }
}

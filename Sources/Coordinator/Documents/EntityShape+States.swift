import Model
import PluginProtocol
import RemoteSystems

extension EntityShape {
    /// What is read of a side's records besides what the plugin wants: the state, where it decides how they are written.
    static func stateFields(of tables: Sided<RemoteTable>, on side: Side) -> [FieldName] {
        tables[side].declaration.states.map { [$0.field, $0.reason] } ?? []
    }

    /// What is written into a record that is made, and the state that it is put into afterwards.
    func detour(into fields: Fields, on side: Side) -> (fields: Fields, detour: StateDetour?) {
        guard let states = tables[side].declaration.states else { return (fields, nil) }
        let (rest, wanted) = states.apart(fields)
        guard !wanted.isEmpty else { return (fields, nil) }
        return (rest, states.detour(opening: Fields(), closing: wanted, now: states.writableState))
    }

    /// How fields, and lines, are written to a record that is there; `nil` when its state is not known, and has to be read first.
    ///
    /// A record that can't be written as it is becomes writable before, and goes afterwards into the state that is wanted, or back into the
    /// one that it was in.
    func way(
        of fields: Fields, withLines hasLines: Bool, to side: Side, _ nominee: Nominee
    ) -> (fields: Fields, detour: StateDetour?)? {
        guard let states = tables[side].declaration.states else { return (fields, nil) }
        let read = nominee.sides[side].fields
        guard case .integer(let now)? = read[states.field] else { return nil }
        let (rest, wanted) = states.apart(fields)
        let isOpen = now == states.writableState
        let opening: Fields =
            isOpen || rest.isEmpty && !hasLines
            ? [:]
            : [states.field: .integer(states.writableState), states.reason: .integer(states.writableReason)]
        var closing = !wanted.isEmpty || opening.isEmpty ? wanted : states.apart(read).states
        // A reason is one of its state: named alone, it is one of the state that the record is in.
        if !opening.isEmpty, closing[states.field] == nil {
            closing = Fields([Fields.Element(states.field, .integer(now))] + closing)
        }
        let detour = states.detour(opening: opening, closing: closing, now: now)
        // The state alone is written like anything else, where it can be.
        guard !rest.isEmpty || hasLines || detour?.action != nil else { return (fields, nil) }
        return (rest, detour)
    }
}

extension EntityShape {
    /// A value of a document that is written again as it is where only its lines change.
    ///
    /// So the condition on its version is one of an update that has something to do: whether a system looks at a version for the sake of
    /// nothing is not said anywhere. A plain text is taken, since writing that has no effect on others; empty where there is none.
    func touch(_ nominee: Nominee, on side: Side) -> Fields {
        let texts = Set(tables[side].fields.filter { $0.kind == .text && !$0.isReadOnly }.map(\.name))
        let names = description.fields.filter { field in
            field.direction.writes(to: side) && !field.onInsertOnly && field.reference == nil && field.constant == nil
        }
        .compactMap { side == .erp ? $0.erp : $0.crm }.filter(texts.contains)
        for name in names where !description.naturalKey[side].contains(name) {
            if case .text(let text)? = nominee.sides[side].fields[name], !text.isEmpty { return [name: .text(text)] }
        }
        return Fields()
    }
}

extension StateDeclaration {
    /// Fields without those of the state, and those of the state, which comes before its reason.
    fileprivate func apart(_ fields: Fields) -> (rest: Fields, states: Fields) {
        let rest = Fields(fields.filter { $0.name != field && $0.name != reason })
        return (rest, Fields([field, reason].compactMap { name in fields[name].map { Fields.Element(name, $0) } }))
    }

    /// The detour that leads through some states; `nil` where there is none.
    fileprivate func detour(opening: Fields, closing: Fields, now: Int64) -> StateDetour? {
        guard !opening.isEmpty || !closing.isEmpty else { return nil }
        var state = now
        if case .integer(let wanted)? = closing[field] { state = wanted }
        return StateDetour(opening: opening, closing: closing, action: closing.isEmpty ? nil : actions[state])
    }
}

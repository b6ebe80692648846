import Model

/// Compares what was read with bases of any layout of the entity.
struct BaseComparison: Sendable {
    /// The layout of today.
    let layout: FieldLayout
    /// The field names of every layout that the store knows, for bases of earlier ones.
    let known: [LayoutID: [FieldName]]

    /// The fields whose hash differs from the base, in the order of the layout.
    ///
    /// A field that was not read can't have changed. A field that the base doesn't know did: its content decides.
    /// `late` are hashes that unsettled attempts of ours sent to this record: meeting one is meeting our own write.
    func changed(_ hashes: [UInt8], from base: Base, late: [FieldName: Set<[UInt8]>] = [:]) -> [FieldName] {
        if base.layout == layout.id, base.hashes == hashes { return [] }
        var changed: [FieldName] = []
        for (position, field) in layout.fields.enumerated() {
            guard let now = FieldLayout.hash(at: position, in: hashes) else { continue }
            let before = hash(of: field, at: position, in: base)
            if let before, before == now { continue }
            if let sent = late[field], sent.contains(Array(now)) { continue }
            changed.append(field)
        }
        return changed
    }

    /// Those of some fields that stand in the layout in which a base was made: of others it can't say whether they were edited.
    func known(_ fields: [FieldName], in base: Base) -> [FieldName] {
        if base.layout == layout.id { return fields }
        let names = Set(known[base.layout] ?? [])
        return fields.filter(names.contains)
    }

    /// The base in the layout of today: what it knew of the fields that both have.
    func translated(_ base: Base) -> Base {
        guard base.layout != layout.id else { return base }
        var translated = layout.emptyBase(version: base.version)
        translated.filter = base.filter
        for (position, field) in layout.fields.enumerated() {
            guard let hash = hash(of: field, at: position, in: base) else { continue }
            layout.set(Array(hash), for: field, in: &translated.hashes)
        }
        return translated
    }

    /// What a base knows of a field.
    func hash(of field: FieldName, in base: Base) -> ArraySlice<UInt8>? {
        hash(of: field, at: layout.position(of: field) ?? .max / 64, in: base)
    }

    private func hash(of field: FieldName, at position: Int, in base: Base) -> ArraySlice<UInt8>? {
        if base.layout == layout.id { return FieldLayout.hash(at: position, in: base.hashes) }
        guard let earlier = known[base.layout]?.firstIndex(of: field) else { return nil }
        return FieldLayout.hash(at: earlier, in: base.hashes)
    }
}

package import Model
package import PluginProtocol
package import RemoteSystems

/// What the host knows of an entity when it runs: its tables, what is read and written on each side, and how records are recognised.
package struct EntityShape: Sendable {
    /// The entity.
    package let entity: EntityName
    /// What the plugin said of itself.
    package let description: EntityDescription
    /// The tables that were found.
    package let tables: Sided<RemoteTable>
    /// What is read on each side, and how it is hashed.
    package let layouts: Sided<FieldLayout>
    /// Compares with bases of any layout.
    let comparisons: Sided<BaseComparison>
    /// The fields that may be written on each side, with the group that each moves in.
    let groups: Sided<[FieldName: String]>
    /// The likeness of records that no coupling ties.
    let matching: MatchKeys
    /// What is noted of records that are inside of the filters.
    let filters: Sided<RecordFilter.Mark>
    /// What is known of the lines, where the entity is one of documents.
    let lines: LineShape?

    /// Puts together what is known.
    ///
    /// `known` are the layouts of earlier bases.
    package init(
        entity: EntityName, description: EntityDescription, tables: Sided<RemoteTable>, layouts: Sided<FieldLayout>,
        known: [LayoutID: [FieldName]], hasher: FieldHasher
    ) {
        self.init(
            entity: entity, description: description, tables: tables, layouts: layouts, known: known, hasher: hasher,
            lines: nil)
    }

    /// Puts together what is known of documents with their lines.
    init(
        entity: EntityName, description: EntityDescription, tables: Sided<RemoteTable>, layouts: Sided<FieldLayout>,
        known: [LayoutID: [FieldName]], hasher: FieldHasher, lines: LineShape?
    ) {
        self.lines = lines
        self.entity = entity
        self.description = description
        self.tables = tables
        self.layouts = layouts
        comparisons = Sided { BaseComparison(layout: layouts[$0], known: known) }
        groups = Sided { side in
            var groups: [FieldName: String] = [:]
            for field in description.fields where field.direction.writes(to: side) {
                if let name = side == .erp ? field.erp : field.crm { groups[name] = field.group }
            }
            return groups
        }
        matching = MatchKeys(rules: description.matchRules, hasher: hasher)
        filters = Sided { description.filters[$0].mark }
    }

    /// What is noted of a record with these fields: the filter, when it is inside.
    func filter(around fields: Fields, on side: Side) -> RecordFilter.Mark? {
        description.filters[side].includes(fields) ? filters[side] : nil
    }

    /// The base of a side as it was read; `nil` when it was not.
    func base(of reading: SideReading, on side: Side) -> Base? {
        reading.hashes.map { hashes in
            Base(
                version: reading.version, layout: layouts[side].id, hashes: hashes,
                filter: reading.presence == .present ? filters[side] : nil)
        }
    }

    /// The entities that fields refer to, per side.
    var references: Sided<[FieldName: EntityName]> {
        Sided { side in
            let pairs = description.fields.compactMap { field -> (FieldName, EntityName)? in
                guard let entity = field.reference, let name = side == .erp ? field.erp : field.crm else { return nil }
                return (name, entity)
            }
            return Dictionary(pairs) { first, _ in first }
        }
    }

    /// What is read on each side: the fields the plugin names, and those that the filter, the rules and the key need.
    package static func reads(of description: EntityDescription) -> Sided<[FieldName]> {
        Sided { side in
            var fields: [FieldName] = []
            var present: Set<FieldName> = []
            let more =
                description.filters[side].conditions.map(\.field) + description.naturalKey[side]
                + description.matchRules.flatMap(\.criteria).map { $0.fields[side] }
            for field in description.reads[side] + more where present.insert(field).inserted { fields.append(field) }
            return fields
        }
    }

    /// The fields of a record that refer to another one, on the side of that reference.
    func fields(referringTo reference: RecordReference, in fields: Fields) -> [FieldName] {
        description.references.filter { $0.entity == reference.entity }.flatMap { use in
            // A reference that travels both ways is declared for one side.
            use.side == reference.side ? [use.field] : counterparts(of: use.field, on: use.side)
        }
        .filter { name in fields[name].map(reference.isNamed) ?? false }
    }

    /// The fields of the other side that a field of a side goes with.
    func counterparts(of name: FieldName, on side: Side) -> [FieldName] {
        description.fields.compactMap { field in
            switch side {
            case .erp: field.erp == name ? field.crm : nil
            case .crm: field.crm == name ? field.erp : nil
            }
        }
    }
}

extension RecordReference {
    /// Whether a field with this value refers to the record.
    fileprivate func isNamed(by value: FieldValue) -> Bool {
        switch value {
        case .text(let text): text == id.text || text.isEmpty && id == .zero
        // A choice is referred to by its number.
        case .integer(let number): "\(number)" == id.text
        // Empty may be a value: the local currency.
        case .null: id == .zero
        case .boolean: false
        }
    }
}

import JSON

extension Session {
    /// Creates a row from what a body says, with the rows that come with it.
    func insert(
        _ table: DataverseTable, _ payload: Payload, id: String? = nil, references: [String: String] = [:]
    ) throws -> StoredRecord {
        guard table.capabilities.contains(.insert) else { throw DataverseError.notAllowed("Create", on: table.name) }
        var draft = RowDraft(table, values: payload.values)
        for parent in payload.parents { try addParent(parent, to: &draft, references) }
        try RowRules(self).completeCreate(&draft)
        let record = try tables.insert(table.name, id: id ?? payload.id, values: draft.changes)
        try RowRules(self).afterCreate(record, table)
        for children in payload.children { try addChildren(children, to: record, table, references) }
        try SalesRules(self).addUp(after: record, table)
        // Rows that came with it may have changed it.
        return payload.children.isEmpty ? record : try tables.record(table.name, id: record.id) ?? record
    }

    /// Changes a row as a body says.
    func update(
        _ record: StoredRecord, _ table: DataverseTable, _ payload: Payload, version: Int64? = nil
    ) throws -> StoredRecord {
        guard table.capabilities.contains(.update) else { throw DataverseError.notAllowed("Update", on: table.name) }
        if let id = payload.id, id != record.id { throw DataverseError.keyDiffers(table.name) }
        var draft = RowDraft(table, record: record, values: payload.values)
        try RowRules(self).completeUpdate(&draft)
        let updated = try tables.update(record, version: version, values: draft.changes)
        try SalesRules(self).addUp(after: updated, table)
        return updated
    }

    /// Deletes a row, with what belongs to it, and empties the lookups that refer to it.
    ///
    /// `isWithOwner`: the row that it belongs to is being deleted.
    func remove(
        _ record: StoredRecord, _ table: DataverseTable, version: Int64? = nil, isWithOwner: Bool = false
    ) throws {
        guard table.capabilities.contains(.delete) else { throw DataverseError.notAllowed("Delete", on: table.name) }
        if let version, version != record.version { throw DataverseError.versionMismatch }
        if !isWithOwner { try SalesRules(self).checkHeader(of: record, table) }
        for reference in try tables.references(to: table.name, id: record.id) {
            try release(reference.table, reference.field, from: record, table)
        }
        try tables.delete(table.name, id: record.id)
        if !isWithOwner { try SalesRules(self).addUp(after: record, table) }
    }

    /// What happens to the rows that refer to one that is deleted: they go with it, keep it, or lose the reference.
    ///
    /// <https://learn.microsoft.com/power-apps/developer/data-platform/configure-entity-relationship-cascading-behavior>
    private func release(_ name: String, _ field: String, from record: StoredRecord, _ table: DataverseTable) throws {
        let referring = try model.known(name)
        let filter = Filter.field(field, .equal, .text(record.id))
        let isOwned = table.definition.collections.contains {
            $0.table == name && $0.field == field && $0.isOwned == true
        }
        if !isOwned, referring.column(field)?.field.required == true { throw DataverseError.associated }
        for row in try tables.records(Query(name, where: filter)) {
            if isOwned {
                try remove(row, referring, isWithOwner: true)
            } else {
                var values: [String: StoredValue] = [field: .null]
                if let lookup = referring.column(field)?.field, lookup.isPolymorphic {
                    values[lookup.targetColumn] = .null
                }
                try tables.update(row, values: values)
            }
        }
    }

    private func addParent(
        _ parent: Payload.Parent, to draft: inout RowDraft, _ references: [String: String]
    ) throws {
        let table = try model.known(parent.table)
        let payload = try PayloadReader(session: self, table: table, isCreate: true, references: references).read(
            parent.row)
        let record = try insert(table, payload, references: references)
        draft.set(parent.column.name, .text(record.id))
        if parent.column.field.isPolymorphic { draft.set(parent.column.field.targetColumn, .text(table.name)) }
    }

    private func addChildren(
        _ children: Payload.Children, to record: StoredRecord, _ table: DataverseTable, _ references: [String: String]
    ) throws {
        let target = try model.known(children.collection.table)
        let reader = PayloadReader(session: self, table: target, isCreate: true, references: references)
        for row in children.rows {
            if let address = row["@odata.id"]?.string {
                let child = try RowAddress(address, model: model, references: references)
                try link(existing(child.table, child.key), by: children.collection, to: record, table)
            } else {
                var payload = try reader.read(row)
                payload.values.merge(try linking(children.collection, to: record, table)) { _, new in new }
                _ = try insert(target, payload, references: references)
            }
        }
    }

    /// Makes a row one of those that belong to another.
    func link(
        _ row: StoredRecord, by collection: CollectionDefinition, to record: StoredRecord, _ table: DataverseTable
    ) throws {
        try tables.update(row, values: linking(collection, to: record, table))
    }

    private func linking(
        _ collection: CollectionDefinition, to record: StoredRecord, _ table: DataverseTable
    ) throws -> [String: StoredValue] {
        var values: [String: StoredValue] = [collection.field: .text(record.id)]
        if let field = try model.known(collection.table).column(collection.field)?.field, field.isPolymorphic {
            values[field.targetColumn] = .text(table.name)
        }
        return values
    }
}

extension DataverseError {
    static func notAllowed(_ operation: String, on table: String) -> Self {
        Self(405, "0x80040800", "The '\(operation)' method does not support entities of type '\(table)'.")
    }
    static func keyDiffers(_ table: String) -> Self {
        Self(400, "0x80040203", "The identity in the payload is not that of the \(table) in the request's address.")
    }
}
